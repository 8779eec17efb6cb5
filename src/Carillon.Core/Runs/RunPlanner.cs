using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>What came of a set of facts: the state after them and after every wish that needs no outside act.</summary>
/// <param name="State">The new state.</param>
/// <param name="Events">Every fact folded in order: the given ones and those that followed.</param>
/// <param name="Start">Attempts to queue. Already folded as queued.</param>
/// <param name="Cancel">Attempts to stop. Each is asked for once; the run waits for its result, or for <see cref="RunEvent.AttemptCanceled"/>.</param>
/// <param name="Changed">The task runs that differ from those of the state before, as they are now; in no order.</param>
/// <param name="WakeAt">When to plan again at the latest; null when only an event can change anything.</param>
public sealed record RunAdvance(
    RunState State,
    IReadOnlyList<RunEvent> Events,
    IReadOnlyList<RunAction.StartAttempt> Start,
    IReadOnlyList<RunAction.CancelAttempt> Cancel,
    IReadOnlyList<TaskRunState> Changed,
    Instant? WakeAt);

/// <summary>Decides what a run does next. Pure.</summary>
public static class RunPlanner
{
    /// <summary>The wishes for <paramref name="run"/> at <paramref name="now"/>. Asking twice without a new fact gives the same wishes; after they are folded, none.</summary>
    public static RunPlan Plan(RunState run, Instant now)
    {
        var wishes = new RunWishes(new RunFold(run), now);
        return new RunPlan(wishes.List(), wishes.WakeAt());
    }

    /// <summary>Folds <paramref name="events"/>, then plans and folds until only outside acts are left.</summary>
    public static RunAdvance Advance(RunState run, IReadOnlyList<RunEvent> events, Instant now)
    {
        var fold = new RunFold(run);
        var facts = new List<RunEvent>(events);
        var start = new List<RunAction.StartAttempt>();
        var cancel = new List<RunAction.CancelAttempt>();
        foreach (var fact in events)
            fold.Fold(fact);
        var wishes = new RunWishes(fold, now);
        while (wishes.List() is { Count: > 0 } actions)
        {
            foreach (var action in actions)
            {
                var fact = FactOf(action, now);
                fold.Fold(fact);
                facts.Add(fact);
                if (action is RunAction.StartAttempt queued)
                    start.Add(queued);
                else if (action is RunAction.CancelAttempt stop)
                    cancel.Add(stop);
            }
            fold.Tally.Prune(fold.Find);
        }
        return new RunAdvance(fold.Publish(), facts, start, cancel, fold.Changed(), wishes.WakeAt());
    }

    /// <summary>The fact that <paramref name="action"/> becomes once it is carried out.</summary>
    public static RunEvent FactOf(RunAction action, Instant now) => action switch
    {
        RunAction.StartAttempt a => new RunEvent.AttemptQueued(now, a.Key, a.Number),
        RunAction.CancelAttempt a => new RunEvent.AttemptCancelAsked(now, a.Key, a.Number),
        RunAction.ExpandTask a => new RunEvent.TaskExpanded(now, a.Key, a.Items),
        RunAction.SettleTask a => new RunEvent.TaskSettled(now, a.Key, a.Status, a.Output, a.Error, a.Reason),
        RunAction.TimeOutRun => new RunEvent.RunTimedOut(now),
        RunAction.FinishRun a => new RunEvent.RunFinished(now, a.Status, a.Error),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "no such action"),
    };
}
