using Carillon.Core.Tests.Scenarios;

namespace Carillon.Engine.Tests.Scenarios;

public sealed class ScenarioTests
{
    public static TheoryData<string> Files() => [.. Directory.GetFiles(Scenario.Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_engine_makes_the_history_of(string name)
    {
        var scenario = Scenario.Read(name);
        await using var world = new EngineWorld(scenario);
        await world.GoAsync();
        HistoryLines.Ledger(scenario, world.Ledger()).ShouldBe(scenario.History.Ledger, scenario.Name);
        world.Runs().Select(run => HistoryLines.Run(scenario, run)).ShouldBe(scenario.History.Runs, scenario.Name);
    }
}
