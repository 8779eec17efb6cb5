using Carillon.Core.Definitions;
using Carillon.Core.Runs;

namespace Carillon.Core.Tests.Runs;

public class LawTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_random_run_keeps_every_law_and_ends(int part)
    {
        var ends = new Dictionary<RunStatus, int>();
        for (var seed = part * 600; seed < (part + 1) * 600; seed++)
        {
            try
            {
                var ended = new LawfulRun(new Random(seed)).Finish();
                ends[ended.Status] = ends.GetValueOrDefault(ended.Status) + 1;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}", failure);
            }
        }
        // The histories must be worth something: every end occurs often.
        ends.Count.ShouldBe(3);
        ends.Values.ShouldAllBe(count => count > 30);
    }

    [Theory]
    [InlineData(5)]
    public void A_retry_of_a_random_run_begins_lawfully(int seed)
    {
        var random = new Random(seed);
        var retried = 0;
        for (var run = 0; run < 300; run++)
        {
            var ended = new LawfulRun(random).Finish();
            var retry = RunState.Retry(ended, new RunId("again"), Steps.Start);
            retry.IsOk.ShouldBe(ended.Status != RunStatus.Completed);
            if (!retry.IsOk)
                continue;
            retried++;
            var begun = Drive.Begin(retry.Value).State;
            foreach (var task in ended.Tasks.Values.Where(t => t.Status == Core.Runs.TaskStatus.Succeeded && t.Key.Item < 0))
            {
                if (ended.Definition.Tasks.First(t => t.Id == task.Key.Task).Role == TaskRole.Task)
                    begun.Tasks[task.Key].ShouldBeSameAs(task);
            }
        }
        retried.ShouldBeGreaterThan(100);
    }
}
