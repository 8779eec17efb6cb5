using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>
/// A run as the facts so far leave it: what the planner looks at. Immutable. Everything in it can be rebuilt from the stored rows.
/// </summary>
public sealed record RunState
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The definition the run began with.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Why it exists.</summary>
    public required RunTrigger Trigger { get; init; }

    /// <summary>The whole input, defaults filled in.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>The key that idempotency keys are made of: <c>scheduleId@nominal</c> for an occurrence, else the run's id.</summary>
    public required string Identity { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>The schedule, for runs of one.</summary>
    public ScheduleId? ScheduleId { get; init; }

    /// <summary>The nominal time, for runs of a schedule.</summary>
    public Instant? NominalAt { get; init; }

    /// <summary>The data window it works on, or null; a retry has the same one.</summary>
    public DataWindow? Window { get; init; }

    /// <summary>Where it stands.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it started.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? CompletedAt { get; init; }

    /// <summary>Who asked to cancel, and why; null when nobody did.</summary>
    public string? CanceledBy { get; init; }

    /// <summary>Why cancel was asked for.</summary>
    public string? CancelReason { get; init; }

    /// <summary>True once the run's own timeout has passed.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The run's error, once failed.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Every task run: one for each task, and one for each item of an expanded fan-out.</summary>
    public required ImmutableDictionary<TaskKey, TaskRunState> Tasks { get; init; }

    /// <summary>Counts over <see cref="Tasks"/> for the planner; null or out of date on a state made from rows, which costs one pass over the tasks.</summary>
    internal RunIndex? Index { get; init; }

    /// <summary>A run that has just been made: pending, every task pending.</summary>
    /// <param name="id">The run.</param>
    /// <param name="project">The project.</param>
    /// <param name="definition">The definition it begins with.</param>
    /// <param name="trigger">Why it exists.</param>
    /// <param name="input">The whole input, defaults filled in.</param>
    /// <param name="createdAt">When it was made.</param>
    /// <param name="scheduleId">The schedule, for runs of one.</param>
    /// <param name="nominalAt">The nominal time, for runs of a schedule.</param>
    /// <param name="identity">What idempotency keys are made of; null for <c>scheduleId@nominal</c> where both are given, else the run's id.</param>
    public static RunState New(
        RunId id,
        string project,
        WorkflowDefinition definition,
        RunTrigger trigger,
        JsonObject input,
        Instant createdAt,
        ScheduleId? scheduleId = null,
        Instant? nominalAt = null,
        string? identity = null) => new()
        {
            Id = id,
            Project = project,
            Definition = definition,
            Trigger = trigger,
            Input = input,
            Identity = identity ?? (scheduleId is { } schedule && nominalAt is { } nominal ? $"{schedule}@{TimeText.Of(nominal)}" : id.Value),
            CreatedAt = createdAt,
            ScheduleId = scheduleId,
            NominalAt = nominalAt,
            Tasks = definition.Tasks.Select(task => new TaskRunState { Key = new TaskKey(task.Id) }).ToImmutableDictionary(task => task.Key),
        };

    /// <summary>
    /// A new run that goes on where <paramref name="ended"/> failed or was canceled: the same definition, input, nominal time, data window and identity,
    /// so idempotency keys stay the same. What succeeded is carried over with its output; everything else, and every hook, is pending again.
    /// </summary>
    /// <returns>The run, or a problem (SCH033) when <paramref name="ended"/> has not ended or ended well.</returns>
    public static Checked<RunState> Retry(RunState ended, RunId id, Instant createdAt)
    {
        if (ended.Status is not (RunStatus.Failed or RunStatus.Canceled))
            return Checked<RunState>.Bad(new Problem(ProblemCodes.StateConflict, $"Run {ended.Id} is {StatusText.Of(ended.Status)}; only a failed or canceled run can be retried."));
        return Checked<RunState>.Ok(ended with
        {
            Id = id,
            Trigger = RunTrigger.Retry,
            CreatedAt = createdAt,
            NominalAt = ended.NominalAt ?? ended.CreatedAt,
            Status = RunStatus.Pending,
            StartedAt = null,
            CompletedAt = null,
            CanceledBy = null,
            CancelReason = null,
            TimedOut = false,
            Error = null,
            Tasks = CarriedOver.From(ended),
            Index = null,
        });
    }

    /// <summary>Folds facts into a new state. Facts that no longer fit (a stale attempt number, an ended task) change nothing.</summary>
    public RunState Apply(IReadOnlyList<RunEvent> events)
    {
        if (events.Count == 0)
            return this;
        var fold = new RunFold(this);
        foreach (var fact in events)
            fold.Fold(fact);
        return fold.Publish();
    }

    /// <summary>The definition of a task run's task.</summary>
    /// <exception cref="KeyNotFoundException">The definition has no such task.</exception>
    public TaskDefinition TaskOf(TaskKey key) =>
        RunGraph.Of(Definition) is var graph && graph.PlaceOf(key.Task) is >= 0 and var place ? graph.Tasks[place] : throw new KeyNotFoundException($"no task '{key.Task}'");

    /// <summary>The key that stays the same across the retries of one task run.</summary>
    public string IdempotencyKey(TaskKey key) => $"{Identity}/{key}";
}
