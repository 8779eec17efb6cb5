using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Engine.Tests.Occurrences;

/// <summary>The data windows of runs, and what they have covered.</summary>
public sealed class DataWindowTests
{
    private const string Weekly = """
        id: w
        schedule: { weekly: { on: mon, at: "02:00" }, timezone: America/New_York, catch_up: { mode: all }, window: { lag: 14d } }
        tasks:
          - id: a
            uses: test.step
            with: { value: "${{ run.window.start_date }} to ${{ run.window.last_date }}, ${{ run.window.end }}" }
        """;

    private static readonly ScheduleId Schedule = new("schedule-default-w");

    // A minute before 02:00 on Monday 2 March 2026 in New York.
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 3, 2, 6, 59));

    [Fact]
    public async Task A_run_sees_the_window_of_its_scheduled_time_and_keeps_it_in_its_row()
    {
        await using var engine = await StartAsync(Weekly);
        engine.Leap(Duration.FromMinutes(1));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == 1, "the run");

        Value(engine).ShouldBe("2026-02-09 to 2026-02-15, 2026-02-16T00:00:00-05:00");
        var run = new RunReader(engine.Host.Database, "default").List(RunFilter.All, null, 1).Items[0];
        run.Window.ShouldBe(new WindowRecord(Instant.FromUtc(2026, 2, 9, 5, 0), Instant.FromUtc(2026, 2, 16, 5, 0), "America/New_York", "2026-02-09", "2026-02-15"));
    }

    [Fact]
    public async Task A_retry_has_the_same_window_weeks_later_also_after_a_restart_and_an_edited_schedule()
    {
        await using var engine = new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", Weekly);
        engine.Step.Otherwise = (_, _) => Task.FromResult<TaskResult>(new TaskResult.Failed(new TaskError("X", ErrorClasses.Server, "no", Retryable: false)));
        await engine.StartAsync();
        engine.Leap(Duration.FromMinutes(1));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'failed'") == 1, "the run to fail");
        var failed = new RunId(engine.Text("select id from runs"));

        engine.Crash();
        _time.Leap(Duration.FromDays(5));
        engine.File("w.yaml", Weekly.Replace("14d", "1d", StringComparison.Ordinal));
        await engine.StartAsync();
        engine.Step.Otherwise = (context, _) => Task.FromResult(StepTask.Done(context));
        var retry = (await engine.Host.Runs.RetryAsync(failed, "ann")).Value;
        (await engine.EndAsync(retry)).ShouldBe("completed");

        Value(engine, retry).ShouldBe("2026-02-09 to 2026-02-15, 2026-02-16T00:00:00-05:00");
        engine.Rows("select count(distinct window_start || ':' || window_end), count(*) from runs").ShouldBe(["1|2"]);
    }

    [Fact]
    public async Task A_run_by_hand_has_the_window_of_the_time_it_was_made_and_none_without_a_window()
    {
        await using var engine = await StartAsync(Weekly);
        await engine.EndAsync(await engine.RunAsync("w"));
        // Monday 02:00 has not come yet: the window before is the one of 23 February, and the end is today's.
        Value(engine).ShouldBe("2026-02-09 to 2026-02-15, 2026-02-16T00:00:00-05:00");

        engine.File("w.yaml", "id: w\ntasks:\n  - { id: a, uses: test.step, with: { value: \"${{ default(run.window.start, 'none') }}\" } }\n");
        await engine.Host.Reconcile.ReconcileAsync();
        var run = await engine.RunAsync("w");
        (await engine.EndAsync(run)).ShouldBe("completed");
        Value(engine, run).ShouldBe("none");
    }

    [Fact]
    public async Task Coverage_shows_the_hole_of_a_failed_run_and_it_closes_with_the_retry_and_outlives_retention()
    {
        await using var engine = new EngineFixture(o => o with { Time = _time, Watch = false, KeepRuns = Duration.FromDays(30) }).File("w.yaml", Weekly);
        engine.Step.On("a", context => context.RunId == Second(engine)
            ? new TaskResult.Failed(new TaskError("X", ErrorClasses.Server, "no", Retryable: false))
            : StepTask.Done(context));
        await engine.StartAsync();
        foreach (var week in new[] { 1, 2, 3 })
        {
            engine.Leap(week == 1 ? Duration.FromMinutes(1) : Duration.FromDays(7));
            await engine.UntilAsync(() => engine.Count("select count(*) from runs where status in ('completed', 'failed')") == week, $"week {week}");
        }

        var coverage = Coverage(engine);
        Text(coverage).ShouldBe("Covered 2026-02-09, Missing 2026-02-16, Covered 2026-02-23, NotExpected 2026-03-02");
        coverage.Backfill.ShouldHaveSingleItem().Nominal.ShouldBe(Instant.FromUtc(2026, 3, 9, 6, 0));

        engine.Step.On("a", StepTask.Done);
        await engine.EndAsync((await engine.Host.Runs.RetryAsync(Second(engine)!.Value, "ann")).Value);
        Text(Coverage(engine)).ShouldBe("Covered 2026-02-09, NotExpected 2026-03-02");

        _time.Leap(Duration.FromDays(60));
        await PassAsync(engine, () => engine.Count("select count(*) from runs where folded = 0 and completed_at is not null") == 0, "the old runs to be in the history");
        await PassAsync(engine, () => engine.Count("select count(*) from covered_windows") == 3, "the old runs to be removed");
        engine.Count("select count(*) from runs where run_number <= 3 or retry_of is not null").ShouldBe(0);
        Text(Coverage(engine, Instant.FromUtc(2026, 3, 2, 5, 0))).ShouldBe("Covered 2026-02-09");
    }

    // Folding and pruning are loops that sleep by the clock: one that was under way at a leap looks again only as time goes on.
    private Task PassAsync(EngineFixture engine, Func<bool> condition, string what) => engine.UntilAsync(
        () =>
        {
            _time.Leap(Duration.FromMinutes(10));
            return condition();
        },
        what);

    private static RunId? Second(EngineFixture engine) =>
        engine.Text("select id from runs where run_number = 2") is { Length: > 0 } id ? new RunId(id) : null;

    private static WindowCoverage Coverage(EngineFixture engine, Instant? to = null)
    {
        var windows = engine.Host.Catalog.Find(new WorkflowId("w"))!.Live!.Schedules[0].Windows!;
        return new CoverageReader(engine.Host.Database).Of(Schedule, windows, Instant.FromUtc(2026, 2, 9, 5, 0), to ?? Instant.FromUtc(2026, 3, 4, 5, 0), Instant.FromUtc(2026, 3, 16, 12, 0))!;
    }

    private static string Text(WindowCoverage coverage) =>
        string.Join(", ", coverage.Spans.Select(s => $"{s.State} {s.Start.InZone(DateTimeZoneProviders.Tzdb["America/New_York"]).Date.ToString("uuuu-MM-dd", null)}"));

    private static string Value(EngineFixture engine, RunId? run = null) =>
        engine.Keys("value", "select output from task_runs where task_id = 'a' and run_id = coalesce(cast($1 as text), run_id) order by run_id desc", run?.Value)[0];

    private async Task<EngineFixture> StartAsync(string yaml) => await new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", yaml).StartAsync();
}
