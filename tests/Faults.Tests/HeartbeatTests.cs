using System.Globalization;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>A node cannot renew its leases, or dies before it ever did: its work is done elsewhere, and never in two places at once.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "14")]
public sealed class HeartbeatTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("14", said);

    [Fact]
    public async Task A_node_that_cannot_renew_stops_its_work_before_others_may_begin_with_it()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(2);
        var count = Scale.Of(5, 100);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        var beats = Path.Combine(folder.Root, "beats");
        // It says ten times a second that it lives, for thirty seconds: three leases.
        folder.Write("long.yaml", $"id: long\ntasks:\n  - {{ id: a, uses: shell, with: {{ run: 'for i in $(seq 300); do echo \"$CARILLON_RUN_ID $$ $(date +%s%6N)\" >> {beats}; sleep 0.1; done' }} }}\n");
        await using var nodes = await Nodes.StartAsync(folder, 2, node =>
            (node == 1 ? ServerStart.FailingAt("renew:3:refuse-on") : new ServerStart()) with { Arguments = ["--slots", "100"] });
        List<string> runs = [];
        for (var i = 0; i < count; i++)
            runs.Add(await nodes[1].RunAsync("long"));
        var leases = new Dictionary<string, long>(StringComparer.Ordinal);
        for (List<string> held; (held = folder.Rows("select run_id, lease_until from attempts where node like 'node2~%'")).Count > 0; await Task.Delay(50))
            held.Select(row => row.Split('|')).ToList().ForEach(part => leases[part[0]] = long.Parse(part[1], CultureInfo.InvariantCulture));
        foreach (var run in runs)
            (await nodes[0].EndAsync(run, TimeSpan.FromMinutes(2)))["status"]!.ToString().ShouldBe("completed", nodes.Said);
        await nodes.StopAsync();

        var (overlaps, left) = (0, double.MaxValue);
        foreach (var run in File.ReadLines(beats).Select(line => line.Split(' ')).GroupBy(part => part[0], StringComparer.Ordinal))
        {
            var lives = run.GroupBy(part => part[1], StringComparer.Ordinal)
                .Select(life => (First: life.Min(part => long.Parse(part[2], CultureInfo.InvariantCulture)), Last: life.Max(part => long.Parse(part[2], CultureInfo.InvariantCulture))))
                .OrderBy(life => life.First).ToList();
            lives.Count.ShouldBeGreaterThan(1, "it was stopped once at least");
            overlaps += lives.Zip(lives.Skip(1)).Count(pair => pair.First.Last >= pair.Second.First);
            left = Math.Min(left, (leases[run.Key] - lives[0].Last) / 1e6);
        }
        _figures.AtLeast("stopped-before-the-lease-ends", left, 0, "s");
        _figures.Exactly("in-two-places-at-once", overlaps, 0, "tasks");
        _figures.Exactly("finished-elsewhere", folder.Number("select count(*) from attempt_history where outcome = 'succeeded' and node like 'node1~%'"), count, "tasks");
        _figures.Holds("oracle", () => new Oracle(folder, "no heartbeat").Ended().EverythingSucceededOnce().Outcomes("succeeded").Lawful());
    }

    [Fact]
    public async Task What_was_claimed_by_a_node_that_died_before_its_first_beat_is_taken_over()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(2);
        double most = 0;
        foreach (var count in Scale.IsLong ? Enumerable.Range(1, 10) : [2])
        {
            await using var folder = new FaultFolder(DatabaseKind.Postgres);
            var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
            folder.Write("one.yaml", $"id: one\ntasks:\n  - {{ id: a, uses: shell, with: {{ run: '{log.Command}' }} }}\n");
            await using var nodes = await Nodes.StartAsync(folder, 2, node => node == 0 ? ServerStart.FailingAt(string.Create(CultureInfo.InvariantCulture, $"start:{count}")) : new ServerStart());
            List<string> runs = [];
            try
            {
                for (var i = 0; i < count; i++)
                    runs.Add(await nodes[0].RunAsync("one"));
            }
            catch (HttpRequestException)
            {
                // It died before it could answer.
            }
            await nodes[0].ExitAsync();
            var died = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
            foreach (var run in folder.Rows("select id from runs"))
                await nodes[1].EndAsync(run);
            most = Math.Max(most, (folder.Number("select max(started_at) from attempt_history where number = 2") - died) / 1e6);
            await nodes[1].StopAsync();
            _figures.Holds($"never-beaten-{count}", () =>
            {
                new Oracle(folder, "died at start").Ended().EverythingSucceededOnce().Outcomes("succeeded", "lost").Lawful();
                log.Agrees(folder, "died at start");
            });
        }
        _figures.AtMost("never-beaten-takeover", most, 15, "s");
    }
}
