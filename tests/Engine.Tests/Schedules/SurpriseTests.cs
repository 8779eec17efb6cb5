using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Schedules;

/// <summary>Whatever is done to a schedule, and whenever: no run that nobody asked for, and no occurrence lost.</summary>
public sealed class SurpriseTests
{
    private const string Daily = "id: w\nschedule: { cron: \"0 9 * * *\", jitter: 50m }\ntasks:\n  - { id: a, uses: test.step }\n";
    private static readonly ScheduleEdit Ann = new("ann", "test");
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 59));

    [Fact]
    public async Task An_edit_between_nominal_and_due_time_runs_what_is_due_and_nothing_else()
    {
        await using var engine = await WithinJitterAsync();

        await engine.Host.Schedules.EditAsync(Id(engine), Document("""{ "cron": "*/1 9 * * *" }"""), Ann);
        await engine.IdleAsync();

        engine.Rows("select outcome, reason, nominal_at from ledger").ShouldBe([$"ran|on time|{Stored(5, 9)}"]);
    }

    [Fact]
    public async Task An_edit_that_leaves_the_occurrence_alone_leaves_its_jitter_alone()
    {
        await using var engine = await WithinJitterAsync();
        var due = engine.Text("select next_due_at from schedules");

        await engine.Host.Schedules.EditAsync(Id(engine), Document("""{ "cron": "0 9 * * *", "jitter": "50m", "description": "x" }"""), Ann);
        await engine.IdleAsync();

        engine.Count("select count(*) from ledger").ShouldBe(0);
        engine.Text("select next_due_at from schedules").ShouldBe(due);
        engine.Leap(Duration.FromHours(1));
        await engine.IdleAsync();
        engine.Rows("select outcome, nominal_at from ledger").ShouldBe([$"ran|{Stored(5, 9)}"]);
    }

    [Fact]
    public async Task A_file_saved_between_nominal_and_due_time_does_not_lose_the_occurrence()
    {
        await using var engine = await WithinJitterAsync();

        engine.File("w.yaml", Daily.Replace("0 9", "0 10", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();
        await engine.IdleAsync();

        engine.Rows("select outcome, nominal_at from ledger").ShouldBe([$"ran|{Stored(5, 9)}"]);
        engine.Rows("select next_nominal_at from schedules").ShouldBe([$"{Stored(5, 10)}"]);
    }

    [Fact]
    public async Task A_file_that_changed_while_nobody_was_there_is_caught_up_by_what_it_said_before()
    {
        await using var engine = await StartAsync(Daily.Replace(", jitter: 50m", "", StringComparison.Ordinal));
        engine.Crash();
        engine.File("w.yaml", Daily.Replace("0 9", "30 9", StringComparison.Ordinal));
        _time.Leap(Duration.FromHours(3));
        await engine.StartAsync();
        await engine.IdleAsync();

        engine.Rows("select outcome, reason, nominal_at from ledger").ShouldBe([$"ran|catch-up|{Stored(5, 9)}"]);
    }

    [Fact]
    public async Task Switching_it_off_between_nominal_and_due_time_runs_nothing_and_says_so()
    {
        await using var engine = await WithinJitterAsync();

        await engine.Host.Schedules.SwitchAsync(Id(engine), enabled: false, Ann);
        await engine.IdleAsync();

        engine.Rows("select outcome, reason from ledger").ShouldBe(["skipped|it was switched off before it ran"]);
        engine.Count("select count(*) from runs").ShouldBe(0);
    }

    [Fact]
    public async Task Deleting_it_between_nominal_and_due_time_runs_nothing_and_says_so()
    {
        await using var engine = await WithinJitterAsync();

        await engine.Host.Schedules.DeleteAsync(Id(engine), Ann);
        await engine.IdleAsync();

        engine.Rows("select outcome, reason from ledger").ShouldBe(["skipped|deleted by ann before it ran"]);
    }

    [Fact]
    public async Task Deleting_it_while_it_runs_lets_the_run_end_and_makes_no_other()
    {
        await using var engine = await StartAsync(Daily.Replace(", jitter: 50m", "", StringComparison.Ordinal));
        var gate = engine.Step.Hold("a");
        engine.Leap(Duration.FromMinutes(1));
        await engine.UntilAsync(() => engine.Step.Held == 1, "the run to be under way");

        await engine.Host.Schedules.DeleteAsync(Id(engine), Ann);
        gate.SetResult();
        await engine.UntilAsync(() => engine.Text("select status from runs") == "completed", "the run to end");
        engine.Leap(Duration.FromDays(3));
        await engine.IdleAsync();

        engine.Count("select count(*) from runs").ShouldBe(1);
    }

    [Fact]
    public async Task A_pause_within_the_jitter_skips_the_occurrence_at_its_due_time()
    {
        await using var engine = await WithinJitterAsync();

        await engine.Host.Schedules.PauseAsync(Id(engine), Ann);
        engine.Leap(Duration.FromHours(1));
        await engine.IdleAsync();

        engine.Rows("select outcome, reason, nominal_at from ledger").ShouldBe([$"skipped|paused by ann: test|{Stored(5, 9)}"]);
    }

    [Fact]
    public async Task Resuming_after_a_month_runs_nothing_of_the_month_unless_somebody_says_so()
    {
        await using var engine = await PausedForAsync(days: 30);

        await engine.Host.Schedules.ResumeAsync(Id(engine), Ann);
        await engine.IdleAsync();

        engine.Count("select count(*) from runs").ShouldBe(0);
        engine.Count("select sum(count) from ledger where outcome = 'skipped'").ShouldBe(30);
        engine.Rows("select next_nominal_at from schedules").ShouldBe([$"{(Instant.FromUtc(2026, 2, 4, 9, 0).ToUnixTimeTicks() / 10)}"]);
    }

    [Theory]
    [InlineData(MissedChoice.Last, null, 1)]
    [InlineData(MissedChoice.All, 5, 5)]
    [InlineData(MissedChoice.All, null, 12)]
    public async Task Resuming_may_run_what_was_missed_one_after_the_other_for_its_nominal_times(MissedChoice choice, int? maxRuns, int runs)
    {
        await using var engine = await PausedForAsync(days: 12);
        Missed(engine).Count.ShouldBe(12);

        (await engine.Host.Schedules.ResumeAsync(Id(engine), Ann, choice, maxRuns)).IsOk.ShouldBeTrue();
        await engine.UntilAsync(() => engine.Text("select status from backfills") == "completed", "the missed ones to run");

        engine.Rows("select trigger, nominal_at from runs order by id").ShouldBe(Enumerable.Range(17 - runs, runs).Select(day => $"backfill|{Stored(day, 9)}"));
        engine.Rows("select outcome, sum(count) from ledger group by outcome").ShouldBe(["skipped|12"], "the ledger keeps what it said");
        Missed(engine, since: Instant.FromUtc(2026, 1, 1, 0, 0)).Count.ShouldBe(12 - runs);
    }

    [Fact]
    public async Task Effects_that_cannot_be_undone_wait_for_approval_and_run_once()
    {
        await using var engine = await StartAsync(Daily.Replace(", jitter: 50m", "", StringComparison.Ordinal).Replace("test.step", "test.step, effects: irreversible", StringComparison.Ordinal));
        engine.Crash();
        _time.Leap(Duration.FromHours(3));
        await engine.StartAsync();
        await engine.IdleAsync();
        engine.Rows("select outcome, reason from ledger").ShouldBe(["missed|" + DuePlanner.NeedsApproval]);
        engine.Count("select count(*) from runs").ShouldBe(0);
        var at = Instant.FromUtc(2026, 1, 5, 9, 0);

        (await engine.Host.Occurrences.ApproveAsync(Id(engine), at + Duration.FromHours(1), "ann", null)).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH033");
        var run = await engine.Host.Occurrences.ApproveAsync(Id(engine), at, "ann", "looked at it");
        (await engine.EndAsync(run.Value)).ShouldBe("completed");
        (await engine.Host.Occurrences.ApproveAsync(Id(engine), at, "ann", null)).Problems.ShouldHaveSingleItem().Message.ShouldContain(run.Value.Value);

        engine.Rows("select trigger, nominal_at, run_number from runs").ShouldBe([$"schedule|{Stored(5, 9)}|1"]);
    }

    private async Task<EngineFixture> WithinJitterAsync()
    {
        var engine = await StartAsync(Daily);
        engine.Leap(Duration.FromMinutes(1) + Duration.FromSeconds(1));
        await engine.IdleAsync();
        engine.Count("select count(*) from ledger").ShouldBe(0, "jitter still holds it back");
        return engine;
    }

    private async Task<EngineFixture> PausedForAsync(int days)
    {
        var engine = await StartAsync(Daily.Replace(", jitter: 50m", "", StringComparison.Ordinal));
        await engine.Host.Schedules.PauseAsync(Id(engine), Ann);
        for (var day = 0; day < days; day++)
        {
            engine.Leap(Duration.FromDays(1));
            await engine.IdleAsync();
        }
        return engine;
    }

    private MissedRecord Missed(EngineFixture engine, Instant? since = null)
    {
        var record = new ScheduleReader(engine.Host.Database, "default").Find(Id(engine))!;
        return new MissedReader(engine.Host.Database).Find(record, engine.Host.Live.Of(record).Value.Definition.Times, since, _time.Now());
    }

    private async Task<EngineFixture> StartAsync(string yaml)
    {
        var engine = await new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", yaml).StartAsync();
        await engine.IdleAsync();
        return engine;
    }

    private static ScheduleId Id(EngineFixture engine) => new(engine.Text("select id from schedules"));

    private static JsonObject Document(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static long Stored(int day, int hour) => Instant.FromUtc(2026, 1, day, hour, 0).ToUnixTimeTicks() / 10;
}
