using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Engine.History;

/// <summary>Reads single runs and their tasks with the words for what they wait for. Thread safe; every call sees one state of the database.</summary>
public sealed class WaitingReader
{
    private readonly Database _database;
    private readonly DefinitionStore _definitions;
    private readonly Catalog _catalog;
    private readonly string _project;

    internal WaitingReader(Database database, DefinitionStore definitions, Catalog catalog, string project) =>
        (_database, _definitions, _catalog, _project) = (database, definitions, catalog, project);

    /// <summary>The run with its input, and while it is pending what it waits for; null when there is none.</summary>
    public RunRecord? Find(RunId id) => _database.Read(sql =>
    {
        var run = RunReader.Find(sql, id, _project);
        return run is { Status: RunStatus.Pending } ? run with { Waiting = WaitingWords.Of(Facts(sql, run)) } : run;
    });

    /// <summary>The run's tasks as <see cref="TaskRunReader.List(RunId)"/> has them, the open ones with what they wait for; null when there is no such run.</summary>
    public IReadOnlyList<TaskRunRecord>? Tasks(RunId id) => _database.Read(sql =>
    {
        if (RunReader.Find(sql, id, _project) is not { } run)
            return null;
        var tasks = TaskRunReader.List(sql, id);
        if (run.Status.IsEnded() || tasks.All(task => task.Status.IsEnded() || task.Status == TaskStatus.Running))
            return tasks;
        var workflow = _definitions.Version(sql, run.WorkflowId, run.Version, _catalog.Snapshot, _catalog.Context).ValueOrDefault;
        var defined = workflow?.Tasks.ToDictionary(task => task.Id) ?? [];
        var open = tasks.Where(task => task.Item is null && !task.Status.IsEnded()).Select(task => task.TaskId).ToHashSet();
        var use = tasks.Any(task => task.Status == TaskStatus.Ready) ? AttemptStore.PoolUse(sql) : [];
        return (IReadOnlyList<TaskRunRecord>)[.. tasks.Select(task => task with { Waiting = WaitingWords.Of(Facts(task, defined.GetValueOrDefault(task.TaskId), open, use)) })];
    });

    private TaskWait Facts(TaskRunRecord run, TaskDefinition? task, HashSet<TaskId> open, Dictionary<string, int> use) => new()
    {
        Status = run.Status,
        Task = task,
        IsItem = run.Item is not null,
        Attempts = run.AttemptCount,
        Pokes = run.Pokes,
        WakeAt = run.WakeAt,
        Reason = run.Reason,
        Open = run.Item is null && task is not null ? [.. task.Needs.Where(open.Contains)] : [],
        MayEndItsHost = TaskRunState.MayEndHost(run.AttemptCount, run.Error?.Class),
        Pool = task?.Pool,
        PoolLimit = task?.Pool is { } pool && _catalog.Snapshot.PoolLimits.TryGetValue(pool, out var limit) ? limit : null,
        PoolUse = task?.Pool is { } used ? use.GetValueOrDefault(used) : 0,
    };

    private RunWait Facts(Sql sql, RunRecord run)
    {
        var (waits, stale) = sql.First("select waits, stale_at from runs where id = $1", row => (row.GetInt64(0) != 0, row.NumberOrNull(1)?.ToInstant()), run.Id.Value);
        return new RunWait
        {
            MaxConcurrentRuns = _definitions.Version(sql, run.WorkflowId, run.Version, _catalog.Snapshot, _catalog.Context).ValueOrDefault?.MaxConcurrentRuns,
            Running = sql.Number("select count(*) from runs where project = $1 and workflow_id = $2 and status in ('running', 'canceling')", _project, run.WorkflowId.Value) ?? 0,
            Before = waits && run.ScheduleId is { } schedule ? Before(sql, schedule, run.Id) : null,
            StaleAt = stale,
        };
    }

    private static RunId? Before(Sql sql, ScheduleId schedule, RunId run) => sql.First<RunId?>(
        "select max(id) from runs where schedule_id = $1 and id < $2 and trigger = 'schedule' and status in ('pending', 'running', 'canceling')",
        row => row.TextOrNull(0) is { } id ? new RunId(id) : null, schedule.Value, run.Value);
}
