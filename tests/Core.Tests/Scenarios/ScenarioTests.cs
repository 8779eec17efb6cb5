using System.Text.Json.Nodes;
using Carillon.Core.Definitions;

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
        HistoryLines.Ledger(scenario, world.Ledger).ShouldBe(scenario.History.Ledger, scenario.Name);
        world.Runs.Select(run => HistoryLines.Run(scenario, run.State)).ShouldBe(scenario.History.Runs, scenario.Name);
    }

    [Fact]
    public void There_are_scenarios() => Files().Count.ShouldBeGreaterThan(12);
}
