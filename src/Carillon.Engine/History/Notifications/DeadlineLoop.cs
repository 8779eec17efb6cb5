using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History.Notifications;
using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>
/// Looks, a few times a minute, for what has not happened in time: runs that start late or take long, and occurrences without a completed run by their deadline. Only
/// for whom somebody asks; it reads beside the writer, and each thing is told once.
/// </summary>
internal sealed class DeadlineLoop(EngineOptions options, Database database, Catalog catalog, LiveSchedules live, RuleBook book, NotificationKeeper keeper, ILogger log)
{
    private const int MostRuns = 5000;
    private const int Latest = 100;
    private const int MostTold = 50_000;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);
    private static readonly Duration Measured = Duration.FromMinutes(10);

    // A deadline that passed longer ago, while nothing ran, is told by what was missed.
    private static readonly Duration Oldest = Duration.FromHours(24);
    private readonly Dictionary<WorkflowId, (IReadOnlyList<Duration> Lengths, Instant At)> _lengths = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await options.PauseAsync(Pace, stop);
            try
            {
                if (!stop.IsCancellationRequested)
                    await LookAsync();
            }
            catch (StorageException e)
            {
                log.LogWarning("Deadlines could not be looked at: {Reason}", e.Message);
            }
        }
    }

    /// <summary>One look.</summary>
    public async Task LookAsync()
    {
        book.RefreshIfStale(database);
        if (_told.Count > MostTold)
            _told.Clear();
        if (Asked(NotificationEvent.Late, NotificationEvent.LongerThanUsual))
        {
            foreach (var run in database.Read(OpenRuns))
                await LookAsync(run);
        }
        if (Asked(NotificationEvent.NotRun))
        {
            foreach (var (schedule, made) in database.Read(Expecting))
                await LookAsync(schedule, made);
        }
    }

    private bool Asked(params NotificationEvent[] events) =>
        book.Rules.Any(rule => rule.Events.Any(events.Contains))
        || book.Schedules.Values.Any(schedule => schedule.Notify.Any(entry => entry.On.Any(events.Contains)))
        || catalog.Entries.Any(entry => entry.Live?.Notify.Any(notify => notify.On.Any(events.Contains)) == true);

    private async Task LookAsync(OpenRun run)
    {
        var now = options.Time.Now();
        var schedule = run.Schedule is { } id ? await FindAsync(id) : null;
        var expected = schedule?.Definition.Expect ?? RunExpectation.None;
        if (schedule is not null && DeadlineRule.Late(run.Watched, expected, now) is { } late)
            await TellAsync($"late/{run.Id}", (sql, key) => keeper.Tell(sql, schedule, run.Schedule!.Value, NotificationEvent.Late, key, LateText(run, late), run.NominalAt, run.Id));
        if (run.Watched.StartedAt is not { } started || DeadlineRule.Longest(expected, Lengths(run.Workflow, now)) is not { } longest || now - started <= longest)
            return;
        var text = $"It has run for {Text(now - started)}; {(expected.Within is null ? "usual" : "expected")} are at most {Text(longest)}.";
        if (schedule is not null)
            await TellAsync($"longer/{run.Id}", (sql, key) => keeper.Tell(sql, schedule, run.Schedule!.Value, NotificationEvent.LongerThanUsual, key, text, run.NominalAt, run.Id));
        else if (catalog.Find(run.Workflow)?.Live is { } workflow)
            await TellAsync($"longer/{run.Id}", (sql, key) => keeper.Tell(sql, workflow, NotificationEvent.LongerThanUsual, key, text, run.Id));
    }

    private async Task LookAsync(StoredSchedule stored, Instant made)
    {
        var now = options.Time.Now();
        if (!stored.IsActive || stored.StoppedAt is not null || live.Of(stored).ValueOrDefault is not { Definition.Expect.End: { } end } schedule)
            return;
        if (schedule.Definition.Times.Previous(now - end + Duration.Epsilon) is not { } nominal || nominal < made || nominal + end < now - Oldest)
            return;
        var key = $"not_run/{stored.Id}/{nominal.ToStored()}";
        if (_told.Contains(key) || database.Read(sql => HasCompleted(sql, stored.Id, nominal)))
            return;
        await TellAsync(key, (sql, one) => keeper.Tell(
            sql, schedule, stored.Id, NotificationEvent.NotRun, one, $"By {TimeText.Of(Seconds(nominal + end))} no run of the occurrence of {TimeText.Of(nominal)} had completed.", nominal));
    }

    private async Task TellAsync(string key, Action<Sql, string> tell)
    {
        if (_told.Contains(key))
            return;
        await database.WriteAsync(sql => tell(sql, key));
        _told.Add(key);
    }

    private Task<LiveSchedule?> FindAsync(ScheduleId id) =>
        Task.FromResult(database.Read(sql => ScheduleStore.Find(sql, options.Project, id)) is { } stored ? live.Of(stored).ValueOrDefault : null);

    private IReadOnlyList<Duration> Lengths(WorkflowId workflow, Instant now)
    {
        if (_lengths.TryGetValue(workflow, out var known) && now - known.At < Measured)
            return known.Lengths;
        var lengths = database.Read(sql => sql.Query(
            "select completed_at - started_at from runs where project = $1 and workflow_id = $2 and +status = 'completed' and started_at is not null order by id desc limit $3",
            row => Duration.FromTicks(row.GetInt64(0) * 10), options.Project, workflow.Value, Latest));
        _lengths[workflow] = (lengths, now);
        return lengths;
    }

    private List<OpenRun> OpenRuns(Sql sql) => sql.Query(
        """
        select id, workflow_id, schedule_id, trigger, nominal_at, due_at, started_at from runs
        where project = $1 and status in ('pending', 'running', 'canceling') order by id limit $2
        """,
        row => new OpenRun(
            new RunId(row.GetString(0)), new WorkflowId(row.GetString(1)), row.TextOrNull(2) is { } schedule ? new ScheduleId(schedule) : null, row.NumberOrNull(4)?.ToInstant(),
            new WatchedRun(StatusText.ParseTrigger(row.GetString(3)), (row.NumberOrNull(5) ?? row.NumberOrNull(4))?.ToInstant(), row.NumberOrNull(6)?.ToInstant())),
        options.Project, MostRuns);

    private List<(StoredSchedule, Instant)> Expecting(Sql sql) => sql.Query(
        $"""
        select {StoredSchedule.Columns}, created_at from schedules
        where project = $1 and archived_at is null and (content like '%"expect"%' or override like '%"expect"%')
        """,
        row => (StoredSchedule.Read(row), row.GetInt64(StoredSchedule.ColumnCount).ToInstant()), options.Project);

    private static bool HasCompleted(Sql sql, ScheduleId schedule, Instant nominal) =>
        sql.Number("select 1 from runs where schedule_id = $1 and nominal_at = $2 and status = 'completed' limit 1", schedule.Value, nominal.ToStored()) is not null;

    private static string LateText(OpenRun run, Duration late) => run.Watched.StartedAt is null
        ? $"It was due {Text(late)} ago and still waits for its start."
        : $"It started {Text(late)} after it was due.";

    private static string Text(Duration length) => TimeText.Of(Duration.FromSeconds((long)length.TotalSeconds));

    private static Instant Seconds(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    /// <summary>A run that has not ended.</summary>
    private sealed record OpenRun(RunId Id, WorkflowId Workflow, ScheduleId? Schedule, Instant? NominalAt, WatchedRun Watched);
}
