using System.Data.Common;
using System.Globalization;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>Reads schedules. Thread safe; every call sees one state of the database.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose schedules are read.</param>
public sealed class ScheduleReader(Database database, string project)
{
    private const string Columns =
        """
        s.id, s.workflow_id, s.key, s.kind, s.content, s.enabled, s.paused_by, s.pause_reason, s.paused_at, s.archived_at,
        s.cursor_at, s.next_nominal_at, s.next_due_at, s.run_count, s.created_at, s.revision, s.active, s.override, s.override_by, s.override_reason,
        s.override_at, s.override_until, s.auto_paused_at, s.auto_pause_reason, s.failures_in_row, s.paused_until, s.owner, s.tags, s.created_by, s.archived_by, s.updated_at
        """;

    private const string LastRunId = "(select max(id) from runs where schedule_id = s.id)";

    private const int ColumnCount = 31;

    /// <summary>Schedules that fit, in the filter's order, each with its latest run.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">From the page before, or null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<ScheduleRecord> List(ScheduleFilter filter, string? cursor, int limit) => database.Read(sql =>
    {
        var where = new Where().And("s.project = ?", project).Fitting(filter, sql.Dialect);
        var (key, compare, way) = (SortKey(filter), filter.Descending ? "<" : ">", filter.Descending ? "desc" : "asc");
        if (cursor is not null)
        {
            // A cursor is the value, a space, and the id.
            var cut = cursor.IndexOf(' ', StringComparison.Ordinal);
            object value = filter.Sort == ScheduleSort.NextRun ? long.Parse(cursor.AsSpan(0, cut), CultureInfo.InvariantCulture) : cursor[..cut];
            where.And($"({key}, s.id) {compare} ({where.Next(value)}, {where.Next(cursor[(cut + 1)..])})");
        }

        // What is already in the order of an index is not sorted again.
        var order = filter.Sort == ScheduleSort.Id ? $"s.id {way}" : $"{key} {way}, s.id {way}";
        var text = $"select {Columns}, {LastRunId}, {key} from schedules s {where} order by {order} limit {where.Next(limit + 1)}";
        var rows = sql.Query(text, row => (Found: (Record: Read(row), Run: row.TextOrNull(ColumnCount)), Key: row.GetValue(ColumnCount + 1)), where.Values);
        var next = rows.Count > limit ? string.Create(CultureInfo.InvariantCulture, $"{rows[limit - 1].Key} {rows[limit - 1].Found.Record.Id}") : null;
        return new RecordPage<ScheduleRecord>([.. rows.Take(limit).Select(row => WithRun(sql, row.Found))], next);
    });

    /// <summary>Those in use, by id, without their runs: the active ones, or with the paused and disabled ones.</summary>
    public IReadOnlyList<ScheduleRecord> InUse(ScheduleStatus? status)
    {
        var where = new Where().And("s.project = ?", project).And(ScheduleConditions.Status(status));
        return database.Read(sql => sql.Query($"select {Columns} from schedules s {where} order by s.id", Read, where.Values));
    }

    private static string SortKey(ScheduleFilter filter) => (filter.Sort, filter.Descending) switch
    {
        (ScheduleSort.NextRun, false) => "coalesce(s.next_nominal_at, 9223372036854775807)",
        (ScheduleSort.NextRun, true) => "coalesce(s.next_nominal_at, -9223372036854775807)",
        (ScheduleSort.LastRun, false) => $"coalesce({LastRunId}, 'none')",
        (ScheduleSort.LastRun, true) => $"coalesce({LastRunId}, '')",
        _ => "s.id",
    };

    /// <summary>The schedule with its latest run, or null.</summary>
    public ScheduleRecord? Find(ScheduleId id) => database.Read(sql =>
    {
        var found = sql.First(
            $"select {Columns}, {LastRunId} from schedules s where s.id = $1 and s.project = $2",
            row => (Record: Read(row), Run: row.TextOrNull(ColumnCount)),
            id.Value,
            project);
        return found.Record is null ? null : WithRun(sql, found);
    });

    /// <summary>Those of the schedules that exist, without their runs, by id.</summary>
    public IReadOnlyList<ScheduleRecord> Find(IReadOnlyCollection<ScheduleId> ids) => database.Read(sql => sql.Query(
        $"select {Columns} from schedules s where s.id in (select value from json_each($1)) and +s.project = $2 order by +s.id", Read, RunReader.JsonList(ids.Select(id => id.Value)), project));

    private ScheduleRecord WithRun(Sql sql, (ScheduleRecord Record, string? Run) found) =>
        found.Run is null ? found.Record : found.Record with { LastRun = RunReader.Find(sql, new RunId(found.Run), project) };

    private static ScheduleRecord Read(DbDataReader row) => new()
    {
        Id = new ScheduleId(row.GetString(0)),
        WorkflowId = new WorkflowId(row.GetString(1)),
        Key = row.GetString(2),
        Kind = row.GetString(3),
        ContentText = row.GetString(4),
        Enabled = row.GetInt64(5) != 0,
        PausedBy = row.TextOrNull(6),
        PauseReason = row.TextOrNull(7),
        PausedAt = row.NumberOrNull(8)?.ToInstant(),
        ArchivedAt = row.NumberOrNull(9)?.ToInstant(),
        SettledThrough = row.GetInt64(10).ToInstant(),
        NextRunAt = row.NumberOrNull(11)?.ToInstant(),
        NextDueAt = row.NumberOrNull(12)?.ToInstant(),
        RunCount = row.GetInt64(13),
        CreatedAt = row.GetInt64(14).ToInstant(),
        Revision = row.GetInt64(15),
        Active = row.GetInt64(16) != 0,
        OverrideText = row.TextOrNull(17),
        OverrideBy = row.TextOrNull(18),
        OverrideReason = row.TextOrNull(19),
        OverrideAt = row.NumberOrNull(20)?.ToInstant(),
        OverrideUntil = row.NumberOrNull(21)?.ToInstant(),
        AutoPausedAt = row.NumberOrNull(22)?.ToInstant(),
        AutoPauseReason = row.TextOrNull(23),
        FailuresInRow = row.GetInt64(24),
        PausedUntil = row.NumberOrNull(25)?.ToInstant(),
        Owner = row.TextOrNull(26),
        Tags = [.. row.GetString(27).ToJson()!.AsArray().Select(tag => tag!.GetValue<string>())],
        CreatedBy = row.TextOrNull(28),
        ArchivedBy = row.TextOrNull(29),
        UpdatedAt = row.GetInt64(30).ToInstant(),
    };
}
