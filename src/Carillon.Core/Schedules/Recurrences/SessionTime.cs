namespace Carillon.Core.Schedules;

/// <summary>The two ends of a session.</summary>
public enum SessionEdge
{
    /// <summary>The opening.</summary>
    Open,

    /// <summary>The closing; on a half day the early one.</summary>
    Close,
}

/// <summary>A moment of a trading day: so much real time before or after its session opens or closes.</summary>
/// <param name="Edge">Which end.</param>
/// <param name="Offset">Seconds after it, negative for before it; within <see cref="LongestOffset"/> to both sides.</param>
public readonly record struct SessionTime(SessionEdge Edge, int Offset)
{
    /// <summary>The largest offset to either side in seconds, inclusive: 12 hours.</summary>
    public const int LongestOffset = 12 * 3600;
}

/// <summary>When on a day: wall-clock times of the schedule's zone, moments of the calendar's sessions, or both. At least one.</summary>
/// <param name="Clock">Wall-clock times.</param>
/// <param name="Sessions">Moments of the session of that day; they need a calendar with sessions.</param>
internal sealed record DayTimes(IReadOnlyList<NodaTime.LocalTime> Clock, IReadOnlyList<SessionTime> Sessions);
