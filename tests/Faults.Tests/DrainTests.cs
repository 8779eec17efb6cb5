using System.Diagnostics;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>SIGTERM, as a deploy gives it: what runs goes back into the queue uncounted, and the next process takes it up at once.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "16")]
public sealed class DrainTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("16", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_stopped_server_burns_no_attempt_and_the_next_one_goes_on_within_two_seconds(DatabaseKind database)
    {
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("ticking.yaml", Load.Ticking(log));
        folder.Write("long.yaml", $"id: long\ntasks:\n  - {{ id: a, uses: shell, with: {{ run: 'sleep 0.9; {log.Command}' }} }}\n");
        double stop = 0, handOver = 0;
        List<string> runs = [];
        for (var round = 0; round < Scale.Of(3, 30); round++)
        {
            await using var carillon = await ServerProcess.StartAsync(folder);
            for (var i = 0; i < 8; i++)
                runs.Add(await carillon.RunAsync("long"));
            await carillon.UntilAsync($"/api/runs/{runs[^1]}/tasks", tasks => tasks["items"]![0]!["status"]!.ToString() == "running");
            var stopped = Stopwatch.StartNew();
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
            stop = Math.Max(stop, stopped.Elapsed.TotalSeconds);
            folder.Rows("select run_id from attempts where status = 'running'").ShouldBeEmpty("nothing is left claimed by a process that stopped in order");

            await using var next = await ServerProcess.StartAsync(folder);
            var taken = Stopwatch.StartNew();
            var left = runs.TakeLast(8).ToList();
            foreach (var run in left)
                await next.UntilAsync($"/api/runs/{run}/tasks", tasks => tasks["items"]![0]!["status"]!.ToString() is "running" or "succeeded");
            handOver = Math.Max(handOver, taken.Elapsed.TotalSeconds);
            foreach (var run in left)
                await next.EndAsync(run);
            (await next.StopAsync()).ShouldBe(0, next.Said);
        }
        await using (var last = await ServerProcess.StartAsync(folder))
            await Load.SettleAsync(last);

        _figures.AtMost("stop", stop, 8, "s");
        _figures.AtMost("hand-over", handOver, 2, "s");
        _figures.Exactly("attempts-burned", folder.Number("select count(*) from attempt_history where number > 1 or outcome <> 'succeeded'"), 0, "attempts");
        _figures.Holds("oracle", () =>
            new Oracle(folder, "stopped in order").Ended().EverythingSucceededOnce().Outcomes("succeeded").NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).Lawful());
    }
}
