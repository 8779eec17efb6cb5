using Carillon.Core;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Engine.Tests.Occurrences;

/// <summary>Editing and resuming never fire what is past.</summary>
public sealed class ScheduleChangeTests
{
    private const string Daily = "id: w\nschedule: { cron: \"0 9 * * *\", catch_up: { mode: all } }\ntasks:\n  - { id: a, uses: test.step }\n";
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 59, 59));

    [Fact]
    public async Task An_edited_schedule_does_not_fire_for_times_that_are_past_by_its_new_rule()
    {
        await using var engine = await StartAsync();
        engine.Leap(Duration.FromSeconds(1));
        await engine.IdleAsync();
        engine.Leap(Duration.FromHours(1));

        engine.File("w.yaml", Daily.Replace("0 9", "*/10 9", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();
        await engine.IdleAsync();

        engine.Rows("select nominal_at from ledger").ShouldBe([Stored(2026, 1, 5, 9)]);
        engine.Rows("select next_due_at from schedules").ShouldBe([Stored(2026, 1, 6, 9)]);
        engine.Leap(Duration.FromHours(23));
        await engine.IdleAsync();
        engine.Rows("select outcome, reason, nominal_at from ledger order by nominal_at").ShouldBe([$"ran|on time|{Stored(2026, 1, 5, 9)}", $"ran|on time|{Stored(2026, 1, 6, 9)}"]);
    }

    [Fact]
    public async Task A_change_of_the_file_that_could_not_be_stored_yet_takes_no_occurrence_away()
    {
        var refuses = false;
        await using var engine = new EngineFixture(o => o with { Time = _time, Watch = false }) { RefuseCommit = () => Volatile.Read(ref refuses) };
        await engine.File("w.yaml", Daily).StartAsync();
        engine.File("w.yaml", Daily.Replace("0 9", "30 9", StringComparison.Ordinal));
        Volatile.Write(ref refuses, true);
        (await engine.Host.Reconcile.ReconcileAsync()).Error.ShouldNotBeNull();
        Volatile.Write(ref refuses, false);

        engine.Leap(Duration.FromSeconds(1));
        await engine.IdleAsync();

        engine.Rows("select nominal_at, outcome from ledger").ShouldBe([$"{Stored(2026, 1, 5, 9)}|ran"]);
    }

    [Fact]
    public async Task A_schedule_that_is_switched_on_again_starts_from_now()
    {
        await using var engine = await StartAsync();
        engine.File("w.yaml", Daily.Replace("catch_up", "enabled: false, catch_up", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();
        engine.Leap(Duration.FromDays(3));

        engine.File("w.yaml", Daily);
        await engine.Host.Reconcile.ReconcileAsync();
        await engine.IdleAsync();

        engine.Count("select count(*) from ledger").ShouldBe(0);
        engine.Rows("select next_due_at from schedules").ShouldBe([Stored(2026, 1, 8, 9)]);
    }

    [Fact]
    public async Task Resuming_settles_as_paused_what_passed_unseen_before_it_lets_anything_run()
    {
        await using var engine = await StartAsync();
        var id = new ScheduleId(engine.Text("select id from schedules"));
        await engine.Host.Schedules.PauseAsync(id, new ScheduleEdit("ann", "audit"));
        await engine.IdleAsync();

        // The machine slept for two days, and the operator is faster than the loop.
        _time.Step(Duration.FromDays(2));
        await engine.Host.Schedules.ResumeAsync(id, new ScheduleEdit("ann"));
        engine.Leap(Duration.FromSeconds(1));
        await engine.IdleAsync();

        engine.Rows("select outcome, count, reason from ledger order by nominal_at").ShouldBe(["skipped|2|paused by ann: audit", "ran|1|on time"]);
    }

    [Fact]
    public async Task A_change_that_could_not_be_stored_is_stored_by_the_next_pass_though_the_file_is_the_same()
    {
        var full = false;
        await using var engine = new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", Daily);
        engine.RefuseCommit = () => Volatile.Read(ref full);
        await engine.StartAsync();
        await engine.IdleAsync();

        Volatile.Write(ref full, true);
        engine.File("w.yaml", Daily.Replace("0 9", "0 10", StringComparison.Ordinal));
        (await engine.Host.Reconcile.ReconcileAsync()).Error.ShouldNotBeNull();
        Volatile.Write(ref full, false);
        (await engine.Host.Reconcile.ReconcileAsync()).Error.ShouldBeNull();

        engine.Rows("select next_due_at from schedules").ShouldBe([Stored(2026, 1, 5, 10)]);
        engine.Leap(Duration.FromSeconds(1) + Duration.FromHours(1));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == 1, "the occurrence of the new rule");
    }

    private async Task<EngineFixture> StartAsync() => await new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", Daily).StartAsync();

    private static string Stored(int year, int month, int day, int hour) => $"{Instant.FromUtc(year, month, day, hour, 0).ToUnixTimeTicks() / 10}";
}
