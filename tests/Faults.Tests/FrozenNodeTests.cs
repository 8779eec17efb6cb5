using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>A node is frozen, as a paused virtual machine is, and thaws when others have long done its work.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "13")]
public sealed class FrozenNodeTests(ITestOutputHelper said)
{
    private const int Tasks = 5;
    private static readonly TimeSpan Thawed = TimeSpan.FromSeconds(60);
    private readonly Figures _figures = new("13", said);

    [Fact]
    public async Task What_it_reports_after_others_took_over_is_refused()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(2);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("long.yaml", $"id: long\ntasks:\n  - {{ id: a, uses: shell, with: {{ run: 'sleep 3; {log.Command}' }} }}\n");
        await using var nodes = await Nodes.StartAsync(folder, 2);
        var (late, most) = (0, 0.0);
        for (var round = 0; round < Scale.Of(1, 4); round++)
        {
            List<string> runs = [];
            for (var i = 0; i < Tasks; i++)
                runs.Add(await nodes[0].RunAsync("long"));
            await nodes[0].UntilAsync($"/api/runs/{runs[^1]}/tasks", tasks => tasks["items"]![0]!["status"]!.ToString() == "running");
            var frozen = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
            nodes[0].Freeze();
            var since = Stopwatch.StartNew();
            foreach (var run in runs)
            {
                (await nodes[1].EndAsync(run))["status"]!.ToString().ShouldBe("completed", nodes.Said);
                most = Math.Max(most, (folder.Number($"select started_at from attempt_history where run_id = '{run}' and number = 2") - frozen) / 1e6);
            }
            if (Scale.IsLong && since.Elapsed < Thawed)
                await Task.Delay(Thawed - since.Elapsed);
            nodes[0].Thaw();
            late += Tasks;
            for (var waited = Stopwatch.StartNew(); Refused(nodes[0]) < late; await Task.Delay(20))
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15), nodes.Said);
        }
        await nodes.StopAsync();

        _figures.AtMost("takeover", most, 15, "s");
        _figures.Exactly("late-completions-refused", Refused(nodes[0]), late, "attempts");
        Check(folder, log, "frozen-in-task");
    }

    [Fact]
    public async Task Frozen_while_it_writes_it_is_thrown_out_and_goes_on_when_it_thaws()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(2);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("ticking.yaml", Load.Ticking(log));
        foreach (var point in Scale.IsLong ? ["call:60", "commit:40", "commit:45", "committed:40", "claim:3"] : (string[])["commit:40"])
        {
            await using var nodes = await Nodes.StartAsync(folder, 2, node => node == 0 ? ServerStart.FailingAt(point + ":freeze") : new ServerStart());
            for (var waited = Stopwatch.StartNew(); !nodes[0].IsFrozen; await Task.Delay(20))
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), nodes.Said);
            var answered = Stopwatch.StartNew();
            await nodes[1].RunAsync("ticking");
            _figures.AtMost($"{point.Replace(':', '-')}-others-write-again", answered.Elapsed.TotalSeconds, 10, "s");
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(2, 60)));
            nodes[0].Thaw();
            var done = folder.Number("select count(*) from runs where status = 'completed'");
            await nodes[0].UntilAsync("/readyz", ready => (bool)ready["ready"]! && folder.Number("select count(*) from runs where status = 'completed'") >= done + 3);
            await nodes[0].EndAsync(await nodes[0].RunAsync("ticking"));
            await Load.PauseAsync(nodes[1], [Load.Schedule]);
            await nodes.StopAsync();
            Check(folder, log, point.Replace(':', '-'));
            await using var resumed = await Nodes.StartAsync(folder, 1);
            await resumed[0].PostAsync($"/api/schedules/{Load.Schedule}/resume", new System.Text.Json.Nodes.JsonObject { ["by"] = "test" });
            await resumed.StopAsync();
        }
    }

    private void Check(FaultFolder folder, OutsideLog log, string figure) => _figures.Holds(figure, () =>
    {
        var oracle = new Oracle(folder, figure).Ended().EverythingSucceededOnce().Outcomes("succeeded", "lost").Lawful();
        if (folder.Number($"select count(*) from schedules where id = '{Load.Schedule}'") > 0)
            oracle.NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1);
        said.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure}: {log.Agrees(folder, figure)} effects came a second time"));
    });

    private static int Refused(ServerProcess node) => node.Said.Split("A late result of ").Length - 1;
}
