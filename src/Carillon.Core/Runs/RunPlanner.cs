using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>What came of a set of facts: the state after them and after every wish that needs no outside act.</summary>
/// <param name="State">The new state.</param>
/// <param name="Events">Every fact folded in order: the given ones and those that followed.</param>
/// <param name="Start">Attempts to queue. Already folded as queued.</param>
/// <param name="Cancel">Attempts to stop.</param>
/// <param name="WakeAt">When to plan again at the latest.</param>
public sealed record RunAdvance(
    RunState State,
    IReadOnlyList<RunEvent> Events,
    IReadOnlyList<RunAction.StartAttempt> Start,
    IReadOnlyList<RunAction.CancelAttempt> Cancel,
    Instant? WakeAt);

/// <summary>Decides what a run does next. Pure.</summary>
public static class RunPlanner
{
    /// <summary>The wishes for <paramref name="run"/> at <paramref name="now"/>. Asking twice without a new fact gives the same wishes; after they are folded, none.</summary>
    public static RunPlan Plan(RunState run, Instant now) => throw new NotSupportedException("written by the runs slice " + run.Id + now);

    /// <summary>Folds <paramref name="events"/>, then plans and folds until only outside acts are left.</summary>
    public static RunAdvance Advance(RunState run, IReadOnlyList<RunEvent> events, Instant now) =>
        throw new NotSupportedException("written by the runs slice " + run.Id + events.Count + now);
}
