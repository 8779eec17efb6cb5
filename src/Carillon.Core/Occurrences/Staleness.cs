using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>When a run is too late to be of use (<c>max_staleness</c>). Pure.</summary>
public static class Staleness
{
    /// <summary>The first instant, in whole microseconds, at which an occurrence must not start any more: just after nominal time plus the longest age.</summary>
    /// <param name="nominal">The nominal time.</param>
    /// <param name="longest">The longest age, inclusive; null for any age.</param>
    public static Instant? StaleAt(Instant nominal, Duration? longest) =>
        longest is { } most && Instant.MaxValue - nominal > most + Duration.FromTicks(10) ? nominal + most + Duration.FromTicks(10) : null;

    /// <summary>Why it did not start. Without the age itself, so that a million of them are one entry of the ledger.</summary>
    public static string Reason(Duration longest) => $"too late: its data would be older than {TimeText.Of(longest)}";
}
