using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>The server is started again with another release of the zone database: a zone is not there any more, or its clocks show something else.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "4")]
public sealed class ZoneDataTests(ITestOutputHelper said)
{
    private const int Schedules = 20;
    private const string Task = "tasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n";
    private readonly Figures _figures = new("4", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_zone_that_is_gone_stops_its_schedules_and_no_other(DatabaseKind database)
    {
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        WriteTicking(folder);
        folder.Write("tokyo.yaml", "id: tokyo\nschedule: { cron: \"* * * * * *\", timezone: Asia/Tokyo, overlap_policy: allow }\n" + Task);
        await using (var before = await ServerProcess.StartAsync(folder))
        {
            await before.UntilAsync("/healthz", _ => Runs(folder, "tokyo") >= 2 && Runs(folder, "ticking") >= Schedules);
            await before.StopAsync();
        }

        var had = Runs(folder, "tokyo");
        await using (var without = await ServerProcess.StartAsync(folder, With(ZoneData.Without(folder, "Asia/Tokyo"))))
        {
            var up = Stopwatch.StartNew();
            var from = DateTimeOffset.UtcNow;
            await without.UntilAsync("/api/schedules/schedule-default-tokyo", schedule => schedule["problems"]!.ToJsonString().Contains("Asia/Tokyo", StringComparison.Ordinal));
            (await without.GetAsync("/api/workflows")).ToJsonString().ShouldContain("There is no IANA time zone");
            _figures.AtMost("error-shown-after-ready", up.Elapsed.TotalSeconds, 5, "s");
            await OnTimeAsync(without, folder, from);
            await without.StopAsync();
        }
        _figures.Exactly("runs-of-the-lost-zone", Runs(folder, "tokyo") - had, 0, "runs");

        await using var after = await ServerProcess.StartAsync(folder);
        await after.UntilAsync("/api/schedules/schedule-default-tokyo", schedule => schedule["problems"]!.AsArray().Count == 0 && schedule["status"]!.ToString() == "active");
        // It is looked at again within a minute.
        if (Scale.IsLong)
            await after.UntilAsync("/healthz", _ => Runs(folder, "tokyo") >= had + 2);
        await after.StopAsync();
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Other_rules_move_what_comes_and_repeat_nothing_that_has_run(DatabaseKind database)
    {
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        WriteTicking(folder);
        DateTime soon, later = DateTime.UtcNow.AddHours(5);
        await using (var before = await ServerProcess.StartAsync(folder))
        {
            // Once it is up: however long a start takes, their next time is still ahead.
            soon = DateTime.UtcNow.AddSeconds(8);
            foreach (var (name, zone, hours) in (ReadOnlySpan<(string, string, int)>)[("tokyo", "Asia/Tokyo", 9), ("dhaka", "Asia/Dhaka", 6)])
            {
                folder.Write(name + ".yaml", $"id: {name}\nschedules:\n  - {{ id: soon, cron: \"{Cron(soon.AddHours(hours))}\", timezone: {zone}, catch_up: {{ mode: all, max_runs: 9 }} }}\n"
                    + $"  - {{ id: later, cron: \"{Cron(later.AddHours(hours))}\", timezone: {zone}, catch_up: {{ mode: all, max_runs: 9 }} }}\n" + Task);
            }
            await before.UntilAsync("/healthz", _ => Runs(folder, "tokyo") == 1 && Runs(folder, "dhaka") == 1);
            await before.StopAsync();
        }
        var (tokyo, dhaka) = (Next(folder, "tokyo-later"), Next(folder, "dhaka-later"));

        await using var swapped = await ServerProcess.StartAsync(folder, With(ZoneData.Swapped(folder, "Asia/Tokyo", "Asia/Dhaka")));
        var from = DateTimeOffset.UtcNow;
        await OnTimeAsync(swapped, folder, from);
        await swapped.StopAsync();

        // Tokyo's clocks are three hours behind what they were, and Dhaka's ahead: a reading comes later there, and here earlier.
        _figures.Exactly("next-moved-in-tokyo", (Next(folder, "tokyo-later") - tokyo).TotalHours, 3, "h");
        _figures.Exactly("next-moved-in-dhaka", (Next(folder, "dhaka-later") - dhaka).TotalHours, -3, "h");
        _figures.Exactly("repeated", Runs(folder, "tokyo") + Runs(folder, "dhaka") - 2, 0, "runs");
        (Next(folder, "tokyo-soon") - soon).TotalHours.ShouldBe(24 + 3, 0.01);
        (Next(folder, "dhaka-soon") - soon).TotalHours.ShouldBe(24 - 3, 0.01);
    }

    private static ServerStart With(string zones) => new() { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["CARILLON_TZDATA"] = zones } };

    private static void WriteTicking(FaultFolder folder) => folder.Write("ticking.yaml", "id: ticking\nschedules:\n" + string.Concat(Enumerable.Range(0, Schedules).Select(i =>
        $"  - {{ id: s{i}, cron: \"* * * * * *\", timezone: Europe/Vienna, overlap_policy: allow, catch_up: {{ mode: all, max_runs: 100 }} }}\n")) + Task);

    /// <summary>Everything else that came due in the next seconds ran, each in the second in which it was due.</summary>
    private async Task OnTimeAsync(ServerProcess carillon, FaultFolder folder, DateTimeOffset from)
    {
        var (since, until) = (Micros(from.AddSeconds(1)), Micros(from.AddSeconds(Scale.Of(5, 60))));
        await carillon.UntilAsync("/healthz", _ => folder.Number($"select count(*) from runs where workflow_id = 'ticking' and nominal_at >= {until} + 1000000 and started_at is not null") > 0);
        folder.Number($"select count(distinct nominal_at) from runs where workflow_id = 'ticking' and nominal_at >= {since} and nominal_at < {until}").ShouldBeGreaterThanOrEqualTo(Scale.Of(5, 60) - 1);
        var late = folder.Number($"select count(*) from runs where workflow_id = 'ticking' and nominal_at >= {since} and nominal_at < {until} and coalesce(started_at, nominal_at + 99000000) - nominal_at > 1000000");
        _figures.Exactly("others-late", late, 0, "runs");
    }

    private static long Micros(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 1000;

    private static long Runs(FaultFolder folder, string workflow) => folder.Number($"select count(*) from runs where workflow_id = '{workflow}' and status = 'completed'");

    private static DateTime Next(FaultFolder folder, string schedule) => DateTime.UnixEpoch.AddMicroseconds(folder.Number($"select next_nominal_at from schedules where id = 'schedule-default-{schedule}'"));

    private static string Cron(DateTime reading) => string.Create(CultureInfo.InvariantCulture, $"{reading.Second} {reading.Minute} {reading.Hour} * * *");
}
