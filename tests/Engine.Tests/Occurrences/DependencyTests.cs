using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Engine.Tests.Occurrences;

/// <summary>A schedule that waits for another one's run.</summary>
public sealed class DependencyTests
{
    private const string Up = "id: up\nschedule: { cron: \"0 * * * *\" }\ntasks:\n  - { id: up, uses: test.step }\n";
    private const string After = "id: down\nschedule: { cron: \"0 * * * *\", depends_on: { schedule: up, mode: after, within: 2h } }\ntasks:\n  - { id: down, uses: test.step }\n";
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 30));

    [Fact]
    public async Task It_runs_the_moment_the_other_has_succeeded_and_nothing_polls_meanwhile()
    {
        await using var engine = await StartAsync(After);
        var gate = engine.Step.Hold("up");
        engine.Leap(Duration.FromMinutes(30));
        await engine.IdleAsync();

        engine.Rows("select waits_for is not null, wake_at = next_nominal_at + 2 * 3600000000 from schedules where workflow_id = 'down'").ShouldBe(["1|1"]);
        engine.Leap(Duration.FromMinutes(40));
        await engine.IdleAsync();
        engine.Count("select count(*) from ledger where schedule_id like '%down'").ShouldBe(0, "still waiting");

        gate.SetResult();
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where workflow_id = 'down' and status = 'completed'") == 1, "the run that waited");
        engine.Rows("select reason, nominal_at from ledger where schedule_id like '%down'").ShouldBe([$"on time|{Stored(9)}"]);
        engine.Rows("select waits_for from schedules where workflow_id = 'down'").ShouldBe([""]);
    }

    [Fact]
    public async Task A_file_saved_while_it_waits_does_not_end_the_wait()
    {
        await using var engine = await StartAsync(After);
        var gate = engine.Step.Hold("up");
        engine.Leap(Duration.FromMinutes(40));
        await engine.IdleAsync();
        engine.File("down.yaml", After.Replace("within: 2h }", "within: 2h }, description: x", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();
        await engine.IdleAsync();

        gate.SetResult();
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where workflow_id = 'down' and status = 'completed'") == 1, "the run that waited");
        Reasons(engine).ShouldBe(["ran|on time"]);
    }

    [Fact]
    public async Task It_is_skipped_with_the_reason_when_the_other_fails_or_is_skipped()
    {
        await using var engine = await StartAsync(After);
        engine.Step.On("up", _ => new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Unexpected, "no")));
        engine.Leap(Duration.FromMinutes(30));
        await engine.UntilAsync(() => Reasons(engine).Count == 1, "the first occurrence to be settled");
        await engine.Host.Schedules.PauseAsync(new ScheduleId(engine.Text("select id from schedules where workflow_id = 'up'")), new ScheduleEdit("ann"));
        engine.Leap(Duration.FromHours(1));
        await engine.UntilAsync(() => Reasons(engine).Count == 2, "the second occurrence to be settled");

        Reasons(engine).ShouldBe(["skipped|dependency: the run of up failed", "skipped|dependency: up was skipped (paused by ann)"]);
    }

    [Fact]
    public async Task It_waits_no_longer_than_it_may()
    {
        await using var engine = await StartAsync(After.Replace("0 * * * *", "0 9 * * *", StringComparison.Ordinal));
        engine.Step.Hold("up");
        engine.Leap(Duration.FromMinutes(30));
        await engine.IdleAsync();
        engine.Leap(Duration.FromHours(2));
        await engine.IdleAsync();

        Reasons(engine).ShouldBe(["skipped|dependency: up did not succeed within 2h"]);
    }

    [Fact]
    public async Task If_succeeded_decides_when_it_is_due()
    {
        await using var engine = await StartAsync(After.Replace("\"0 * * * *\", depends_on: { schedule: up, mode: after, within: 2h }", "\"30 * * * *\", depends_on: up", StringComparison.Ordinal));
        engine.Leap(Duration.FromMinutes(30));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where workflow_id = 'up' and status = 'completed'") == 1, "the other's run");
        engine.Leap(Duration.FromMinutes(30));
        await engine.IdleAsync();
        engine.Step.On("up", _ => new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Unexpected, "no")));
        engine.Leap(Duration.FromMinutes(30));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where workflow_id = 'up' and status = 'failed'") == 1, "the other's failure");
        engine.Leap(Duration.FromMinutes(30));
        await engine.IdleAsync();

        Reasons(engine).ShouldBe(["ran|on time", "skipped|dependency: the latest run of up failed"]);
    }

    [Fact]
    public async Task A_crash_while_it_waits_loses_nothing()
    {
        await using var engine = await StartAsync(After);
        engine.Step.Hold("up");
        engine.Leap(Duration.FromMinutes(30));
        await engine.IdleAsync();
        engine.Crash();
        engine.Step.On("up", StepTask.Done);
        await engine.StartAsync();

        await engine.UntilAsync(() => engine.Count("select count(*) from runs where workflow_id = 'down' and status = 'completed'") == 1, "the run that waited");
        Reasons(engine).ShouldBe(["ran|on time"]);
    }

    private static List<string> Reasons(EngineFixture engine) => engine.Rows("select outcome, reason from ledger where schedule_id like '%down' order by nominal_at");

    private static long Stored(int hour) => Instant.FromUtc(2026, 1, 5, hour, 0).ToUnixTimeTicks() / 10;

    private async Task<EngineFixture> StartAsync(string down)
    {
        var engine = await new EngineFixture(o => o with { Time = _time, Watch = false }).File("up.yaml", Up).File("down.yaml", down).StartAsync();
        await engine.IdleAsync();
        return engine;
    }
}
