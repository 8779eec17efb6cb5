using System.Globalization;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>Schedules in the database.</summary>
internal static class ScheduleStore
{
    public static StoredSchedule? Find(Sql sql, string project, ScheduleId id) => sql.First(
        $"select {StoredSchedule.Columns} from schedules where id = $1 and project = $2 and archived_at is null", StoredSchedule.Read, id.Value, project);

    /// <summary>Several at once, those out of use as well.</summary>
    public static Dictionary<ScheduleId, StoredSchedule> FindAll(Sql sql, string project, IEnumerable<ScheduleId> ids, bool inUse) => sql.Query(
        $"select {StoredSchedule.Columns} from schedules where id in (select value from json_each($1)) and +project = $2 and (archived_at is null or $3 = 0)",
        StoredSchedule.Read, RunReader.JsonList(ids.Select(id => id.Value)), project, inUse).ToDictionary(schedule => schedule.Id);

    /// <summary>The schedules of a workflow that are in use.</summary>
    public static List<ScheduleId> OfWorkflow(Sql sql, string project, WorkflowId workflow) => sql.Query(
        "select id from schedules where project = $1 and workflow_id = $2 and archived_at is null order by id", row => new ScheduleId(row.GetString(0)), project, workflow.Value);

    /// <summary>Those that want to be looked at, the earliest first.</summary>
    public static List<StoredSchedule> Due(Sql sql, string project, Instant now, int limit) => sql.Query(
        $"select {StoredSchedule.Columns} from schedules where wake_at <= $2 and project = $1 and archived_at is null order by wake_at limit $3",
        StoredSchedule.Read, project, now.ToStored(), limit);

    public static Instant? EarliestWake(Sql sql, string project) => sql.Number(
        "select min(wake_at) from schedules where wake_at is not null and project = $1 and archived_at is null", project)?.ToInstant();

    // Written in this order, whatever the order in which they were asked for; two of one kind never meet on one schedule without a read between them.
    private static readonly RowWrite Insertion = RowWrite.Insert(
        5, "schedules",
        """
        id', project', workflow_id', key', kind', content', enabled, active, cursor_at, next_nominal_at, next_due_at, wake_at, owner', tags', search', created_at, created_by',
        updated_at, calendar_version', idempotency_key'
        """);

    private static readonly RowWrite Settlement = RowWrite.Update(60, "schedules", "id', cursor_at, next_nominal_at, next_due_at, wake_at, run_count, waits_for'");

    private static readonly RowWrite Streak = RowWrite.Update(61, "schedules", "id', failures_in_row, last_status'");

    private static readonly RowWrite Overriding = RowWrite.Update(62, "schedules", "id', override', override_by', override_reason', override_at, override_until");

    private static readonly RowWrite Pausing = RowWrite.Update(63, "schedules", "id', paused_by', pause_reason', paused_at, paused_until, wake_at, updated_at", counter: "revision");

    private static readonly RowWrite Redefinition = RowWrite.Update(
        64, "schedules",
        """
        id', content', enabled, active, cursor_at, next_nominal_at, next_due_at, wake_at, waits_for', owner', tags', search', updated_at, archived_at, archived_by', calendar_version'
        """,
        counter: "revision");

    private static readonly RowWrite Relabeling = RowWrite.Update(65, "schedules", "id', owner', tags', search'");

    private static readonly RowWrite Archival = RowWrite.Update(
        66, "schedules", "id', archived_at, archived_by', updated_at, next_nominal_at, next_due_at, wake_at, waits_for'", counter: "revision");

    public static void Settle(Sql sql, StoredSchedule schedule, DuePlan plan, ScheduleId? waitsFor) => sql.Rows.Add(
        Settlement,
        schedule.Id.Value, plan.Cursor.SettledThrough.ToStored(), plan.NextNominalAt.ToStored(), plan.NextDueAt.ToStored(),
        Earlier(plan.NextDueAt, schedule.ChangesAt).ToStored(), schedule.RunCount + plan.Runs.Count, waitsFor?.Value);

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

    public static void SetStreak(Sql sql, ScheduleId id, long failures, string? status) => sql.Rows.Add(Streak, id.Value, failures, status);

    /// <summary>The schedules for whose runs others wait.</summary>
    public static HashSet<string> WaitedFor(Sql sql) =>
        [.. sql.Query("select distinct waits_for from schedules where waits_for is not null", row => row.GetString(0))];

    /// <summary>One more run of its occurrences was made, outside of a plan. Its number.</summary>
    public static long CountRun(Sql sql, ScheduleId id) =>
        sql.Number("update schedules set run_count = run_count + 1 where id = $1 returning run_count", id.Value) ?? 0;

    /// <summary>All declared ones, those out of use as well, to be gone through at once.</summary>
    public static IEnumerable<ActualSchedule> Declared(Sql sql, string project) => sql.Each(
        """
        select id, workflow_id, key, content, archived_at, archived_by, owner, tags, search,
               case when (override is not null and override_until is null) or (paused_by is not null and paused_until is null) then 1 else 0 end, calendar_version
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

    /// <summary>Makes them, with ids that are free.</summary>
    public static int Create(Sql sql, string project, IReadOnlyList<DeclaredSchedule> declared, Instant now)
    {
        var plain = declared.Select(d => ScheduleId.For(project, d.WorkflowId, d.Definition.Key)).ToList();
        var taken = sql.Query("select id from schedules where id in (select value from json_each($1))", row => new ScheduleId(row.GetString(0)), RunReader.JsonList(plain.Select(id => id.Value))).ToHashSet();
        for (var i = 0; i < plain.Count; i++)
            Insert(sql, taken.Add(plain[i]) ? plain[i] : FreeId(sql, project, declared[i].WorkflowId, declared[i].Definition.Key), project, declared[i], "declared", by: null, now);
        return declared.Count;
    }

    public static void Insert(Sql sql, ScheduleId id, string project, DeclaredSchedule made, string kind, string? by, Instant now, string? request = null)
    {
        var next = Next(id, made.Definition, runCount: 0, now);
        sql.Rows.Add(
            Insertion,
            id.Value, project, made.WorkflowId.Value, made.Definition.Key, kind, made.Content, made.Definition.Enabled, made.Definition.Enabled, now.ToStored(), next.NextNominalAt.ToStored(),
            next.NextDueAt.ToStored(), next.NextDueAt.ToStored(), made.Labels.Owner, made.Labels.Tags, made.Labels.Search, now.ToStored(), by, now.ToStored(), made.Definition.CalendarVersion, request);
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
        sql.Rows.Add(
            Redefinition,
            schedule.Id.Value, schedule.Content, enabled, holds.Enabled, Instant.Max(schedule.CursorAt, settledThrough).ToStored(), next.NextNominalAt.ToStored(), next.NextDueAt.ToStored(),
            Earlier(next.NextDueAt, schedule.ChangesAt).ToStored(), null, labels.Owner, labels.Tags, labels.Search, now.ToStored(), null, null, holds.CalendarVersion);
        return 1;
    }

    /// <summary>It is settled until that instant by the rules of now, and is planned anew.</summary>
    public static void Carry(Sql sql, ScheduleId id, Instant cursor, Instant now) =>
        sql.Execute("update schedules set cursor_at = $2, wake_at = $3 where id = $1", id.Value, cursor.ToStored(), now.ToStored());

    public static void SetOverride(Sql sql, ScheduleId id, string? change, string? by, string? reason, Instant? at, Instant? until) =>
        sql.Rows.Add(Overriding, id.Value, change, by, reason, at.ToStored(), until.ToStored());

    public static int Relabel(Sql sql, ScheduleId id, ScheduleLabels labels)
    {
        sql.Rows.Add(Relabeling, id.Value, labels.Owner, labels.Tags, labels.Search);
        return 1;
    }

    public static int Archive(Sql sql, ScheduleId id, string? by, Instant now)
    {
        sql.Rows.Add(Archival, id.Value, now.ToStored(), by, now.ToStored(), null, null, null, null);
        return 1;
    }

    /// <summary>Sets or, with null, ends an operator's pause.</summary>
    public static void SetPause(Sql sql, StoredSchedule schedule, string? by, string? reason, Instant? until, Instant now)
    {
        var changed = schedule with { PausedUntil = until };
        sql.Rows.Add(
            Pausing, schedule.Id.Value, by, reason, by is null ? null : now.ToStored(), until.ToStored(), Earlier(schedule.NextDueAt, changed.ChangesAt).ToStored(), now.ToStored());
    }

    public static void SetAutoPause(Sql sql, ScheduleId id, string? reason, Instant now) => sql.Execute(
        """
        update schedules set auto_paused_at = $3, auto_pause_reason = $2, failures_in_row = case when cast($2 as text) is null then 0 else failures_in_row end,
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
