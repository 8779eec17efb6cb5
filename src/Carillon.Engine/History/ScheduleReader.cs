using System.Data.Common;
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
        s.cursor_at, s.next_nominal_at, s.next_due_at, s.run_count, s.created_at
        """;

    private const string LastRunId = "(select max(id) from runs where schedule_id = s.id)";

    private const int ColumnCount = 15;

    /// <summary>Schedules that fit, by id, each with its latest run.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">From the page before, or null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<ScheduleRecord> List(ScheduleFilter filter, string? cursor, int limit)
    {
        var where = new Where().And("s.project = ?", project);
        where.And(Status(filter.Status));
        where.AndIf("s.workflow_id = ?", filter.WorkflowId?.Value);
        if (filter.Tag is { } tag)
        {
            var workflows = where.Next(RunReader.JsonList((filter.TaggedWorkflows ?? []).Select(workflow => workflow.Value)));
            where.And($"(exists (select 1 from json_each(s.content, '$.tags') where value = ?) or s.workflow_id in (select value from json_each({workflows})))", tag);
        }

        where.AndIf(@"(s.id like ? escape '\' or s.workflow_id like ? escape '\' or s.content like ? escape '\')", filter.Text is { } part ? Containing(part) : null);
        where.AndIf("s.id > ?", cursor);
        var text = $"select {Columns}, {LastRunId} from schedules s {where} order by s.id limit {where.Next(limit + 1)}";
        return database.Read(sql => RunReader.Page(
            sql.Query(text, row => (Record: Read(row), Run: row.TextOrNull(ColumnCount)), where.Values).ConvertAll(found => WithRun(sql, found)),
            limit,
            schedule => schedule.Id.Value));
    }

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

    private ScheduleRecord WithRun(Sql sql, (ScheduleRecord Record, string? Run) found) =>
        found.Run is null ? found.Record : found.Record with { LastRun = RunReader.Find(sql, new RunId(found.Run), project) };

    // As a pattern, because SQLite looks for one twice as fast as for a part of text made small.
    private static string Containing(string text) =>
        "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";

    private static string Status(ScheduleStatus? status) => status switch
    {
        ScheduleStatus.Archived => "s.archived_at is not null",
        ScheduleStatus.Disabled => "s.archived_at is null and s.enabled = 0",
        ScheduleStatus.Paused => "s.archived_at is null and s.enabled = 1 and s.paused_by is not null",
        ScheduleStatus.Active => "s.archived_at is null and s.enabled = 1 and s.paused_by is null",
        _ => "s.archived_at is null",
    };

    private static ScheduleRecord Read(DbDataReader row) => new()
    {
        Id = new ScheduleId(row.GetString(0)),
        WorkflowId = new WorkflowId(row.GetString(1)),
        Key = row.GetString(2),
        Kind = row.GetString(3),
        Content = row.GetString(4).ToJson(),
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
    };
}
