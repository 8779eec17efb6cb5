using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>A schedule's stored switches and cursor.</summary>
internal sealed record StoredSchedule(
    ScheduleId Id, WorkflowId WorkflowId, string Key, bool Enabled, string? PausedBy, string? PauseReason, Instant CursorAt, Instant? NextDueAt, long RunCount);

/// <summary>Schedules in the database.</summary>
internal static class ScheduleStore
{
    private const string Columns = "id, workflow_id, key, enabled, paused_by, pause_reason, cursor_at, next_due_at, run_count";

    public static StoredSchedule? Find(Sql sql, string id) =>
        sql.First($"select {Columns} from schedules where id = $1 and archived_at is null", Read, id);

    /// <summary>Those whose time has come, the earliest first.</summary>
    public static List<StoredSchedule> Due(Sql sql, string project, Instant now, int limit) => sql.Query(
        $"select {Columns} from schedules where next_due_at <= $2 and project = $1 and archived_at is null order by next_due_at limit $3",
        Read, project, now.ToStored(), limit);

    public static Instant? EarliestDue(Sql sql, string project) => sql.Number(
        "select min(next_due_at) from schedules where next_due_at is not null and project = $1 and archived_at is null", project)?.ToInstant();

    public static void Settle(Sql sql, ScheduleId id, DuePlan plan, int newRuns) => sql.Execute(
        "update schedules set cursor_at = $2, next_nominal_at = $3, next_due_at = $4, run_count = run_count + $5 where id = $1",
        id.Value, plan.Cursor.SettledThrough.ToStored(), plan.NextNominalAt.ToStored(), plan.NextDueAt.ToStored(), newRuns);

    public static List<ActualSchedule> Declared(Sql sql, string project) => sql.Query(
        "select id, workflow_id, key, content, archived_at from schedules where project = $1 and kind = 'declared'",
        row => new ActualSchedule(new ScheduleId(row.GetString(0)), new WorkflowId(row.GetString(1)), row.GetString(2), row.GetString(3), !row.IsDBNull(4)), project);

    public static int Create(Sql sql, string project, DeclaredSchedule declared, Instant now)
    {
        var id = ScheduleId.For(project, declared.WorkflowId, declared.Definition.Key);
        var next = Next(id, declared.Definition, now);
        return sql.Execute(
            """
            insert into schedules (id, project, workflow_id, key, kind, content, enabled, cursor_at, next_nominal_at, next_due_at, created_at, updated_at)
            values ($1, $2, $3, $4, 'declared', $5, $6, $7, $8, $9, $7, $7)
            """,
            id.Value, project, declared.WorkflowId.Value, declared.Definition.Key, declared.Content, declared.Definition.Enabled, now.ToStored(),
            next.NextNominalAt.ToStored(), next.NextDueAt.ToStored());
    }

    /// <summary>New content: what is past stays past, so the cursor moves to now. The pause of an operator stays.</summary>
    public static int Update(Sql sql, ScheduleId id, DeclaredSchedule declared, Instant now)
    {
        var next = Next(id, declared.Definition, now);
        return sql.Execute(
            """
            update schedules set content = $2, enabled = $3, cursor_at = max(cursor_at, $4), next_nominal_at = $5, next_due_at = $6, updated_at = $4, archived_at = null
            where id = $1
            """,
            id.Value, declared.Content, declared.Definition.Enabled, now.ToStored(), next.NextNominalAt.ToStored(), next.NextDueAt.ToStored());
    }

    public static int Archive(Sql sql, ScheduleId id, Instant now) => sql.Execute(
        "update schedules set archived_at = $2, updated_at = $2, next_nominal_at = null, next_due_at = null where id = $1", id.Value, now.ToStored());

    public static bool Pause(Sql sql, ScheduleId id, string by, string reason, Instant now) => sql.Execute(
        "update schedules set paused_by = $2, pause_reason = $3, paused_at = $4, updated_at = $4 where id = $1 and archived_at is null", id.Value, by, reason, now.ToStored()) == 1;

    public static bool Resume(Sql sql, ScheduleId id, Instant now) => sql.Execute(
        "update schedules set paused_by = null, pause_reason = null, paused_at = null, updated_at = $2 where id = $1 and archived_at is null", id.Value, now.ToStored()) == 1;

    private static DuePlan Next(ScheduleId id, ScheduleDefinition definition, Instant now) =>
        DuePlanner.Plan(new Schedule(id, definition, definition.Enabled), new ScheduleCursor(now), OpenRuns.None, now);

    private static StoredSchedule Read(System.Data.Common.DbDataReader row) => new(
        new ScheduleId(row.GetString(0)), new WorkflowId(row.GetString(1)), row.GetString(2), row.GetInt64(3) != 0,
        row.TextOrNull(4), row.TextOrNull(5), row.GetInt64(6).ToInstant(), row.NumberOrNull(7)?.ToInstant(), row.GetInt64(8));
}
