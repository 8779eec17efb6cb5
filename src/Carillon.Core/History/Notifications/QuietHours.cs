using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>Hours in which nobody wants to be woken. Immutable, pure.</summary>
/// <param name="From">When they begin, inclusive.</param>
/// <param name="To">When they end, exclusive. At or before <paramref name="From"/> they end on the next day.</param>
/// <param name="Days">The days on which they begin; empty for every day.</param>
/// <param name="Zone">The zone of the wall-clock times.</param>
public sealed record QuietHours(LocalTime From, LocalTime To, IReadOnlyList<IsoDayOfWeek> Days, DateTimeZone Zone)
{
    /// <summary>When they end, if they last at that instant; else null.</summary>
    public Instant? EndAt(Instant now)
    {
        if (!new RunWindow(From, To, Days, Zone, "").IsOpenAt(now))
            return null;
        var local = now.InZone(Zone).LocalDateTime;
        var isNextDay = From >= To && local.TimeOfDay >= From && (Days.Count == 0 || Days.Contains(local.Date.DayOfWeek));
        var end = (isNextDay ? local.Date.PlusDays(1) : local.Date) + To;
        // A clock that is set back comes by the end twice: the first pass counts, unless it is over.
        var first = new LocalTimeResolver(Zone, ClockChangeRule.Fixed).Resolve(end);
        return first > now ? first : new LocalTimeResolver(Zone, new ClockChangeRule(GapRule.Next, OverlapRule.Second)).Resolve(end);
    }

    /// <summary>The days that a text names, <c>mon</c> or <c>mon-fri</c>; null when it names none.</summary>
    public static IReadOnlyList<IsoDayOfWeek>? Weekdays(string text) => SpecText.Weekdays(text.Trim());
}
