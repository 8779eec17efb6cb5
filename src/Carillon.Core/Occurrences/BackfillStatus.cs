namespace Carillon.Core.Occurrences;

/// <summary>Where a backfill stands.</summary>
public enum BackfillStatus
{
    /// <summary>It makes runs, as many at a time as it may.</summary>
    Running,

    /// <summary>It makes no further run for now; those that are open go on.</summary>
    Paused,

    /// <summary>Every one of its runs has ended.</summary>
    Completed,

    /// <summary>It was canceled, and so were its open runs.</summary>
    Canceled,
}

/// <summary>What may happen to a backfill.</summary>
public enum BackfillEvent
{
    /// <summary>Somebody paused it.</summary>
    Paused,

    /// <summary>Somebody resumed it.</summary>
    Resumed,

    /// <summary>Somebody canceled it.</summary>
    Canceled,

    /// <summary>Nothing waits, and its last open run ended.</summary>
    LastRunEnded,
}

/// <summary>One allowed move of a backfill.</summary>
/// <param name="From">Where it stood.</param>
/// <param name="Event">What happened.</param>
/// <param name="To">Where it stands then.</param>
/// <param name="When">When it applies, for the page of states.</param>
public sealed record BackfillMove(BackfillStatus From, BackfillEvent Event, BackfillStatus To, string When);

/// <summary>The moves of a backfill; there are no others.</summary>
public static class BackfillTransitions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BackfillMove> All { get; } =
    [
        new(BackfillStatus.Running, BackfillEvent.Paused, BackfillStatus.Paused, "by a person; open runs go on"),
        new(BackfillStatus.Paused, BackfillEvent.Resumed, BackfillStatus.Running, "by a person"),
        new(BackfillStatus.Running, BackfillEvent.Canceled, BackfillStatus.Canceled, "by a person; open runs are canceled, what waits never runs"),
        new(BackfillStatus.Paused, BackfillEvent.Canceled, BackfillStatus.Canceled, "by a person; open runs are canceled, what waits never runs"),
        new(BackfillStatus.Running, BackfillEvent.LastRunEnded, BackfillStatus.Completed, "nothing waits any more"),
        new(BackfillStatus.Paused, BackfillEvent.LastRunEnded, BackfillStatus.Completed, "nothing waits any more"),
    ];

    /// <summary>Where it stands after that, or null when that cannot happen to it there.</summary>
    public static BackfillStatus? After(BackfillStatus from, BackfillEvent what) => All.FirstOrDefault(move => move.From == from && move.Event == what)?.To;
}
