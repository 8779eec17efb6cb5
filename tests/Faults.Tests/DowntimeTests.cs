using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>The server was down for three days, in which every schedule missed an occurrence each minute.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "7")]
[Collection(Alone.Name)]
public sealed class DowntimeTests(ITestOutputHelper said)
{
    private const int Cap = 5;
    private const long Minute = 60_000_000;
    private const long Downtime = 72 * 60 * Minute;
    private static readonly (string Mode, string CatchUp)[] Modes = [("none", "{ mode: none }"), ("last", "{ mode: last }"), ("all", $"{{ mode: all, max_runs: {Cap} }}")];
    private readonly Figures _figures = new("7", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_missed_occurrence_is_accounted_for_and_the_first_fires_within_three_seconds(DatabaseKind database)
    {
        var each = Scale.Of(100, 334);
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        foreach (var (mode, catchUp) in Modes)
            folder.Write($"{mode}.yaml", Workflow(mode, catchUp, each));
        long memory;
        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            memory = carillon.Memory("VmRSS");
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        }
        // What was settled before the stop is no downtime: they are as new as their cursors.
        folder.Store.Execute($"update schedules set created_at = cursor_at - {Downtime}, cursor_at = cursor_at - {Downtime}, next_nominal_at = next_nominal_at - {Downtime}, next_due_at = next_due_at - {Downtime}, wake_at = wake_at - {Downtime}");
        folder.Store.Execute("delete from ledger");
        folder.Store.Execute("delete from runs");

        var started = DateTimeOffset.UtcNow;
        var since = Stopwatch.StartNew();
        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            _figures.AtMost("ready", since.Elapsed.TotalSeconds, 3, "s");
            carillon.ForgetPeak();
            var missed = Micros(started);
            while (folder.Number($"select count(distinct schedule_id) from ledger where nominal_at < {missed}") < 3 * each || folder.Number("select count(*) from runs where completed_at is null") > 0)
            {
                since.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(3), carillon.Said);
                await Task.Delay(100);
            }
            _figures.AtMost("memory", (carillon.Memory("VmHWM") - memory) / 1048576.0, 200, "MB");
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        }

        var first = folder.Number("select min(started_at) from runs where started_at is not null");
        _figures.AtMost("first-fire", (first - Micros(started)) / 1e6, 3, "s");
        _figures.Holds("oracle", () =>
        {
            new Oracle(folder, "after 72 h").Ended().RunsFollowTheLedger().Lawful();
            // What is due for at most a minute is on time, also after a start: of each schedule one occurrence is, and where the last one is to run, it stands for all.
            Counted(folder, "none", 0, Micros(started));
            Counted(folder, "last", 0, Micros(started));
            Counted(folder, "all", Cap, Micros(started));
        });
        _figures.AtLeast("missed-occurrences", folder.Number("select sum(count) from ledger where outcome <> 'ran'"), each * ((3 * 4320) - Cap - 3), "occurrences");
    }

    /// <summary>Of each schedule every minute of the downtime is in the ledger once, and as many of them ran as its rule says, the latest ones.</summary>
    private static void Counted(FaultFolder folder, string mode, int caught, long started)
    {
        var schedules = folder.Rows($"select id, created_at, cursor_at from schedules where workflow_id = '{mode}'");
        foreach (var row in schedules)
        {
            var part = row.Split('|');
            var (from, to) = (long.Parse(part[1], CultureInfo.InvariantCulture), long.Parse(part[2], CultureInfo.InvariantCulture));
            var expected = to / Minute - from / Minute;
            folder.Number($"select sum(count) from ledger where schedule_id = '{part[0]}'").ShouldBe(expected, $"slots of {part[0]}");
            folder.Number($"select count(*) from (select nominal_at, lag(last_nominal_at) over (order by nominal_at) as before from ledger where schedule_id = '{part[0]}') as l where nominal_at - before <> {Minute}").ShouldBe(0, $"gaps of {part[0]}");
            var ran = folder.Rows($"select nominal_at, reason from ledger where schedule_id = '{part[0]}' and outcome = 'ran' order by nominal_at")
                .ConvertAll(text => text.Split('|')).ConvertAll(columns => (At: long.Parse(columns[0], CultureInfo.InvariantCulture), OnTime: columns[1] == "on time"));
            // A minute may have passed between the start and the first look: then the occurrence of that minute is the one on time.
            var onTime = ran.FindIndex(run => run.OnTime);
            onTime.ShouldBe(caught, $"runs of {part[0]} for the downtime");
            ran[onTime].At.ShouldBeGreaterThan(started - Minute, $"the first of {part[0]} on time");
            ran[onTime..].ShouldAllBe(run => run.OnTime, $"runs of {part[0]} since");
            if (caught > 0)
                ran[0].At.ShouldBeGreaterThan(started - (caught + 2) * Minute, $"the latest ones of {part[0]} ran");
        }
    }

    private static long Micros(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 1000;

    private static string Workflow(string id, string catchUp, int count)
    {
        var yaml = new StringBuilder($"id: {id}\nschedules:\n");
        for (var i = 0; i < count; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ id: s{i}, every: 1m, overlap_policy: allow, catch_up: {catchUp} }}\n");
        return yaml.Append("tasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n").ToString();
    }
}
