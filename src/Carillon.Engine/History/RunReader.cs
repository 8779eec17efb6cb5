using System.Data.Common;
using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Reads runs. Thread safe; every call sees one state of the database.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose runs are listed.</param>
public sealed class RunReader(Database database, string project)
{
    private const string Columns =
        """
        r.id, r.workflow_id, r.version, r.schedule_id, r.run_number, r.trigger, r.status, r.nominal_at, r.due_at, r.created_at, r.created_by,
        r.started_at, r.completed_at, r.tasks_total, r.tasks_succeeded, r.tasks_failed, r.error, r.canceled_by, r.cancel_reason, r.timed_out,
        r.retry_of, r.parent_run_id, r.window_start, r.window_end, r.window_zone, r.cost_micros, r.rows
        """;

    /// <summary>How many columns <see cref="Columns"/> names.</summary>
    private const int ColumnCount = 27;

    // Ids follow the clock but for a clock that was set back: a day covers that.
    private static readonly Duration ClockSlack = Duration.FromDays(1);

    /// <summary>Runs that fit, in the order that the filter says.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">From the page before, or null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<RunRecord> List(RunFilter filter, string? cursor, int limit)
    {
        // Each list has an index in its own order: of the workflow, the schedule, one status, or else of all runs. A plus keeps the others out,
        // with which every run that fits would be read and sorted for the first page.
        var narrow = filter.WorkflowId is not null || filter.ScheduleId is not null;
        var oneStatus = !narrow && filter.Statuses.Count == 1;
        var where = new Where().And(narrow || oneStatus ? "r.project = ?" : "+r.project = ?", project);
        if (oneStatus)
            where.And("r.status = ?", filter.Statuses[0].ToWord());
        else if (filter.Statuses.Count > 0)
            where.And("+r.status in (select value from json_each(?))", JsonList(filter.Statuses.Select(status => status.ToWord())));
        where.AndIf("r.workflow_id = ?", filter.WorkflowId?.Value);
        where.AndIf("r.schedule_id = ?", filter.ScheduleId?.Value);
        where.AndIf("r.trigger = ?", filter.Trigger?.ToWord());
        var time = filter.By == RunTime.Nominal ? "r.nominal_at" : "r.completed_at";
        where.AndIf(time + " >= ?", filter.From.ToStored()).AndIf(time + " < ?", filter.To.ToStored());
        where.AndIf("r.id >= ?", filter.CreatedFrom is { } from ? RunIds.At(from) : null).AndIf("r.created_at >= ?", filter.CreatedFrom?.ToStored());
        where.AndIf("r.id < ?", filter.CreatedTo is { } to ? RunIds.At(to + ClockSlack) : null).AndIf("r.created_at < ?", filter.CreatedTo?.ToStored());
#pragma warning disable CA1308 // as SQL folds it
        where.AndIf("instr(lower(r.id || ' ' || r.workflow_id || ' ' || coalesce(r.schedule_id, '') || ' ' || coalesce(r.created_by, '') || ' ' || coalesce(r.error, '')), ?) > 0", filter.Text?.ToLowerInvariant());
#pragma warning restore CA1308
        var ascending = filter.Order == RunOrder.Asc;
        where.AndIf(ascending ? "r.id > ?" : "r.id < ?", cursor);
        var text = $"select {Columns} from runs r {where} order by r.id {(ascending ? "asc" : "desc")} limit {where.Next(limit + 1)}";
        return Page(database.Read(sql => sql.Query(text, Read, where.Values)), limit, run => run.Id.Value);
    }

    /// <summary>The run with its input, or null.</summary>
    public RunRecord? Find(RunId id) => database.Read(sql => Find(sql, id, project));

    /// <summary>The run of that schedule with its input, or null.</summary>
    public RunRecord? Find(ScheduleId schedule, RunId id) => Find(id) is { } run && run.ScheduleId == schedule ? run : null;

    /// <summary>The schedule's runs that ended within a stretch of time, the oldest made first.</summary>
    internal List<RunRecord> Ended(Sql sql, ScheduleId schedule, Instant? from, Instant? to, string? after, int limit)
    {
        var where = new Where().And("+r.project = ?", project).And("r.schedule_id = ?", schedule.Value).And("r.completed_at is not null");
        where.AndIf("r.completed_at >= ?", from.ToStored()).AndIf("r.completed_at < ?", to.ToStored()).AndIf("r.id > ?", after);
        return sql.Query($"select {Columns} from runs r {where} order by r.id limit {where.Next(limit)}", Read, where.Values);
    }
    /// <summary>Those of the runs that exist, without input, by id.</summary>
    public IReadOnlyList<RunRecord> Find(IReadOnlyCollection<RunId> ids) => database.Read(sql => sql.Query(
        $"select {Columns} from runs r where r.id in (select value from json_each($1)) and +r.project = $2 order by +r.id", Read, JsonList(ids.Select(id => id.Value)), project));

    internal static RunRecord? Find(Sql sql, RunId id, string project) => sql.First(
        $"select {Columns}, r.input from runs r where r.id = $1 and r.project = $2",
        row => Read(row) with { Input = row.GetString(ColumnCount).ToJson() },
        id.Value,
        project);

    /// <summary>The latest run of each of the workflows that has one.</summary>
    public IReadOnlyDictionary<WorkflowId, RunRecord> Latest(IEnumerable<WorkflowId> workflows) =>
        database.Read(sql => Latest(sql, project, workflows.Select(workflow => workflow.Value))).ToDictionary(run => run.WorkflowId);

    internal static List<RunRecord> Latest(Sql sql, string project, IEnumerable<string> workflows) => sql.Query(
        $"""
        select {Columns} from json_each($1) w
        join runs r on r.id = (select max(id) from runs where project = $2 and workflow_id = w.value)
        """,
        Read,
        JsonList(workflows),
        project);

    internal static string JsonList(IEnumerable<string> values) => System.Text.Json.JsonSerializer.Serialize(values.ToArray(), HistoryJson.Default.StringArray);

    internal static RecordPage<T> Page<T>(List<T> rows, int limit, Func<T, string> key) =>
        rows.Count > limit ? new RecordPage<T>(rows[..limit], key(rows[limit - 1])) : new RecordPage<T>(rows, null);

    private static RunRecord Read(DbDataReader row) => new()
    {
        Id = new RunId(row.GetString(0)),
        WorkflowId = new WorkflowId(row.GetString(1)),
        Version = row.GetString(2),
        ScheduleId = row.TextOrNull(3) is { } schedule ? new ScheduleId(schedule) : null,
        RunNumber = row.NumberOrNull(4),
        Trigger = row.GetString(5).ToValue<RunTrigger>(),
        Status = row.GetString(6).ToValue<RunStatus>(),
        NominalAt = row.NumberOrNull(7)?.ToInstant(),
        DueAt = row.NumberOrNull(8)?.ToInstant(),
        CreatedAt = row.GetInt64(9).ToInstant(),
        CreatedBy = row.TextOrNull(10),
        StartedAt = row.NumberOrNull(11)?.ToInstant(),
        CompletedAt = row.NumberOrNull(12)?.ToInstant(),
        TasksTotal = row.GetInt64(13),
        TasksSucceeded = row.GetInt64(14),
        TasksFailed = row.GetInt64(15),
        Error = row.TextOrNull(16).ToError(),
        CanceledBy = row.TextOrNull(17),
        CancelReason = row.TextOrNull(18),
        TimedOut = row.GetInt64(19) != 0,
        RetryOf = row.TextOrNull(20) is { } retried ? new RunId(retried) : null,
        ParentRunId = row.TextOrNull(21) is { } parent ? new RunId(parent) : null,
        Window = WindowRecord.From(StoredWindow.Read(row, 22)),
        Cost = Money.Amount(row.GetInt64(25)),
        Rows = row.GetInt64(26),
    };
}
