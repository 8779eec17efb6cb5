using static Carillon.Core.Runs.RunStatus;

namespace Carillon.Core.Runs;

/// <summary>One legal move of a run.</summary>
/// <param name="From">The status before.</param>
/// <param name="Event">The fact that moves it: the name of a <see cref="RunEvent"/>.</param>
/// <param name="To">The status after.</param>
/// <param name="When">What decides, where one fact may lead to several statuses.</param>
public sealed record RunTransition(RunStatus From, string Event, RunStatus To, string When);

/// <summary>Every legal move of a run. A fact that would make any other move changes nothing. <c>docs/states.md</c> is written from this table.</summary>
public static class RunTransitions
{
    /// <summary>The moves, by status.</summary>
    public static IReadOnlyList<RunTransition> All { get; } =
    [
        new(Pending, nameof(RunEvent.RunStarted), Running, "it was let in"),
        new(Pending, nameof(RunEvent.CancelRequested), Canceling, "cancel was asked for before it started"),
        new(Running, nameof(RunEvent.RunTimedOut), Running, "its timeout has passed: its tasks are canceled, its failure hooks still run"),
        new(Running, nameof(RunEvent.CancelRequested), Canceling, "cancel was asked for"),
        new(Running, nameof(RunEvent.RunFinished), Completed, "every task ended well, was skipped, or was allowed to fail"),
        new(Running, nameof(RunEvent.RunFinished), Failed, "at least one task failed, or the run timed out"),
        new(Canceling, nameof(RunEvent.RunFinished), Canceled, "nothing of it is under way any more"),
    ];

    private static readonly HashSet<(RunStatus From, string Event, RunStatus To)> Legal =
        [.. All.Select(move => (move.From, move.Event, move.To))];

    /// <summary>True when the move is in <see cref="All"/>.</summary>
    public static bool Allow(RunStatus from, string @event, RunStatus to) => Legal.Contains((from, @event, to));
}
