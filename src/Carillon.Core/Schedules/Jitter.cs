using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// The delay that spreads schedules which share a nominal time. It follows from the schedule's id and the nominal time alone, so every node,
/// every restart and every preview agree on it. Pure, thread safe.
/// </summary>
public static class Jitter
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>When an occurrence is due: at or after its nominal time, before <paramref name="nominal"/> + <paramref name="max"/>, in whole microseconds of delay.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="nominal">The nominal time.</param>
    /// <param name="max">The largest delay, exclusive. Zero or less for none.</param>
    /// <param name="next">The next nominal time, or null when there is none; the due time lies before it, so that occurrences keep their order.</param>
    public static Instant DueAt(ScheduleId schedule, Instant nominal, Duration max, Instant? next)
    {
        var room = next is { } after && after > nominal && after - nominal < max ? after - nominal : max;
        if (room <= Duration.Zero)
            return nominal;
        var fraction = StableHash.Fraction(schedule.Value, nominal.ToUnixTimeTicks());
        var ticks = (long)(fraction * room.BclCompatibleTicks);
        return nominal + Duration.FromTicks(ticks - (ticks % TicksPerMicrosecond));
    }
}
