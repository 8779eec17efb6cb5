using System.Globalization;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>Schedules in the database.</summary>
internal static class ScheduleStore
{
    public static StoredSchedule? Find(Sql sql, string project, ScheduleId id) => sql.First(
        $"select {StoredSchedule.Columns} from schedules where id = $1 and project = $2 and archived_at is null", StoredSchedule.Read, id.Value, project);

    /// <summary>The schedules of a workflow that are in use.</summary>
    public static List<ScheduleId> OfWorkflow(Sql sql, string project, WorkflowId workflow) => sql.Query(
        "select id from schedules where project = $1 and workflow_id = $2 and archived_at is null order by id", row => new ScheduleId(row.GetString(0)), project, workflow.Value);

    /// <summary>Those that want to be looked at, the earliest first.</summary>
    public static List<StoredSchedule> Due(Sql sql, string project, Instant now, int limit) => sql.Query(
        $"select {StoredSchedule.Columns} from schedules where wake_at <= $2 and project = $1 and archived_at is null order by wake_at limit $3",
        StoredSchedule.Read, project, now.ToStored(), limit);

    public static Instant? EarliestWake(Sql sql, string project) => sql.Number(
        "select min(wake_at) from schedules where wake_at is not null and project = $1 and archived_at is null", project)?.ToInstant();

    public static void Settle(Sql sql, StoredSchedule schedule, DuePlan plan, ScheduleId? waitsFor) => sql.Execute(
        "update schedules set cursor_at = $2, next_nominal_at = $3, next_due_at = $4, wake_at = $5, run_count = run_count + $6, waits_for = $7 where id = $1",
        schedule.Id.Value, plan.Cursor.SettledThrough.ToStored(), plan.NextNominalAt.ToStored(), plan.NextDueAt.ToStored(),
        Earlier(plan.NextDueAt, schedule.ChangesAt).ToStored(), plan.Runs.Count, waitsFor?.Value);

    /// <summary>Those whose next occurrence waits for this one are looked at now. How many.</summary>
    public static int WakeDependents(Sql sql, ScheduleId id, Instant now) =>
        sql.Execute("update schedules set wake_at = $2 where waits_for = $1 and archived_at is null", id.Value, now.ToStored());

    /// <summary>A schedule by the name that another one's <c>depends_on</c> gives it; null when there is none, or more than one.</summary>
    public static StoredSchedule? Named(Sql sql, string project, string name)
    {
        if (Find(sql, project, new ScheduleId(name)) is { } byId)
            return byId;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var found = slash < 0
            ? sql.Query($"select {StoredSchedule.Columns} from schedules where project = $1 and workflow_id = $2 and archived_at is null limit 2", StoredSchedule.Read, project, name)
            : sql.Query(
                $"select {StoredSchedule.Columns} from schedules where project = $1 and workflow_id = $2 and key = $3 and archived_at is null limit 2",
                StoredSchedule.Read, project, name[..slash], name[(slash + 1)..]);
        return found.Count == 1 ? found[0] : null;
    }

    public static void SetStreak(Sql sql, ScheduleId id, long failures, string status) =>
        sql.Execute("update schedules set failures_in_row = $2, last_status = $3 where id = $1", id.Value, failures, status);

    /// <summary>One more run of its occurrences was made, outside of a plan. Its number.</summary>
    public static long CountRun(Sql sql, ScheduleId id) =>
        sql.Number("update schedules set run_count = run_count + 1 where id = $1 returning run_count", id.Value) ?? 0;

    public static List<ActualSchedule> Declared(Sql sql, string project) => sql.Query(
        """
        select id, workflow_id, key, content, archived_at, archived_by, owner, tags, search,
               (override is not null and override_until is null) or (paused_by is not null and paused_until is null), calendar_version
        from schedules where project = $1 and kind = 'declared'
        """,
        row => new ActualSchedule(new ScheduleId(row.GetString(0)), new WorkflowId(row.GetString(1)), row.GetString(2), row.GetString(3), !row.IsDBNull(4))
        {
            IsDeletedByHand = !row.IsDBNull(5),
            Labels = new ScheduleLabels(row.TextOrNull(6), row.GetString(7), row.GetString(8)),
            HasOpenOverride = row.GetInt64(9) != 0,
            CalendarVersion = row.TextOrNull(10),
        },
        project);

    public static int Create(Sql sql, string project, DeclaredSchedule declared, Instant now) =>
        Insert(sql, FreeId(sql, project, declared.WorkflowId, declared.Definition.Key), project, declared, "declared", by: null, now);

    public static int Insert(Sql sql, ScheduleId id, string project, DeclaredSchedule made, string kind, string? by, Instant now, string? request = null)
    {
        var next = Next(id, made.Definition, runCount: 0, now);
        return sql.Execute(
            """
            insert into schedules (id, project, workflow_id, key, kind, content, enabled, active, cursor_at, next_nominal_at, next_due_at, wake_at,
                                   owner, tags, search, created_at, created_by, updated_at, calendar_version, idempotency_key)
            values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $10, $11, $12, $13, $8, $14, $8, $15, $16)
            """,
            id.Value, project, made.WorkflowId.Value, made.Definition.Key, kind, made.Content, made.Definition.Enabled, now.ToStored(),
            next.NextNominalAt.ToStored(), next.NextDueAt.ToStored(), made.Labels.Owner, made.Labels.Tags, made.Labels.Search, by, made.Definition.CalendarVersion, request);
    }

    /// <summary>The schedule that a request with this idempotency key has made, or null.</summary>
    public static ScheduleId? MadeBy(Sql sql, string project, string request) =>
        sql.First("select id from schedules where project = $1 and idempotency_key = $2", row => row.GetString(0), project, request) is { } id ? new ScheduleId(id) : null;

    /// <summary>Whether a schedule of the workflow that is in use has that key.</summary>
    public static bool IsTaken(Sql sql, string project, WorkflowId workflow, string key) => sql.Number(
        "select 1 from schedules where project = $1 and workflow_id = $2 and key = $3 and archived_at is null", project, workflow.Value, key) is not null;

    /// <summary>The key of a new managed schedule that names none: the first free of <c>managed</c>, <c>managed-2</c>, …</summary>
    public static string FreeKey(Sql sql, string project, WorkflowId workflow)
    {
        var key = "managed";
        for (var number = 2; IsTaken(sql, project, workflow, key); number++)
            key = string.Create(CultureInfo.InvariantCulture, $"managed-{number}");
        return key;
    }

    /// <summary>The id of a new schedule. Two owners may have ids of one text (project <c>a</c> with workflow <c>b-c</c>, project <c>a-b</c> with <c>c</c>); the later gets a number.</summary>
    public static ScheduleId FreeId(Sql sql, string project, WorkflowId workflow, string key)
    {
        var plain = ScheduleId.For(project, workflow, key);
        var id = plain;
        for (var number = 2; sql.Number("select 1 from schedules where id = $1", id.Value) is not null; number++)
            id = new ScheduleId($"{plain}~{number}");
        return id;
    }

    /// <summary>
    /// A new definition, and what holds with the override. What is past stays past, so the cursor moves to now, unless <see cref="StoredSchedule.KeepsCursor"/>. Pauses stay as they are. A schedule out of use
    /// comes back.
    /// </summary>
    /// <param name="sql">The connection.</param>
    /// <param name="schedule">The schedule as it will be: its override and pause are stored as given.</param>
    /// <param name="enabled">The definition's switch.</param>
    /// <param name="holds">The definition with the override laid over it.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="now">The time now.</param>
    public static int Redefine(Sql sql, StoredSchedule schedule, bool enabled, ScheduleDefinition holds, ScheduleLabels labels, Instant now)
    {
        var settledThrough = schedule.KeepsCursor ? schedule.CursorAt : now;
        var next = Next(schedule.Id, holds, schedule.RunCount, settledThrough);
        return sql.Execute(
            """
            update schedules set content = $2, enabled = $3, active = $4, cursor_at = max(cursor_at, $12), next_nominal_at = $6, next_due_at = $7, wake_at = $8, waits_for = null,
                                 owner = $9, tags = $10, search = $11, revision = revision + 1, updated_at = $5, archived_at = null, archived_by = null, calendar_version = $13
            where id = $1
            """,
            schedule.Id.Value, schedule.Content, enabled, holds.Enabled, now.ToStored(), next.NextNominalAt.ToStored(), next.NextDueAt.ToStored(),
            Earlier(next.NextDueAt, schedule.ChangesAt).ToStored(), labels.Owner, labels.Tags, labels.Search, settledThrough.ToStored(), holds.CalendarVersion);
    }

    public static void SetOverride(Sql sql, ScheduleId id, string? change, string? by, string? reason, Instant? at, Instant? until) => sql.Execute(
        "update schedules set override = $2, override_by = $3, override_reason = $4, override_at = $5, override_until = $6 where id = $1",
        id.Value, change, by, reason, at.ToStored(), until.ToStored());

    public static int Relabel(Sql sql, ScheduleId id, ScheduleLabels labels) => sql.Execute(
        "update schedules set owner = $2, tags = $3, search = $4 where id = $1", id.Value, labels.Owner, labels.Tags, labels.Search);

    public static int Archive(Sql sql, ScheduleId id, string? by, Instant now) => sql.Execute(
        "update schedules set archived_at = $2, archived_by = $3, updated_at = $2, revision = revision + 1, next_nominal_at = null, next_due_at = null, wake_at = null, waits_for = null where id = $1",
        id.Value, now.ToStored(), by);

    /// <summary>Sets or, with null, ends an operator's pause.</summary>
    public static void SetPause(Sql sql, StoredSchedule schedule, string? by, string? reason, Instant? until, Instant now)
    {
        var changed = schedule with { PausedUntil = until };
        sql.Execute(
            """
            update schedules set paused_by = $2, pause_reason = $3, paused_at = $4, paused_until = $5, wake_at = $6, updated_at = $7, revision = revision + 1
            where id = $1
            """,
            schedule.Id.Value, by, reason, by is null ? null : now.ToStored(), until.ToStored(), Earlier(schedule.NextDueAt, changed.ChangesAt).ToStored(), now.ToStored());
    }

    public static void SetAutoPause(Sql sql, ScheduleId id, string? reason, Instant now) => sql.Execute(
        """
        update schedules set auto_paused_at = $3, auto_pause_reason = $2, failures_in_row = case when $2 is null then 0 else failures_in_row end,
                             updated_at = $4, revision = revision + 1
        where id = $1
        """,
        id.Value, reason, reason is null ? null : now.ToStored(), now.ToStored());

    public static void Postpone(Sql sql, ScheduleId id, Instant until) => sql.Execute("update schedules set wake_at = $2 where id = $1", id.Value, until.ToStored());

    private static DuePlan Next(ScheduleId id, ScheduleDefinition definition, long runCount, Instant now) =>
        DuePlanner.Plan(new Schedule(id, definition, definition.Enabled) { RunCount = runCount }, new ScheduleCursor(now), OpenRuns.None, now);

    private static Instant? Earlier(Instant? one, Instant? other) => (one, other) switch
    {
        ({ } a, { } b) => Instant.Min(a, b),
        _ => one ?? other,
    };
}
