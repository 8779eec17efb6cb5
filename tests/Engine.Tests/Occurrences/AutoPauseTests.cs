using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Occurrences;

/// <summary>A schedule that fails too often pauses itself, and only a person ends that.</summary>
public sealed class AutoPauseTests
{
    private const string Hourly = "id: w\nschedule: { cron: \"0 * * * *\", auto_pause: 2 }\ntasks:\n  - { id: a, uses: test.step }\n";
    private static readonly ScheduleEdit Ann = new("ann");
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 30));

    [Fact]
    public async Task Failures_in_a_row_pause_it_and_the_audit_trail_says_so()
    {
        await using var engine = await FailTwiceAsync();

        engine.Rows("select failures_in_row, last_status, auto_pause_reason from schedules")
            .ShouldBe(["2|failed|2 failed runs in a row; the last one, run 2: Task 'a' failed: no"]);
        engine.Rows("select actor, action from audit").ShouldBe(["auto-pause|auto_paused"]);
        await HourAsync(engine);
        engine.Rows("select outcome from ledger order by nominal_at desc limit 1").ShouldBe(["skipped"]);
    }

    [Fact]
    public async Task A_run_that_takes_a_sub_workflow_down_with_it_counts_once()
    {
        await using var engine = await new EngineFixture(o => o with { Time = _time, Watch = false })
            .File("w.yaml", "id: w\ntimeout: 10m\nschedule: { cron: \"0 * * * *\", auto_pause: 2 }\ntasks:\n  - { id: call, uses: workflow, with: { workflow: child } }\n")
            .File("child.yaml", "id: child\ntasks:\n  - { id: wait, uses: test.step }\n").StartAsync();
        engine.Step.On("wait", _ => new TaskResult.PokeAgain(Duration.FromHours(3)));
        engine.Leap(Duration.FromMinutes(30));
        await engine.UntilAsync(() => engine.Count("select count(*) from task_runs where status = 'poke_wait'") == 2, "both to wait");

        engine.Leap(Duration.FromMinutes(10));
        await engine.IdleAsync();

        engine.Rows("select status from runs order by id").ShouldBe(["failed", "canceled"]);
        engine.Rows("select failures_in_row, auto_paused_at from schedules").ShouldBe(["1|"]);
    }

    [Fact]
    public async Task A_reload_of_the_files_never_undoes_it()
    {
        await using var engine = await FailTwiceAsync();

        await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true, AllowDeletions: true));
        engine.File("w.yaml", Hourly.Replace("0 *", "5 *", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true));
        engine.Count("select count(*) from schedules where auto_paused_at is not null").ShouldBe(1);

        engine.Crash();
        await engine.StartAsync();
        engine.Count("select count(*) from schedules where auto_paused_at is not null").ShouldBe(1, "nor does a restart");
        await HourAsync(engine);
        engine.Rows("select outcome from ledger order by nominal_at desc limit 1").ShouldBe(["skipped"]);
    }

    [Fact]
    public async Task Resuming_ends_it_and_begins_the_count_anew()
    {
        await using var engine = await FailTwiceAsync();

        (await engine.Host.Schedules.ResumeAsync(Id(engine), Ann)).IsOk.ShouldBeTrue();
        engine.Rows("select failures_in_row, auto_paused_at from schedules").ShouldBe(["0|"]);
        await HourAsync(engine);
        engine.Rows("select failures_in_row, auto_paused_at from schedules").ShouldBe(["1|"]);
    }

    [Fact]
    public async Task A_retry_that_succeeds_ends_the_streak_unless_a_later_occurrence_has_failed()
    {
        await using var engine = await FailAsync(Hourly.Replace("auto_pause: 2", "auto_pause: 9", StringComparison.Ordinal), times: 2);
        engine.Step.On("a", StepTask.Done);

        await RetryAsync(engine, hour: 9);
        engine.Count("select failures_in_row from schedules").ShouldBe(2, "10:00 failed after it");
        await RetryAsync(engine, hour: 10);
        engine.Rows("select failures_in_row, last_status from schedules").ShouldBe(["0|completed"]);
    }

    [Fact]
    public async Task Test_runs_runs_by_hand_and_backfills_do_not_count()
    {
        await using var engine = await FailAsync(Hourly, times: 1);

        var test = await engine.Host.Occurrences.TestRunAsync(Id(engine), "ann", null);
        (await engine.EndAsync(test.Value)).ShouldBe("failed");
        (await engine.EndAsync(await engine.RunAsync("w"))).ShouldBe("failed");
        await engine.Host.Backfills.StartAsync(Id(engine), new BackfillRequest(Instant.FromUtc(2026, 1, 5, 7, 0), Instant.FromUtc(2026, 1, 5, 8, 30), "ann"));
        await engine.UntilAsync(() => engine.Text("select status from backfills") == "completed", "the backfill to end");

        engine.Rows("select failures_in_row, auto_paused_at from schedules").ShouldBe(["1|"]);
        engine.Rows("select trigger, count(*) from runs group by trigger order by trigger").ShouldBe(["backfill|2", "manual|1", "schedule|1", "test|1"]);
    }

    [Fact]
    public async Task A_run_that_a_fault_of_ours_ends_counts_like_any_other()
    {
        await using var engine = await FailAsync(Hourly, times: 1);
        var gate = engine.Step.Hold("a");
        engine.Leap(Duration.FromHours(1));
        await engine.UntilAsync(() => engine.Step.Held == 1, "the second run to be under way");
        engine.Crash();
        gate.TrySetCanceled();
        // The version it began with is gone by the time the next process looks at it.
        using (var database = Database.Open(engine.Options.DatabaseAddress))
            await database.WriteAsync(sql => sql.Execute("update runs set version = 'gone' where status = 'running'"));
        await engine.StartAsync();
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'failed'") == 2, "the run to be given up");

        engine.Count("select failures_in_row from schedules").ShouldBe(2);
        engine.Count("select count(*) from schedules where auto_paused_at is not null").ShouldBe(1);
    }

    private Task<EngineFixture> FailTwiceAsync() => FailAsync(Hourly, times: 2);

    private async Task<EngineFixture> FailAsync(string yaml, int times)
    {
        var engine = await new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", yaml).StartAsync();
        engine.Step.On("a", _ => new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Unexpected, "no")));
        await engine.IdleAsync();
        for (var i = 0; i < times; i++)
            await HourAsync(engine);
        return engine;
    }

    private static async Task HourAsync(EngineFixture engine)
    {
        engine.Leap(Duration.FromHours(1));
        await engine.IdleAsync();
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status in ('pending', 'running')") == 0, "every run to end");
    }

    private static async Task RetryAsync(EngineFixture engine, int hour)
    {
        var run = new RunId(engine.Text("select id from runs where nominal_at = $1 and trigger = 'schedule'", Instant.FromUtc(2026, 1, 5, hour, 0).ToUnixTimeTicks() / 10));
        var retry = await engine.Host.Runs.RetryAsync(run, "ann");
        (await engine.EndAsync(retry.Value)).ShouldBe("completed");
    }

    private static ScheduleId Id(EngineFixture engine) => new(engine.Text("select id from schedules"));
}
