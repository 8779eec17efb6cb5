using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;

namespace Carillon.Core.Tests.Scenarios;

public class ScenarioTests
{
    private static readonly DefinitionContext Context = new(new TaskTypeList(
    [
        new TaskType
        {
            Name = "test.step",
            Summary = "Does what the scenario says.",
            InputSchema = new JsonObject { ["type"] = "object" },
            OutputSchema = new JsonObject { ["type"] = "object" },
        },
    ]));

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Scenario.Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_planners_alone_make_the_history_of(string name)
    {
        var scenario = Scenario.Read(name);
        var workflow = DefinitionParser.Parse(scenario.Workflow, name + ".yaml", Context).Value;
        var world = new PlannerWorld(scenario, workflow);
        world.Go();
        LedgerLines(scenario, world.Ledger).ShouldBe(scenario.History.Ledger, scenario.Name);
        world.Runs.Select(run => RunLine(scenario, run.State)).ShouldBe(scenario.History.Runs, scenario.Name);
    }

    [Fact]
    public void There_are_scenarios() => Files().Count.ShouldBeGreaterThan(12);

    // How many plans a stretch of one fate was settled by is the engine's affair.
    private static List<string> LedgerLines(Scenario scenario, List<LedgerEntry> ledger)
    {
        var merged = new List<LedgerEntry>();
        foreach (var entry in ledger)
        {
            if (merged is [.., var last] && last.Outcome == entry.Outcome && last.Reason == entry.Reason && entry.Outcome != OccurrenceOutcome.Ran)
                merged[^1] = last with { LastNominalAt = entry.LastNominalAt, Count = last.Count + entry.Count };
            else
                merged.Add(entry);
        }
        return [.. merged.Select(entry =>
        {
            var span = entry.Count == 1 ? "" : $"..{scenario.Text(entry.LastNominalAt)} x{entry.Count}";
            return $"{scenario.Text(entry.NominalAt)}{span} {OutcomeText.Of(entry.Outcome)} {entry.Reason}";
        })];
    }

    private static string RunLine(Scenario scenario, RunState run)
    {
        var trigger = run.Trigger == RunTrigger.Schedule ? "" : StatusText.Of(run.Trigger) + " ";
        var code = run.Status == RunStatus.Failed ? $" {run.Error!.Code}" : "";
        var tasks = run.Definition.Tasks
            .Select(task => run.Tasks[new TaskKey(task.Id)])
            .SelectMany(whole => Enumerable.Range(0, whole.ItemCount ?? 0).Select(item => run.Tasks[whole.Key with { Item = item }]).Prepend(whole))
            .Select(task => $" | {task.Key} {StatusText.Of(task.Status)} x{task.Attempts}");
        return $"{trigger}{scenario.Text(run.NominalAt ?? run.CreatedAt)} {StatusText.Of(run.Status)}{code}{string.Concat(tasks)}";
    }
}
