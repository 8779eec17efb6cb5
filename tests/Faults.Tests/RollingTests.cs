using System.Diagnostics;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Three nodes under load, one of them always on its way out: by SIGTERM as a deploy does it, or by SIGKILL.</summary>
/// <param name="said">Where the figures go.</param>
[Collection(Alone.Name)]
public sealed class RollingTests(ITestOutputHelper said)
{
    private const int Count = 3;

    [Fact]
    [Trait("Row", "16")]
    public async Task A_deploy_burns_no_attempt_and_nobody_waits()
    {
        if (!Needs.Postgres(said))
            return;
        var figures = new Figures("16", said);
        figures.OnNodes(Count);
        var load = new SteadyLoad(50);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        load.Write(folder);
        folder.Write("long.yaml", "id: long\ntasks:\n  - { id: a, uses: shell, with: { run: 'sleep 5' } }\n");
        await using var nodes = await Nodes.StartAsync(folder, Count);
        await load.FlowsAsync(nodes[0], folder);
        var from = DateTimeOffset.UtcNow;
        double handOver = 0;
        for (var round = 0; round < Scale.Of(3, 15); round++)
        {
            var node = round % Count;
            var run = await RunThereAsync(nodes, node, folder);
            // The next version has brought a table: those of this version go on beside it, and start again.
            if (round == 1)
                folder.Store.Execute("insert into schema_version (number, works_with) values (999, 1)");
            Signals.Send(nodes[node].Id, Signals.Terminate);
            var stopped = SteadyLoad.Micros(DateTimeOffset.UtcNow);
            (await nodes[node].ExitAsync()).ShouldBe(0, nodes[node].Said);
            await nodes[(node + 1) % Count].EndAsync(run);
            folder.Rows($"select number, outcome, fence from attempt_history where run_id = '{run}'").ShouldBe(["1|succeeded|2"], nodes.Said);
            handOver = Math.Max(handOver, (folder.Number($"select started_at from attempt_history where run_id = '{run}'") - stopped) / 1e6);
            await nodes.StartAsync(node);
        }
        var to = DateTimeOffset.UtcNow;
        await load.EndAsync(nodes[0]);
        await nodes.StopAsync();

        figures.AtMost("hand-over", handOver, 2, "s");
        figures.AtMost("lateness-p99", 1000 * SteadyLoad.P99(SteadyLoad.Lateness(folder, from, to)), 500, "ms");
        figures.Exactly("attempts-burned", folder.Number("select count(*) from attempt_history where number > 1 or outcome <> 'succeeded'"), 0, "attempts");
        figures.Holds("oracle", () => load.Check(folder, "rolling", "succeeded"));
    }

    /// <summary>A run whose task the node has in hand. One without a free slot at that moment leaves it to another one; then it is asked again.</summary>
    private static async Task<string> RunThereAsync(Nodes nodes, int node, FaultFolder folder)
    {
        for (var asked = 0; asked < 20; asked++)
        {
            var run = await nodes[node].RunAsync("long");
            await nodes[node].UntilAsync($"/api/runs/{run}/tasks", tasks => tasks["items"]![0]!["status"]!.ToString() == "running");
            if (folder.Rows($"select node from attempts where run_id = '{run}'") is [var at] && at.Contains(Nodes.Name(node), StringComparison.Ordinal))
                return run;
        }
        throw new InvalidOperationException($"{Nodes.Name(node)} has taken none of 20 runs.\n{nodes.Said}");
    }

    [Fact]
    [Trait("Row", "12")]
    public async Task Kills_again_and_again_lose_nothing_and_cost_no_throughput()
    {
        if (!Needs.Postgres(said))
            return;
        var figures = new Figures("12", said);
        figures.OnNodes(Count);
        var random = new Random(Scale.Seed());
        var load = new SteadyLoad(50);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        load.Write(folder);
        await using var nodes = await Nodes.StartAsync(folder, Count);
        await load.FlowsAsync(nodes[0], folder);
        var end = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(Scale.Of(25, 600));
        for (var round = Stopwatch.StartNew(); DateTimeOffset.UtcNow < end; round.Restart())
        {
            var node = random.Next(Count);
            await nodes.KillAsync(node);
            await nodes.StartAsync(node);
            var rest = TimeSpan.FromSeconds(5) - round.Elapsed;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        }
        var to = DateTimeOffset.UtcNow;
        await load.EndAsync(nodes[0]);
        await nodes.StopAsync();

        figures.AtLeast("rate-of-the-end", load.Rate(folder, to - TimeSpan.FromSeconds(Scale.Of(15, 60)), to), 95, "%");
        figures.Exactly("open", folder.Number("select count(*) from runs where completed_at is null"), 0, "runs");
        figures.Holds("oracle", () => load.Check(folder, "killed again and again", "succeeded", "lost"));
    }
}
