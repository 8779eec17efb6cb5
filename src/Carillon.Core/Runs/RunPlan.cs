using System.Text.Json.Nodes;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>What the planner wishes for.</summary>
public abstract record RunAction
{
    /// <summary>Queue attempt <paramref name="Number"/> of the task.</summary>
    public sealed record StartAttempt(TaskKey Key, int Number) : RunAction;

    /// <summary>Stop the live attempt (it may be ready or running).</summary>
    public sealed record CancelAttempt(TaskKey Key, int Number, string Reason) : RunAction;

    /// <summary>Give the fan-out its items.</summary>
    public sealed record ExpandTask(TaskKey Key, IReadOnlyList<JsonNode?> Items) : RunAction;

    /// <summary>End the task without an attempt: skipped, upstream_failed, canceled, failed by an expression, or a fan-out whose items have all ended.</summary>
    public sealed record SettleTask(TaskKey Key, TaskStatus Status, JsonNode? Output, TaskError? Error, string? Reason) : RunAction;

    /// <summary>The run has exceeded its timeout.</summary>
    public sealed record TimeOutRun : RunAction;

    /// <summary>End the run.</summary>
    public sealed record FinishRun(RunStatus Status, TaskError? Error) : RunAction;
}

/// <summary>The planner's answer: what to do now, and when to ask again at the latest.</summary>
/// <param name="Actions">In order; empty when there is nothing to do.</param>
/// <param name="WakeAt">When to plan again though no event has come; null when only an event can change anything.</param>
public sealed record RunPlan(IReadOnlyList<RunAction> Actions, Instant? WakeAt);
