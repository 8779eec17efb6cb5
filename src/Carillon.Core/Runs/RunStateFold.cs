using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
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

    /// <summary>Folds facts into a new state. Facts that no longer fit (a stale attempt number, an ended task) change nothing.</summary>
    public RunState Apply(IReadOnlyList<RunEvent> events) => throw new NotSupportedException("written by the runs slice " + events.Count);

    /// <summary>The key that stays the same across the retries of one task run.</summary>
    public string IdempotencyKey(TaskKey key) => $"{Identity}/{key}";
}
