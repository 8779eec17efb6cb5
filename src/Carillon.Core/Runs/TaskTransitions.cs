using static Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Runs;

/// <summary>One legal move of a task run.</summary>
/// <param name="From">The status before.</param>
/// <param name="Event">The fact that moves it: the name of a <see cref="RunEvent"/>.</param>
/// <param name="To">The status after.</param>
/// <param name="When">What decides, where one fact may lead to several statuses.</param>
public sealed record TaskTransition(TaskStatus From, string Event, TaskStatus To, string When);

/// <summary>Every legal move of a task run. A fact that would make any other move changes nothing. <c>docs/states.md</c> is written from this table.</summary>
public static class TaskTransitions
{
    private const string FansOut = "a fan-out: all its items have ended";

    /// <summary>The moves, by status.</summary>
    public static IReadOnlyList<TaskTransition> All { get; } =
    [
        new(Pending, nameof(RunEvent.AttemptQueued), Ready, "what it needs has ended well, and its condition is true"),
        new(Pending, nameof(RunEvent.TaskExpanded), Running, "the same, for a task with `for_each`"),
        new(Pending, nameof(RunEvent.TaskSettled), Skipped, "its condition is false, or something it needs was skipped"),
        new(Pending, nameof(RunEvent.TaskSettled), UpstreamFailed, "something it needs failed"),
        new(Pending, nameof(RunEvent.TaskSettled), Failed, "an expression could not be evaluated"),
        new(Pending, nameof(RunEvent.TaskSettled), Canceled, "the run is being canceled, or has timed out"),
        new(Ready, nameof(RunEvent.AttemptStarted), Running, "a node claimed it"),
        new(Ready, nameof(RunEvent.AttemptCancelAsked), Ready, "its attempt is to stop"),
        .. Results(Ready),
        new(Running, nameof(RunEvent.AttemptCancelAsked), Running, "its attempt is to stop"),
        .. Results(Running),
        new(Running, nameof(RunEvent.TaskSettled), Succeeded, FansOut),
        new(Running, nameof(RunEvent.TaskSettled), Failed, FansOut + ", at least one failed"),
        new(Running, nameof(RunEvent.TaskSettled), Canceled, FansOut + ", at least one was canceled"),
        new(RetryWait, nameof(RunEvent.AttemptQueued), Ready, "its time has come"),
        new(RetryWait, nameof(RunEvent.TaskSettled), Canceled, "the run is being canceled, or has timed out"),
        new(PokeWait, nameof(RunEvent.AttemptQueued), Ready, "its time has come"),
        new(PokeWait, nameof(RunEvent.TaskWoken), PokeWait, "poke at once"),
        new(PokeWait, nameof(RunEvent.TaskSettled), Failed, "the sensor's timeout has passed"),
        new(PokeWait, nameof(RunEvent.TaskSettled), Canceled, "the run is being canceled, or has timed out"),
    ];

    private static readonly HashSet<(TaskStatus From, string Event, TaskStatus To)> Legal =
        [.. All.Select(move => (move.From, move.Event, move.To))];

    /// <summary>True when the move is in <see cref="All"/>.</summary>
    public static bool Allow(TaskStatus from, string @event, TaskStatus to) => Legal.Contains((from, @event, to));

    // A claim and a result may be reported together, so a result fits a task that is still ready.
    private static TaskTransition[] Results(TaskStatus from) =>
    [
        new(from, nameof(RunEvent.AttemptSucceeded), Succeeded, "its attempt ended well"),
        new(from, nameof(RunEvent.AttemptSucceeded), Failed, "a named output could not be evaluated"),
        new(from, nameof(RunEvent.AttemptFailed), RetryWait, "its attempt failed and is tried again"),
        new(from, nameof(RunEvent.AttemptFailed), Failed, "its attempt failed for good"),
        new(from, nameof(RunEvent.AttemptSkipped), Skipped, "its handler found nothing to do"),
        new(from, nameof(RunEvent.AttemptPoked), PokeWait, "the sensor's condition does not hold yet"),
        new(from, nameof(RunEvent.AttemptDeferred), PokeWait, "the connection that it needs is down"),
        new(from, nameof(RunEvent.AttemptCanceled), Canceled, "its attempt has stopped"),
    ];
}
