using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.History;

public sealed class PrunerTests
{
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 59, 59));

    [Fact]
    public async Task Runs_beyond_their_time_go_with_their_logs_and_artifacts_and_the_ledger_stays()
    {
        await using var engine = await StartAsync();
        await OccurrenceAsync(engine, Duration.FromSeconds(1), runs: 1);
        var old = engine.Text("select id from runs");
        await OccurrenceAsync(engine, Duration.FromDays(1), runs: 2);

        await HoursUntilAsync(engine, () => engine.Count("select count(*) from runs where id = $1", old) == 0);

        var kept = engine.Text("select id from runs where run_number = 2");
        foreach (var table in new[] { "task_runs", "attempt_history", "log_chunks", "artifacts" })
            engine.Rows($"select distinct run_id from {table} where run_id in ($1, $2)", old, kept).ShouldBe([kept], table);
        await engine.UntilAsync(() => !Directory.Exists(Path.Combine(engine.DataFolder, "artifacts", old)), "the files to go");
        File.Exists(Path.Combine(engine.DataFolder, "artifacts", kept, "a", "report.txt")).ShouldBeTrue();
        engine.Rows("select outcome, run_id from ledger order by nominal_at limit 2").ShouldBe([$"ran|{old}", $"ran|{kept}"]);
    }

    [Fact]
    public async Task An_open_run_is_kept_however_old_it_is()
    {
        await using var engine = await StartAsync();
        engine.Step.Hold("a");
        engine.Leap(Duration.FromSeconds(1));
        await engine.IdleAsync();
        var open = engine.Text("select id from runs");
        var ended = await engine.RunAsync("other");
        (await engine.EndAsync(ended)).ShouldBe("completed");

        await HoursUntilAsync(engine, () => engine.Count("select count(*) from runs where id = $1", ended.Value) == 0);

        engine.Text("select status from runs where id = $1", open).ShouldBe("running");
    }

    [Fact]
    public async Task A_schedule_keeps_the_latest_runs_it_says_and_its_metrics_keep_them_all()
    {
        await using var engine = await new EngineFixture(o => o with { Time = _time, Watch = false })
            .File("w.yaml", "id: w\nschedule: { cron: \"0 9 * * *\", execution_history_limit: 2 }\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        await OccurrenceAsync(engine, Duration.FromSeconds(1), runs: 1);
        for (var run = 2; run <= 4; run++)
        {
            engine.Leap(Duration.FromDays(1));
            await engine.UntilAsync(() => engine.Count("select max(run_number) from runs where status = 'completed'") == run, $"run {run}");
        }

        await HoursUntilAsync(engine, () => engine.Rows("select run_number from runs order by id") is ["3", "4"] or ["4", "5"]);

        await engine.IdleAsync();
        var schedule = new ScheduleReader(engine.Host.Database, "default").Find(new ScheduleId("schedule-default-w"))!;
        // The clock may stand at 09:00 sharp, when the last run has ended, and the end of a period is exclusive.
        var end = HistoryPeriod.QuarterAfter(engine.Options.Time.Now() + Duration.FromSeconds(1));
        var metrics = new MetricsReader(engine.Host.Database, "default").OfSchedule(schedule, HistoryPeriod.Last(30, end).Value, []);
        metrics.Metrics.TotalRuns.ShouldBe(schedule.RunCount);
        metrics.Occurrences.Ran.ShouldBe(schedule.RunCount);
    }

    private async Task<EngineFixture> StartAsync()
    {
        var engine = await new EngineFixture(o => o with { Time = _time, Watch = false, KeepRuns = Duration.FromHours(30) })
            .File("w.yaml", "id: w\nschedule: { cron: \"0 9 * * *\" }\ntasks:\n  - { id: a, uses: test.step }\n")
            .File("other.yaml", "id: other\ntasks:\n  - { id: b, uses: test.step }\n").StartAsync();
        engine.Step.On("a", async (context, stop) =>
        {
            context.Log.Line("done");
            await context.Artifacts.KeepAsync("report.txt", "text/plain", new MemoryStream([1]), stop);
            return StepTask.Done(context);
        });
        return engine;
    }

    private static async Task OccurrenceAsync(EngineFixture engine, Duration by, int runs)
    {
        engine.Leap(by);
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == runs, $"run {runs}");
    }

    /// <summary>The pruner looks once an hour; where it is with its look when the clock leaps is its own affair.</summary>
    private static async Task HoursUntilAsync(EngineFixture engine, Func<bool> condition)
    {
        for (var hours = 0; hours < 47 && !condition(); hours++)
        {
            engine.Leap(Duration.FromHours(1));
            await engine.ChangeAsync(TimeSpan.FromMilliseconds(10));
        }
        await engine.UntilAsync(condition, "old runs to be removed");
    }
}
