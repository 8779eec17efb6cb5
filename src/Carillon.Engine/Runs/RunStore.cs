using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>Runs and their task runs as rows: everything a <see cref="RunState"/> is rebuilt from.</summary>
internal static class RunStore
{
    private static readonly RowWrite Insertion = RowWrite.Insert(
        10, "runs",
        """
        id', project', workflow_id', version', schedule_id', nominal_at, due_at, run_number, trigger', input', identity', idempotency_key', waits, priority, created_at, created_by',
        parent_run_id', parent_task', retry_of', window_start, window_end, window_zone', stale_at, estimate_micros, cost_schedule_month, cost_owner', cost_month,
        status', started_at, completed_at, canceled_by', cancel_reason', timed_out, error', wake_at, tasks_total, tasks_succeeded, tasks_failed, cost_micros, rows, declared_micros, revision
        """);

    /// <summary>Counts the revision: a run that another node has changed since it was read is not found.</summary>
    private static readonly RowWrite Change = RowWrite.Update(
        11, "runs",
        """
        id', old@revision, status', started_at, completed_at, canceled_by', cancel_reason', timed_out, error', wake_at, tasks_total, tasks_succeeded, tasks_failed,
        cost_micros, rows, declared_micros
        """,
        keys: 2, counter: "revision", isExact: true);

    private const string TaskColumns =
        "run_id', task_id', item, status', attempts, pokes, ready_at, started_at, completed_at, wake_at, output', error', reason', item_value', item_count";

    private static readonly RowWrite TaskInsertion = RowWrite.Insert(20, "task_runs", TaskColumns);

    private static readonly RowWrite TaskChange = RowWrite.Insert(21, "task_runs", TaskColumns, key: "run_id, task_id, item");

    public static void Insert(Sql sql, HeldRun held, NewRun made, CostClaim claim)
    {
        var run = held.State;
        // A run that ends as it is made has carried nothing out.
        var (counts, totals) = (Count(run), run.Status.IsEnded() && RunTotals.Any(run) ? RunTotals.Of(run, new Dictionary<TaskKey, int>()) : default);
        sql.Rows.Add(
            Insertion,
            run.Id.Value, run.Project, run.Definition.Id.Value, run.Definition.Version, run.ScheduleId?.Value, run.NominalAt.ToStored(), made.DueAt.ToStored(), made.Number,
            StatusText.Of(run.Trigger), run.Input.ToJsonString(), run.Identity, made.IdempotencyKey, made.Waits, made.Priority, run.CreatedAt.ToStored(), made.By,
            made.Parent?.Value, made.ParentTask?.ToString(), made.RetryOf?.Id.Value, run.Window?.Start.ToStored(), run.Window?.End.ToStored(), run.Window?.Zone.Id, made.StaleAt.ToStored(),
            claim.EstimateMicros, claim.ScheduleMonth, claim.Owner, claim.Month,
            StatusText.Of(run.Status), run.StartedAt.ToStored(), run.CompletedAt.ToStored(), run.CanceledBy, run.CancelReason, run.TimedOut, ToJson(run.Error), held.WakeAt.ToStored(),
            counts.Total, counts.Succeeded, counts.Failed, totals.CostMicros, totals.Rows, totals.DeclaredMicros, held.Revision);
    }

    public static void Update(Sql sql, HeldRun held)
    {
        var run = held.State;
        var (counts, totals) = (Count(run), Totals(sql, run));
        sql.Rows.Add(
            Change,
            run.Id.Value, held.Revision, StatusText.Of(run.Status), run.StartedAt.ToStored(), run.CompletedAt.ToStored(), run.CanceledBy, run.CancelReason, run.TimedOut, ToJson(run.Error), held.WakeAt.ToStored(),
            counts.Total, counts.Succeeded, counts.Failed, totals.CostMicros, totals.Rows, totals.DeclaredMicros);
    }

    /// <summary>A task run's row: a new one of a run that is new itself, or whatever is there is replaced.</summary>
    public static void SaveTask(Sql sql, RunId run, TaskRunState task, bool isNewRun) => sql.Rows.Add(
        isNewRun ? TaskInsertion : TaskChange,
        run.Value, task.Key.Task.Value, task.Key.Item, StatusText.Of(task.Status), task.Attempts, task.Pokes, task.ReadyAt.ToStored(), task.StartedAt.ToStored(),
        task.CompletedAt.ToStored(), task.WakeAt.ToStored(), task.Output?.ToJsonString(), ToJson(task.Error), task.Reason, task.ItemValue?.ToJsonString(), task.ItemCount);

    private static RunTotals Totals(Sql sql, RunState run)
    {
        if (!run.Status.IsEnded() || !RunTotals.Any(run))
            return default;
        sql.Rows.Write();
        return RunTotals.Of(run, CarriedOut(sql, run.Id));
    }

    /// <summary>The revisions of runs, of those that there are.</summary>
    public static Dictionary<RunId, long> Revisions(Sql sql, IEnumerable<RunId> ids) => sql.Query(
        "select id, revision from runs where id in (select value from json_each($1))",
        row => (Id: new RunId(row.GetString(0)), Revision: row.GetInt64(1)), RunReader.JsonList(ids.Select(id => id.Value))).ToDictionary(found => found.Id, found => found.Revision);

    /// <summary>Runs with their tasks and live attempts, in no order; those that are not there are left out.</summary>
    /// <param name="sql">The connection.</param>
    /// <param name="ids">Which ones.</param>
    /// <param name="definitionOf">The version that a run began with; a run without is left out.</param>
    public static List<HeldRun> Load(Sql sql, IEnumerable<RunId> ids, Func<RunId, WorkflowId, string, WorkflowDefinition?> definitionOf)
    {
        var list = RunReader.JsonList(ids.Select(id => id.Value));
        var tasks = sql.Query(
            """
            select task_id, item, status, attempts, pokes, ready_at, started_at, completed_at, wake_at, output, error, reason, item_value, item_count, run_id
            from task_runs where run_id in (select value from json_each($1))
            """,
            row => (Run: row.GetString(14), Task: ReadTask(row)), list).ToLookup(found => found.Run, found => found.Task, StringComparer.Ordinal);
        var attempts = AttemptStore.OfRuns(sql, ids.Select(id => id.Value)).ToLookup(row => row.Run);
        var rows = sql.Query(
            """
            select project, schedule_id, nominal_at, trigger, status, input, identity, created_at, started_at, completed_at, canceled_by, cancel_reason, timed_out, error,
                   window_start, window_end, window_zone, id, workflow_id, version, waits, stale_at, parent_run_id, parent_task, run_number, estimate_micros, revision, wake_at
            from runs where id in (select value from json_each($1))
            """,
            StoredRun.Read, list);
        var held = new List<HeldRun>(rows.Count);
        foreach (var stored in rows)
        {
            if (definitionOf(stored.Id, stored.Workflow, stored.Version) is not { } definition)
                continue;
            // A task's row is written when there is more to tell than its attempt does; see RunCache.Write.
            var told = tasks[stored.Id.Value].Select(task => task.Key).ToHashSet();
            var unwritten = attempts[stored.Id].Where(row => !told.Contains(row.Key)).Select(AttemptStore.TaskOf);
            var run = new HeldRun(stored.State(definition, tasks[stored.Id.Value].Concat(unwritten)), stored.Facts, stored.Revision) { WakeAt = stored.WakeAt };
            foreach (var row in attempts[stored.Id])
                run.Attempts.Add(row.Key, row);
            // A claim is told by its own row; see RunKeeper.Claimed.
            run.State = run.State.Apply([.. run.Attempts.Values.Where(row => row.IsRunning).Select(row => new RunEvent.AttemptStarted(row.ClaimedAt!.Value, row.Key, row.Number))]);
            held.Add(run);
        }
        return held;
    }

    public static (int Total, int Succeeded, int Failed) Count(RunState run)
    {
        var (total, succeeded, failed) = (0, 0, 0);
        foreach (var task in run.Tasks.Values)
        {
            if (task.ItemCount is not null)
                continue;
            total++;
            if (task.Status == Core.Runs.TaskStatus.Succeeded)
                succeeded++;
            else if (task.Status == Core.Runs.TaskStatus.Failed)
                failed++;
        }
        return (total, succeeded, failed);
    }

    /// <summary>How many attempts of each task run were carried out within the run: what a retry took over from the run before is not among them.</summary>
    private static Dictionary<TaskKey, int> CarriedOut(Sql sql, RunId run) => sql.Query(
        "select task_id, item, count(*) from attempt_history where run_id = $1 and started_at is not null group by task_id, item",
        row => (Key: new TaskKey(new TaskId(row.GetString(0)), row.GetInt32(1)), Count: row.GetInt32(2)),
        run.Value).ToDictionary(found => found.Key, found => found.Count);

    public static string? ToJson(TaskError? error) => error is null ? null : JsonSerializer.Serialize(
        new StoredError(error.Code, error.Class, error.Message, error.Retryable, error.RetryAfter?.TotalMilliseconds), StoredErrorContext.Default.StoredError);

    public static TaskError? ErrorFrom(string? json)
    {
        if (json is null || JsonSerializer.Deserialize(json, StoredErrorContext.Default.StoredError) is not { } stored)
            return null;
        return new TaskError(stored.Code, stored.Class, stored.Message, stored.Retryable, stored.RetryAfterMs is { } ms ? Duration.FromMilliseconds(ms) : null);
    }

    private static TaskRunState ReadTask(DbDataReader row) => new()
    {
        Key = new TaskKey(new TaskId(row.GetString(0)), row.GetInt32(1)),
        Status = StatusText.ParseTask(row.GetString(2)),
        Attempts = row.GetInt32(3),
        Pokes = row.GetInt32(4),
        ReadyAt = row.NumberOrNull(5)?.ToInstant(),
        StartedAt = row.NumberOrNull(6)?.ToInstant(),
        CompletedAt = row.NumberOrNull(7)?.ToInstant(),
        WakeAt = row.NumberOrNull(8)?.ToInstant(),
        Output = row.TextOrNull(9) is { } output ? JsonNode.Parse(output) : null,
        Error = ErrorFrom(row.TextOrNull(10)),
        Reason = row.TextOrNull(11),
        ItemValue = row.TextOrNull(12) is { } item ? JsonNode.Parse(item) : null,
        ItemCount = (int?)row.NumberOrNull(13),
    };
}
