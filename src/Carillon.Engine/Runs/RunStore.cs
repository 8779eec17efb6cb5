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
    public static void Insert(Sql sql, RunState run, NewRun made, CostClaim claim) => sql.Execute(
        """
        insert into runs (id, project, workflow_id, version, schedule_id, nominal_at, due_at, run_number, trigger, status, input, identity,
                          idempotency_key, waits, priority, created_at, created_by, parent_run_id, parent_task, retry_of, window_start, window_end, window_zone, stale_at, wake_at,
                          estimate_micros, cost_schedule_month, cost_owner, cost_month)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $24, $25, $26, $27, $28)
        """,
        run.Id.Value, run.Project, run.Definition.Id.Value, run.Definition.Version, run.ScheduleId?.Value, run.NominalAt.ToStored(),
        made.DueAt.ToStored(), made.Number, StatusText.Of(run.Trigger), StatusText.Of(run.Status), run.Input.ToJsonString(), run.Identity,
        made.IdempotencyKey, made.Waits, made.Priority, run.CreatedAt.ToStored(), made.By, made.Parent?.Value, made.ParentTask?.ToString(), made.RetryOf?.Id.Value,
        run.Window?.Start.ToStored(), run.Window?.End.ToStored(), run.Window?.Zone.Id, made.StaleAt.ToStored(),
        claim.EstimateMicros, claim.ScheduleMonth, claim.Owner, claim.Month);

    public static void UpdateRun(Sql sql, RunState run, Instant? wakeAt)
    {
        var (total, succeeded, failed) = Count(run);
        var totals = run.Status.IsEnded() && RunTotals.Any(run) ? RunTotals.Of(run, CarriedOut(sql, run.Id)) : default;
        sql.Execute(
            """
            update runs set status = $2, started_at = $3, completed_at = $4, canceled_by = $5, cancel_reason = $6, timed_out = $7, error = $8, wake_at = $9,
                            tasks_total = $10, tasks_succeeded = $11, tasks_failed = $12,
                            cost_micros = $13, rows = $14, declared_micros = $15
            where id = $1
            """,
            run.Id.Value, StatusText.Of(run.Status), run.StartedAt.ToStored(), run.CompletedAt.ToStored(), run.CanceledBy, run.CancelReason,
            run.TimedOut, ToJson(run.Error), wakeAt.ToStored(), total, succeeded, failed, totals.CostMicros, totals.Rows, totals.DeclaredMicros);
    }

    public static void SaveTask(Sql sql, RunId run, TaskRunState task) => sql.Execute(
        """
        insert into task_runs (run_id, task_id, item, status, attempts, pokes, ready_at, started_at, completed_at, wake_at, output, error, reason, item_value, item_count)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (run_id, task_id, item) do update set
          status = excluded.status, attempts = excluded.attempts, pokes = excluded.pokes, ready_at = excluded.ready_at, started_at = excluded.started_at,
          completed_at = excluded.completed_at, wake_at = excluded.wake_at, output = excluded.output, error = excluded.error, reason = excluded.reason,
          item_value = excluded.item_value, item_count = excluded.item_count
        """,
        run.Value, task.Key.Task.Value, task.Key.Item, StatusText.Of(task.Status), task.Attempts, task.Pokes, task.ReadyAt.ToStored(), task.StartedAt.ToStored(),
        task.CompletedAt.ToStored(), task.WakeAt.ToStored(), task.Output?.ToJsonString(), ToJson(task.Error), task.Reason, task.ItemValue?.ToJsonString(), task.ItemCount);

    /// <summary>The run's row, with what is needed to find its definition; null when there is no such run.</summary>
    public static (WorkflowId Workflow, string Version)? Definition(Sql sql, RunId id) => sql.First<(WorkflowId, string)?>(
        "select workflow_id, version from runs where id = $1", row => (new WorkflowId(row.GetString(0)), row.GetString(1)), id.Value);

    public static RunState Load(Sql sql, RunId id, WorkflowDefinition definition)
    {
        var tasks = sql.Query(
            "select task_id, item, status, attempts, pokes, ready_at, started_at, completed_at, wake_at, output, error, reason, item_value, item_count from task_runs where run_id = $1",
            ReadTask, id.Value);
        return sql.First(
            """
            select project, schedule_id, nominal_at, trigger, status, input, identity, created_at, started_at, completed_at, canceled_by, cancel_reason, timed_out, error,
                   window_start, window_end, window_zone
            from runs where id = $1
            """,
            row => new RunState
            {
                Id = id,
                Definition = definition,
                Project = row.GetString(0),
                ScheduleId = row.TextOrNull(1) is { } schedule ? new ScheduleId(schedule) : null,
                NominalAt = row.NumberOrNull(2)?.ToInstant(),
                Trigger = StatusText.ParseTrigger(row.GetString(3)),
                Status = StatusText.ParseRun(row.GetString(4)),
                Input = JsonNode.Parse(row.GetString(5))!.AsObject(),
                Identity = row.GetString(6),
                CreatedAt = row.GetInt64(7).ToInstant(),
                StartedAt = row.NumberOrNull(8)?.ToInstant(),
                CompletedAt = row.NumberOrNull(9)?.ToInstant(),
                CanceledBy = row.TextOrNull(10),
                CancelReason = row.TextOrNull(11),
                TimedOut = row.GetInt64(12) != 0,
                Error = ErrorFrom(row.TextOrNull(13)),
                Window = StoredWindow.Read(row, 14),
                Tasks = tasks.ToImmutableDictionary(t => t.Key),
            },
            id.Value)!;
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
