using System.Text.Json.Nodes;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>A fact about a run. <see cref="RunState.Apply(IReadOnlyList{RunEvent})"/> folds facts; a fact about an attempt that is no longer current changes nothing.</summary>
/// <param name="At">When it became true, by the database's clock.</param>
public abstract record RunEvent(Instant At)
{
    /// <summary>A pending run was let in.</summary>
    public sealed record RunStarted(Instant At) : RunEvent(At);

    /// <summary>An attempt was queued (ready).</summary>
    public sealed record AttemptQueued(Instant At, TaskKey Key, int Number) : RunEvent(At);

    /// <summary>A node claimed the attempt.</summary>
    public sealed record AttemptStarted(Instant At, TaskKey Key, int Number) : RunEvent(At);

    /// <summary>The attempt ended well.</summary>
    public sealed record AttemptSucceeded(Instant At, TaskKey Key, int Number, JsonNode? Output) : RunEvent(At);

    /// <summary>The attempt ended badly (its own failure, a timeout, or a lost node).</summary>
    public sealed record AttemptFailed(Instant At, TaskKey Key, int Number, TaskError Error) : RunEvent(At);

    /// <summary>The attempt stopped because it was canceled.</summary>
    public sealed record AttemptCanceled(Instant At, TaskKey Key, int Number) : RunEvent(At);

    /// <summary>The attempt ended without doing anything, by its handler's account (a soft-failing sensor): the task ends as skipped.</summary>
    public sealed record AttemptSkipped(Instant At, TaskKey Key, int Number, string Reason) : RunEvent(At);

    /// <summary>The attempt was asked to stop; it is live until it has. So that it is asked once.</summary>
    public sealed record AttemptCancelAsked(Instant At, TaskKey Key, int Number) : RunEvent(At);

    /// <summary>A sensor's condition did not hold; poke again at <paramref name="NextAt"/>. The number stays.</summary>
    public sealed record AttemptPoked(Instant At, TaskKey Key, int Number, Instant NextAt) : RunEvent(At);

    /// <summary>The attempt was not begun, because what it needs is down: it is looked at again at <paramref name="NextAt"/>, or when it is woken. The number stays, and it counts as no poke.</summary>
    public sealed record AttemptDeferred(Instant At, TaskKey Key, int Number, Instant NextAt, string Reason) : RunEvent(At);

    /// <summary>What a poke waits for has happened: poke now. Ignored unless the task is in <see cref="TaskStatus.PokeWait"/>.</summary>
    public sealed record TaskWoken(Instant At, TaskKey Key) : RunEvent(At);

    /// <summary>A fan-out got its items.</summary>
    public sealed record TaskExpanded(Instant At, TaskKey Key, IReadOnlyList<JsonNode?> Items) : RunEvent(At);

    /// <summary>A task ended without an attempt of its own, or a fan-out ended as its items did.</summary>
    public sealed record TaskSettled(Instant At, TaskKey Key, TaskStatus Status, JsonNode? Output, TaskError? Error, string? Reason) : RunEvent(At);

    /// <summary>Cancel was asked for.</summary>
    public sealed record CancelRequested(Instant At, string By, string Reason) : RunEvent(At);

    /// <summary>The run took longer than its timeout: its tasks are canceled and it ends failed.</summary>
    public sealed record RunTimedOut(Instant At) : RunEvent(At);

    /// <summary>The run ended.</summary>
    public sealed record RunFinished(Instant At, RunStatus Status, TaskError? Error) : RunEvent(At);
}
