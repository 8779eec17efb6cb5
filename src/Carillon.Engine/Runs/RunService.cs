using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Runs;

/// <summary>A request to run a workflow now.</summary>
/// <param name="WorkflowId">Which one.</param>
/// <param name="Input">Input; defaults are filled in, and it is checked against the workflow's input schema.</param>
/// <param name="Trigger">Why.</param>
/// <param name="By">Who, for history.</param>
public sealed record StartRun(WorkflowId WorkflowId, JsonObject Input, RunTrigger Trigger, string By)
{
    /// <summary>The same key twice makes one run: the second request gets the first one's id. Null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Why it runs though it may be over budget, for the audit trail; null for only within budgets.</summary>
    public string? OverBudgetReason { get; init; }

    internal RunId? Parent { get; init; }

    internal TaskKey? ParentTask { get; init; }
}

/// <summary>What people and other workflows ask of runs. Thread safe. A change is durable when the task completes.</summary>
public sealed class RunService
{
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly Catalog _catalog;
    private readonly RunKeeper _runs;
    private readonly ReconcileLoop _reconcile;

    internal RunService(EngineOptions options, Database database, Catalog catalog, RunKeeper runs, ReconcileLoop reconcile) =>
        (_options, _database, _catalog, _runs, _reconcile) = (options, database, catalog, runs, reconcile);

    /// <summary>Makes a run. Its data window is that of the first schedule that has one, at the time it is made. Problems: SCH006 unknown workflow, SCH020 input that does not fit, SCH005 over budget.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing was made.</exception>
    public async Task<Checked<RunId>> StartAsync(StartRun request)
    {
        await _reconcile.FirstPass;
        if (_catalog.Find(request.WorkflowId)?.Live is not { } workflow)
            return Checked<RunId>.Bad(Unknown(request.WorkflowId));
        var input = InputSchema.Check(workflow.Input, request.Input);
        if (!input.IsOk)
            return Checked<RunId>.Bad(input.Problems);
        return await _database.WriteAsync(sql => Start(sql, request, workflow, input.Value));
    }

    /// <summary>Cancels an open run: its attempts are stopped, what has not started never will. Problems: SCH030 unknown run, SCH033 it has ended.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<RunId>> CancelAsync(RunId id, string by, string reason) => _database.WriteAsync(sql =>
    {
        if (_runs.Load(sql, id) is not { } run)
            return Checked<RunId>.Bad(Unknown(id));
        if (run.Status.IsEnded())
            return Checked<RunId>.Bad(new Problem(ProblemCodes.StateConflict, $"The run has ended ({StatusText.Of(run.Status)}); there is nothing to cancel."));
        if (run.Status != RunStatus.Canceling)
            _runs.Apply(sql, id, new RunEvent.CancelRequested(_options.Time.Now(), by, reason));
        return Checked<RunId>.Ok(id);
    });

    /// <summary>
    /// Makes a new run that goes on from a failed or canceled one: what succeeded is kept, the rest runs again with the same version, input, nominal time,
    /// data window and idempotency keys. Problems: SCH030 unknown run, SCH033 it has not failed, or a retry of it is open, SCH005 over budget.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="by">Who, for history.</param>
    /// <param name="key">The same key twice makes one run: the second request gets the first one's id. Null for none.</param>
    /// <param name="overBudgetReason">Why it runs though it may be over budget, for the audit trail; null for only within budgets.</param>
    /// <exception cref="StorageException">The database cannot be written; nothing was made.</exception>
    public Task<Checked<RunId>> RetryAsync(RunId id, string by, string? key = null, string? overBudgetReason = null) => _database.WriteAsync(sql =>
    {
        if (MadeBy(sql, key) is { } existing)
            return Checked<RunId>.Ok(existing);
        if (_runs.Load(sql, id) is not { } run)
            return Checked<RunId>.Bad(Unknown(id));
        if (run.Status is not (RunStatus.Failed or RunStatus.Canceled))
            return Checked<RunId>.Bad(new Problem(ProblemCodes.StateConflict, $"The run is {StatusText.Of(run.Status)}; only failed and canceled runs can be retried."));
        var open = sql.First(
            "select id from runs where retry_of = $1 and status in ('pending', 'running', 'canceling')", row => row.GetString(0), id.Value);
        if (open is not null)
            return Checked<RunId>.Bad(new Problem(ProblemCodes.StateConflict, $"Run {open} is already retrying it.", Suggestion: "Wait for it to end, or cancel it."));
        return _runs.CreateWithinBudget(sql, new NewRun(run.Definition, RunTrigger.Retry, run.Input, by)
        {
            RetryOf = run,
            IdempotencyKey = key,
            ScheduleId = run.ScheduleId,
            NominalAt = run.NominalAt,
            OverBudgetReason = overBudgetReason,
        });
    });

    private Checked<RunId> Start(Sql sql, StartRun request, WorkflowDefinition workflow, JsonObject input)
    {
        if (MadeBy(sql, request.IdempotencyKey) is { } existing)
            return Checked<RunId>.Ok(existing);
        return _runs.CreateWithinBudget(sql, new NewRun(workflow, request.Trigger, input, request.By)
        {
            IdempotencyKey = request.IdempotencyKey,
            Parent = request.Parent,
            ParentTask = request.ParentTask,
            OverBudgetReason = request.OverBudgetReason,
            Window = workflow.Schedules.FirstOrDefault(s => s.Windows is not null)?.Windows!.Of(_options.Time.Now()),
        });
    }

    private static RunId? MadeBy(Sql sql, string? key) =>
        key is not null && sql.First("select id from runs where idempotency_key = $1", row => row.GetString(0), key) is { } id ? new RunId(id) : null;

    private Problem Unknown(WorkflowId id)
    {
        var nearest = Nearest.Suggest(id.Value, _catalog.Entries.Where(e => e.Live is not null).Select(e => e.Live!.Id.Value));
        return new Problem(ProblemCodes.WorkflowNotFound, $"There is no workflow '{id}'.", Suggestion: nearest);
    }

    private static Problem Unknown(RunId id) => new(ProblemCodes.RunNotFound, $"There is no run '{id}'.");
}
