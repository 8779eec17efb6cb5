using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Looks ahead to the end of what a schedule's calendar knows. Pure.</summary>
public static class CalendarHorizon
{
    /// <summary>How far ahead is looked: 90 days.</summary>
    public static Duration Ahead { get; } = Duration.FromDays(90);

    /// <summary>
    /// A warning when the calendar does not know the day of <paramref name="from"/> (SCH022), or when the schedule has an occurrence within
    /// <see cref="Ahead"/> on a day after the last one that the calendar knows (SCH050); else null.
    /// </summary>
    public static Problem? Warning(ScheduleTimes times, Instant from)
    {
        if (times.Calendar is not { } calendar)
            return null;
        if (calendar.Doubt(from.InZone(times.Zone).Date) is { } doubt)
            return doubt;
        return Ends(calendar, from) is { } through
            && new LocalTimeResolver(times.Zone, ClockChangeRule.Fixed).Resolve(through.PlusDays(1).AtMidnight()) is { } end
            && times.Next(end - Duration.Epsilon) is { } beyond
            && beyond < from + Ahead
                ? new Problem(
                    ProblemCodes.CalendarEnds,
                    $"Calendar {calendar.Name} ends on {through.ToString("uuuu-MM-dd", null)}, within the next 90 days; after it {calendar.Beyond} counts as a business day.",
                    Suggestion: calendar.Version is null ? "Use a newer version of the program in time, or a calendar file with based_on." : "List the next holidays in its file, and raise valid_through.",
                    Severity: ProblemSeverity.Warning)
                : null;
    }

    /// <summary>The last day the calendar knows when that lies within <see cref="Ahead"/> of <paramref name="now"/> or before it; else null.</summary>
    public static LocalDate? Ends(BusinessCalendar calendar, Instant now) =>
        calendar.ValidThrough is { } through && through < (now + Ahead).InZone(calendar.Zone ?? DateTimeZone.Utc).Date ? through : null;
}
