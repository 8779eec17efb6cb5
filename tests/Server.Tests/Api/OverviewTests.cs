using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Carillon.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Api;

/// <summary>What a calendar and a dashboard show.</summary>
public sealed class OverviewTests : IAsyncLifetime
{
    private const string Daily = "id: daily\nschedule: { cron: \"0 12 * * *\", timezone: America/New_York }\ntasks:\n  - { id: a, uses: test.gate }\n";

    private readonly ServerFixture _server = new ServerFixture().File("daily.yaml", Daily).File("ticking.yaml", Samples.EverySecond).File("waiting.yaml", Samples.Waiting).File("failing.yaml", Samples.Failing);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_month_to_come_has_its_days_with_clock_changes_and_every_occurrence()
    {
        var month = await _server.GetAsync("/api/occurrences?from=2090-03-01T05:00:00Z&to=2090-04-01T04:00:00Z&timezone=America/New_York&schedule=schedule-default-daily");

        month["days"]!.AsArray().Count.ShouldBe(31);
        month["days"]!.AsArray().ShouldAllBe(day => day!["future"]!.GetValue<int>() == 1);
        month["days"]!.AsArray().Count(day => day!["clock_change"]?.ToString() == "forward").ShouldBe(1);
        (month["total"]!.GetValue<int>(), month["items"]!.AsArray().Count, month["aggregated"]!.GetValue<bool>()).ShouldBe((31, 31, false));
        month["items"]![0]!["outcome"]!.ToString().ShouldBe("future");
    }

    [Fact]
    public async Task What_ran_is_shown_with_its_run_and_what_is_to_come_follows_without_hole()
    {
        await _server.UntilAsync("/api/schedules/schedule-default-ticking/ledger?outcome=ran", answer => answer["items"]!.AsArray().Count >= 2);
        var now = DateTimeOffset.UtcNow;
        var day = await _server.GetAsync($"/api/occurrences?from={Text(now.AddMinutes(-1))}&to={Text(now.AddMinutes(1))}&schedule=schedule-default-ticking");

        var items = day["items"]!.AsArray();
        items.Where(i => i!["outcome"]!.ToString() == "ran").ShouldAllBe(i => i!["run_id"] != null && i["run_status"] != null);
        var times = items.Select(i => DateTimeOffset.Parse(i!["at"]!.ToString(), CultureInfo.InvariantCulture)).ToList();
        times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == TimeSpan.FromSeconds(1));
        items.Select(i => i!["outcome"]!.ToString()).Distinct().ShouldBe(["ran", "future"]);
    }

    [Fact]
    public async Task A_band_counts_every_occurrence_once_by_what_became_of_it()
    {
        await _server.UntilAsync("/api/schedules/schedule-default-ticking/runs?status=completed", answer => answer["items"]!.AsArray().Count >= 2);
        var start = DateTimeOffset.UtcNow;
        start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(-10);
        var band = await _server.GetAsync($"/api/occurrences/band?from={Text(start)}&to={Text(start.AddMinutes(20))}&steps=20&schedule=schedule-default-ticking");

        band["step_seconds"]!.GetValue<int>().ShouldBe(60);
        var cells = band["cells"]!.AsArray();
        cells.Select(cell => cell!["state"]!.ToString()).Distinct().ShouldBeSubsetOf(["completed", "running", "pending", "future"]);
        cells.Where(cell => cell!["state"]!.ToString() == "completed").Sum(cell => cell!["count"]!.GetValue<long>()).ShouldBeGreaterThanOrEqualTo(2);
        var whole = cells.Where(cell => cell!["at"]!.ToString() == Text(start.AddMinutes(19))).ToList();
        whole.ShouldHaveSingleItem()!["count"]!.GetValue<long>().ShouldBe(60, "a minute to come of a schedule of every second");
    }

    [Fact]
    public async Task A_schedule_of_every_second_is_counted_by_day_and_says_what_was_not_counted()
    {
        var began = Stopwatch.GetTimestamp();
        var month = await _server.GetAsync("/api/occurrences?from=2090-01-01T00:00:00Z&to=2090-02-01T00:00:00Z");

        (month["aggregated"]!.GetValue<bool>(), month["truncated"]!.GetValue<bool>(), month["items"]!.AsArray().Count).ShouldBe((true, true, 0));
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z")]
    [InlineData("from=1800-01-01T00:00:00Z&to=1800-01-02T00:00:00Z")]
    [InlineData("timezone=Nowhere/Zone")]
    [InlineData("limit=2001")]
    public async Task A_range_that_cannot_be_shown_is_refused(string query) =>
        (await _server.GetAsync("/api/occurrences?" + query, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");

    [Fact]
    public async Task The_dashboard_counts_queue_runs_and_schedules()
    {
        await _server.PostAsync("/api/schedules/schedule-default-daily/pause");
        var waiting = await _server.RunAsync("waiting");
        await _server.EndAsync(await _server.RunAsync("failing"));
        await _server.UntilAsync($"/api/runs/{waiting}/tasks", answer => answer["items"]![0]!["status"]!.ToString() == "running");
        await _server.Services.GetRequiredService<Database>().WriteAsync(sql => sql.Execute("update schedules set failures_in_row = 3 where id = 'schedule-default-daily'"));

        var health = await _server.GetAsync("/api/health-dashboard");

        health["running"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(1);
        (health["last_hour"]!["failed"]!.GetValue<int>(), health["last_hour"]!["open"]!.GetValue<int>() >= 1).ShouldBe((1, true));
        health["last_day"]!["failed"]!.GetValue<int>().ShouldBe(1);
        (health["schedules"]!["active"]!.GetValue<int>(), health["schedules"]!["paused"]!.GetValue<int>()).ShouldBe((1, 1));
        health["failing"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe("""{"schedule_id":"schedule-default-daily","failures_in_row":3}""");
        health["lag_milliseconds"]!.GetValue<long>().ShouldBeLessThan(60_000);
        health["database_bytes"]!.GetValue<long>().ShouldBeGreaterThan(0);
        health["nodes"]![0]!["name"]!.ToString().ShouldBe("local");
        health["reconcile"]!["ready"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_list_shows_how_each_of_its_schedules_did_of_late()
    {
        const string Ticking = "schedule-default-ticking";
        const string Noon = "schedule-default-daily";
        await _server.UntilAsync($"/api/schedules/{Ticking}/runs?status=completed", answer => answer["items"]!.AsArray().Count >= 3);
        await _server.PostAsync($"/api/schedules/{Ticking}/pause");
        await _server.UntilAsync("/api/runs?status=pending,running", answer => answer["items"]!.AsArray().Count == 0);
        var database = _server.Services.GetRequiredService<Database>();
        await database.WriteAsync(sql =>
        {
            for (var i = 1; i <= 35; i++)
                sql.Execute("insert into ledger (schedule_id, nominal_at, last_nominal_at, count, outcome, reason, settled_at) values ($1, $2, $2, $3, 'skipped', 'paused', $2)", Noon, i * 1_000_000L, i);
            // Spent in the month of New York, which is the schedule's, and not in the one after it.
            var month = NodaTime.SystemClock.Instance.GetCurrentInstant().InZone(NodaTime.DateTimeZoneProviders.Tzdb["America/New_York"]).Date.ToYearMonth();
            foreach (var (at, micros) in new[] { (month, 1_250_000), (month.PlusMonths(1), 7_000_000) })
                sql.Execute("insert into spending (project, scope, month, subject, reserved_micros, spent_micros) values ('default', 'schedule', $1, $2, 500000, $3)", (at.Year * 100) + at.Month, Noon, micros);
        });

        var recent = (await _server.GetAsync($"/api/schedules/recent?ids={Ticking},none,{Noon},{Ticking}"))["items"]!.AsArray();

        recent.Select(item => item!["schedule_id"]!.ToString()).ShouldBe([Ticking, Noon]);
        var ledger = (await _server.GetAsync($"/api/schedules/{Ticking}/ledger?limit=30"))["items"]!.AsArray();
        var shown = recent[0]!["occurrences"]!.AsArray();
        shown.Select(entry => (entry!["nominal_at"]!.ToString(), entry["outcome"]!.ToString(), entry["run_id"]?.ToString()))
            .ShouldBe(ledger.Select(entry => (entry!["nominal_at"]!.ToString(), entry["outcome"]!.ToString(), entry["run_id"]?.ToString())));
        var ran = shown.First(entry => entry!["run_id"] is not null)!;
        var run = await _server.GetAsync("/api/runs/" + ran["run_id"]);
        (ran["run_status"]!.ToString(), ran["duration_ms"]?.ToJsonString()).ShouldBe((run["status"]!.ToString(), run["duration_ms"]?.ToJsonString()));
        var metrics = await _server.GetAsync($"/api/schedules/{Ticking}/metrics");
        (recent[0]!["runs"]!.GetValue<long>(), recent[0]!["success_rate"]!.GetValue<double>()).ShouldBe((metrics["total_runs"]!.GetValue<long>(), metrics["success_rate"]!.GetValue<double>()));

        recent[1]!["occurrences"]!.AsArray().Select(entry => entry!["count"]!.GetValue<int>()).ShouldBe(Enumerable.Range(6, 30).Reverse(), "the last thirty, the latest first");
        (recent[1]!["runs"]!.GetValue<long>(), recent[1]!["success_rate"]).ShouldBe((0, null));
        (recent[1]!["spent"]!.GetValue<decimal>(), recent[1]!["reserved"]!.GetValue<decimal>()).ShouldBe((1.25m, 0.5m));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ids=")]
    [InlineData("?ids=,,")]
    public async Task How_no_schedule_did_is_not_asked(string query) =>
        (await _server.GetAsync("/api/schedules/recent" + query, HttpStatusCode.BadRequest))["detail"]!.ToString().ShouldContain("'ids' has 0 names; 1 to 100");

    [Fact]
    public async Task How_more_schedules_did_than_a_list_shows_is_not_asked()
    {
        var ids = string.Join(',', Enumerable.Range(0, 101));

        (await _server.GetAsync("/api/schedules/recent?ids=" + ids[..^4]))["items"]!.AsArray().ShouldBeEmpty();
        (await _server.GetAsync("/api/schedules/recent?ids=" + ids, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
