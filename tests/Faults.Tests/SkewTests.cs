using System.Globalization;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>The clocks of two nodes are ten minutes apart. They go by the database's, so that nothing comes of it.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "3")]
[Collection(Alone.Name)]
public sealed class SkewTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("3", said);

    [Fact]
    public async Task Nodes_five_minutes_ahead_and_behind_lose_and_double_nothing()
    {
        if (!Needs.Postgres(said) || !Needs.IsThere(Needs.FakeTime, "libfaketime (Debian's package faketime)", said))
            return;
        _figures.OnNodes(2);
        var load = new SteadyLoad(20);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        load.Write(folder);
        await using var nodes = await Nodes.StartAsync(folder, 2, node => new ServerStart
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = Needs.FakeTime,
                ["FAKETIME"] = node == 0 ? "-300" : "+300",
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["FAKETIME_DONT_RESET"] = "1",
                ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            },
        });
        await load.FlowsAsync(nodes[0], folder);
        var from = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(15, 600)));
        var to = DateTimeOffset.UtcNow;
        await load.EndAsync(nodes[0]);
        // libfaketime also stands between the processes and their timers, so that their way out is not looked at.
        foreach (var node in nodes.All)
            await node.StopAsync();

        var lateness = SteadyLoad.Lateness(folder, from, to);
        _figures.AtLeast("on-time", lateness.Count / ((to - from).TotalSeconds * load.PerSecond) * 100, 95, "%");
        _figures.AtMost("lateness-p99", 1000 * SteadyLoad.P99(lateness), 250, "ms");
        _figures.AtLeast("workers", folder.Number("select count(distinct node) from attempt_history"), 2, "nodes", "did the work");
        _figures.Holds("oracle", () => load.Check(folder, "skewed", "succeeded"));
    }
}
