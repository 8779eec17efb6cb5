using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>Who changes a schedule, and how.</summary>
/// <param name="By">Who, for the audit trail.</param>
/// <param name="Reason">Why, in their words; null when they do not say.</param>
public sealed record ScheduleEdit(string By, string? Reason = null)
{
    /// <summary>When an override or pause ends by itself, exclusive; null for one that holds until it is undone (by hand, or by the next reload of the files).</summary>
    public Instant? Until { get; init; }

    /// <summary>The revision the editor has seen; the edit is refused (SCH054) when there is a later one. Null for whatever there is.</summary>
    public long? Revision { get; init; }

    /// <summary>The idempotency key of the request: the same key makes one schedule. Null for none; only looked at when a schedule is made.</summary>
    public string? RequestKey { get; init; }
}

/// <summary>What can be done to one schedule or to many at once.</summary>
public enum ScheduleAct
{
    /// <summary>Turn the definition's switch on; for a declared schedule as an override.</summary>
    Enable,

    /// <summary>Turn the definition's switch off; for a declared schedule as an override.</summary>
    Disable,

    /// <summary>Pause: occurrences are skipped, and the ledger says by whom and why.</summary>
    Pause,

    /// <summary>End a pause, an operator's and auto-pause alike. What passed meanwhile was skipped and stays so.</summary>
    Resume,

    /// <summary>Take out of use: it fires no more, its open runs go on, its history stays. A declared one comes back with the next reload of the files.</summary>
    Delete,
}
