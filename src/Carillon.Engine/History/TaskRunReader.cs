using System.Data.Common;
using Carillon.Core;
using Carillon.Engine.Storage;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Engine.History;

/// <summary>Reads the tasks of a run with their attempts. Thread safe.</summary>
/// <param name="database">Where they are.</param>
public sealed class TaskRunReader(Database database)
{
    /// <summary>
    /// The task runs of the run <c>$1</c>, as a table to select from: those that have a row, and those of which there is nothing to tell yet but their queued or claimed
    /// attempt.
    /// </summary>
    internal const string OfRun =
        """
        (select task_id, item, status, attempts, pokes, ready_at, started_at, completed_at, wake_at, output, error, reason, item_value, item_count from task_runs where run_id = $1
         union all
         select task_id, item, 'ready', number, 0, ready_at, null, null, null, null, null, null, null, null from attempts a
         where run_id = $1 and not exists (select 1 from task_runs t where t.run_id = a.run_id and t.task_id = a.task_id and t.item = a.item)) task
        """;

    /// <summary>The run's tasks in the order they were queued (those not yet queued last), each with its attempts. Empty for an unknown run.</summary>
    public IReadOnlyList<TaskRunRecord> List(RunId run) => database.Read(sql => List(sql, run));

    internal static List<TaskRunRecord> List(Sql sql, RunId run)
    {
        var attempts = Attempts(sql, run).ToLookup(attempt => (attempt.Task, attempt.Item), attempt => attempt.Record);
        return sql.Query(
            $"""
            select task_id, item, status, attempts, pokes, ready_at, started_at, completed_at, wake_at, output, error, reason, item_value, item_count
            from {OfRun} order by ready_at is null, ready_at, completed_at is null, completed_at, task_id, item
            """,
            row => Read(row, attempts),
            run.Value).ConvertAll(WithClaim);
    }

    /// <summary>A claim is told by the attempt's own row before it is by the task's.</summary>
    private static TaskRunRecord WithClaim(TaskRunRecord task) => task.Status == TaskStatus.Ready && task.Attempts.LastOrDefault() is { Outcome: "running" } claimed
        ? task with { Status = TaskStatus.Running, StartedAt = task.StartedAt ?? claimed.StartedAt }
        : task;

    private static IEnumerable<(string Task, long Item, AttemptRecord Record)> Attempts(Sql sql, RunId run) =>
    [
        .. sql.Query(
            """
            select task_id, item, number, outcome, node, ready_at, started_at, completed_at, input, error
            from attempt_history where run_id = $1 order by task_id, item, number, fence
            """,
            ReadEnded,
            run.Value),
        .. sql.Query("select task_id, item, number, status, node, ready_at, claimed_at from attempts where run_id = $1", ReadLive, run.Value),
    ];

    private static TaskRunRecord Read(DbDataReader row, ILookup<(string, long), AttemptRecord> attempts) => new()
    {
        TaskId = new TaskId(row.GetString(0)),
        Item = row.GetInt64(1) is >= 0 and var item ? (int)item : null,
        Status = row.GetString(2).ToValue<TaskStatus>(),
        AttemptCount = row.GetInt64(3),
        Pokes = row.GetInt64(4),
        ReadyAt = row.NumberOrNull(5)?.ToInstant(),
        StartedAt = row.NumberOrNull(6)?.ToInstant(),
        CompletedAt = row.NumberOrNull(7)?.ToInstant(),
        WakeAt = row.NumberOrNull(8)?.ToInstant(),
        Output = row.TextOrNull(9).ToJson(),
        Error = row.TextOrNull(10).ToError(),
        Reason = row.TextOrNull(11),
        ItemValue = row.TextOrNull(12).ToJson(),
        ItemCount = row.NumberOrNull(13),
        Attempts = [.. attempts[(row.GetString(0), row.GetInt64(1))]],
    };

    private static (string Task, long Item, AttemptRecord Record) ReadEnded(DbDataReader row) => (row.GetString(0), row.GetInt64(1), new AttemptRecord
    {
        Number = row.GetInt64(2),
        Outcome = row.GetString(3),
        Node = row.TextOrNull(4),
        ReadyAt = row.GetInt64(5).ToInstant(),
        StartedAt = row.NumberOrNull(6)?.ToInstant(),
        CompletedAt = row.GetInt64(7).ToInstant(),
        Input = row.TextOrNull(8).ToJson(),
        Error = row.TextOrNull(9).ToError(),
    });

    private static (string Task, long Item, AttemptRecord Record) ReadLive(DbDataReader row) => (row.GetString(0), row.GetInt64(1), new AttemptRecord
    {
        Number = row.GetInt64(2),
        Outcome = row.GetString(3),
        Node = row.TextOrNull(4),
        ReadyAt = row.GetInt64(5).ToInstant(),
        StartedAt = row.NumberOrNull(6)?.ToInstant(),
    });
}
