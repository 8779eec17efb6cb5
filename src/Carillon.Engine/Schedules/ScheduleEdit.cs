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
}
