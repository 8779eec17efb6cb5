using System.Diagnostics;
using Carillon.Core.Runs;
using static Carillon.Core.Tests.Runs.Steps;

namespace Carillon.Core.Tests.Runs;

/// <summary>Bounds far above what is measured, to catch a planner that has become quadratic.</summary>
public class SpeedTests
{
    [Fact]
    public void A_fan_out_of_a_thousand_costs_little_though_every_result_comes_alone()
    {
        Finish(Made(Each("a", 100)));
        var watch = Stopwatch.StartNew();
        Finish(Made(Each("a", 1_000))).ShouldBe(1_000);
        watch.Elapsed.TotalMilliseconds.ShouldBeLessThan(1_000);
    }

    [Fact]
    public void Ten_thousand_tasks_in_layers_that_need_each_other_are_planned_in_seconds()
    {
        var tasks = Enumerable.Range(0, 10_000).Select(i => Step($"t{i}", [.. Enumerable.Range(1, 3).Where(_ => i >= 100).Select(n => $"t{(i / 100 * 100) - (n * 7) - (i % 50)}")]));
        var watch = Stopwatch.StartNew();
        Finish(Made([.. tasks])).ShouldBe(10_000);
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(10);
    }

    [Fact]
    public void A_long_chain_is_skipped_at_once()
    {
        var tasks = Enumerable.Range(0, 10_000).Select(i => i == 0 ? Step("t0") with { If = Value(false) } : Step($"t{i}", $"t{i - 1}"));
        var watch = Stopwatch.StartNew();
        Drive.Begin(Made([.. tasks])).State.Status.ShouldBe(RunStatus.Completed);
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(5);
    }

    private static int Finish(RunState run)
    {
        var queue = new Queue<RunAction.StartAttempt>();
        var advance = RunPlanner.Advance(run, [new RunEvent.RunStarted(Start)], Start);
        var done = 0;
        while (true)
        {
            foreach (var start in advance.Start)
                queue.Enqueue(start);
            if (!queue.TryDequeue(out var next))
                break;
            done++;
            advance = RunPlanner.Advance(advance.State, [new RunEvent.AttemptSucceeded(Start, next.Key, next.Number, Output: null)], Start);
        }
        advance.State.Status.ShouldBe(RunStatus.Completed);
        return done;
    }
}
