using NodaTime;

namespace Carillon.Engine.Tests.Schedules;

/// <summary>The program is started with another release of the zone database, in which the clocks of a zone show something else.</summary>
public sealed class ZoneRulesTests : IAsyncLifetime
{
    private const string Schedule = "schedule-default-daily";
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 6, 0));
    private readonly EngineFixture _engine;

    public ZoneRulesTests() => _engine = new EngineFixture(options => options with { Time = _time })
        .File("daily.yaml", "id: daily\nschedule: { cron: \"0 9 * * *\", timezone: Europe/Vienna, catch_up: { mode: last } }\ntasks:\n  - { id: a, uses: test.step }\n")
        .File("often.yaml", "id: often\nschedule: { every: 90m, timezone: Europe/Vienna }\ntasks:\n  - { id: a, uses: test.step }\n");

    public Task InitializeAsync() => _engine.StartAsync();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task What_is_due_earlier_by_the_new_rules_does_not_wait_for_its_old_time()
    {
        // By the old rules Vienna was at UTC: nine o'clock was at nine.
        await StopWithOldRulesAsync(hours: 0, cursor: Instant.FromUtc(2026, 1, 5, 7, 30), next: Instant.FromUtc(2026, 1, 5, 9, 0));

        await StartAtAsync(Instant.FromUtc(2026, 1, 5, 7, 59, 59));
        _engine.Rows("select next_nominal_at from schedules where id = $1", Schedule).ShouldBe([Micros(Instant.FromUtc(2026, 1, 5, 8, 0))]);
        _engine.Leap(Duration.FromSeconds(1));
        await _engine.IdleAsync();

        _engine.Rows("select nominal_at, outcome from ledger where schedule_id = $1", Schedule).ShouldBe([$"{Micros(Instant.FromUtc(2026, 1, 5, 8, 0))}|ran"]);
    }

    [Fact]
    public async Task What_ran_at_a_reading_of_the_clock_does_not_run_at_that_reading_again()
    {
        // By the old rules Vienna was at UTC+2: nine o'clock was at seven, and has run.
        await StopWithOldRulesAsync(hours: 2, cursor: Instant.FromUtc(2026, 1, 5, 7, 0), next: Instant.FromUtc(2026, 1, 6, 7, 0));

        await StartAtAsync(Instant.FromUtc(2026, 1, 5, 8, 30));

        _engine.Count("select count(*) from ledger where schedule_id = $1", Schedule).ShouldBe(0);
        _engine.Rows("select next_nominal_at from schedules where id = $1", Schedule).ShouldBe([Micros(Instant.FromUtc(2026, 1, 6, 8, 0))]);
    }

    [Fact]
    public async Task What_goes_by_elapsed_time_is_not_touched_and_the_new_rules_are_kept()
    {
        var often = _engine.Rows("select cursor_at, next_nominal_at from schedules where id = 'schedule-default-often'");
        await StopWithOldRulesAsync(hours: 2, cursor: Instant.FromUtc(2026, 1, 5, 6, 0), next: Instant.FromUtc(2026, 1, 5, 7, 0));

        await StartAtAsync(Instant.FromUtc(2026, 1, 5, 6, 10));

        _engine.Rows("select cursor_at, next_nominal_at from schedules where id = 'schedule-default-often'").ShouldBe(often);
        var kept = _engine.Rows("select zone, offsets from zone_rules").ShouldHaveSingleItem();
        kept.ShouldStartWith("Europe/Vienna|");
        kept.ShouldContain(":3600 ");
        // The next start finds them as they are.
        _engine.Crash();
        await _engine.StartAsync();
        _engine.Rows("select zone, offsets from zone_rules").ShouldBe([kept]);
    }

    [Fact]
    public async Task A_zone_that_a_person_brings_in_is_kept_from_then_on_and_compared_at_the_next_start()
    {
        var ann = new Engine.Schedules.ScheduleEdit("ann");
        await _engine.Host.Schedules.CreateAsync(new Core.WorkflowId("often"), Document("""{ "id": "evening", "daily": { "at": "21:00" }, "timezone": "Asia/Tokyo" }"""), ann);
        _engine.Rows("select zone from zone_rules order by zone").ShouldBe(["Asia/Tokyo", "Europe/Vienna"]);
        await _engine.Host.Database.WriteAsync(sql => sql.Execute("update zone_rules set offsets = $1 where zone = 'Asia/Tokyo'", Fixed(6)));
        _engine.Crash();

        await _engine.StartAsync();

        _engine.Text("select offsets from zone_rules where zone = 'Asia/Tokyo'").ShouldContain(":32400 ");
    }

    /// <summary>As if the process had ended while another release was in force, with the schedule where that had brought it.</summary>
    private async Task StopWithOldRulesAsync(int hours, Instant cursor, Instant next)
    {
        var offsets = Fixed(hours);
        await _engine.Host.Database.WriteAsync(sql =>
        {
            sql.Execute("update zone_rules set release = '1999a', offsets = $1 where zone = 'Europe/Vienna'", offsets);
            sql.Execute("update schedules set cursor_at = $2, next_nominal_at = $3, next_due_at = $3, wake_at = $3 where id = $1", Schedule, long.Parse(Micros(cursor)), long.Parse(Micros(next)));
        });
        _engine.Crash();
    }

    private async Task StartAtAsync(Instant now)
    {
        _time.Leap(now - Instant.FromDateTimeOffset(_time.GetUtcNow()));
        await _engine.StartAsync();
        _engine.Leap(Duration.Zero);
        await _engine.IdleAsync();
    }

    private static string Fixed(int hours) =>
        Core.Schedules.ZoneOffsets.Of(DateTimeZone.ForOffset(Offset.FromHours(hours)), Instant.FromUtc(2025, 12, 1, 0, 0), Instant.FromUtc(2027, 12, 1, 0, 0)).ToString();

    private static System.Text.Json.Nodes.JsonObject Document(string text) => System.Text.Json.Nodes.JsonNode.Parse(text)!.AsObject();

    private static string Micros(Instant at) => (at.ToUnixTimeTicks() / 10).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
