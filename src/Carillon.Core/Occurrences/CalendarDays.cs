using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>One local day of a zone. Immutable.</summary>
/// <param name="Date">The date.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The first instant of the next day: exclusive. 23 or 25 hours later where the clocks change.</param>
public sealed record CalendarDay(LocalDate Date, Instant Start, Instant End)
{
    /// <summary><c>forward</c> or <c>back</c> on a day on which the clocks change; null on others.</summary>
    public string? ClockChange => (End - Start).CompareTo(Duration.FromDays(1)) switch
    {
        < 0 => "forward",
        > 0 => "back",
        _ => null,
    };
}

/// <summary>How many occurrences one day has, by what became of them. Immutable.</summary>
/// <param name="Day">The day.</param>
/// <param name="Ran">Those with a run.</param>
/// <param name="Skipped">Those that deliberately have none.</param>
/// <param name="Missed">Those let go after downtime.</param>
/// <param name="Coalesced">Those for which a later one stands.</param>
/// <param name="Future">Those to come.</param>
public sealed record DayTally(CalendarDay Day, long Ran, long Skipped, long Missed, long Coalesced, long Future)
{
    /// <summary>All of them.</summary>
    public long Total => Ran + Skipped + Missed + Coalesced + Future;
}

/// <summary>Some occurrences at one time.</summary>
/// <param name="At">Their nominal time.</param>
/// <param name="Outcome">What became of them; null for those to come.</param>
/// <param name="Count">How many.</param>
public readonly record struct TimedCount(Instant At, OccurrenceOutcome? Outcome, long Count);

/// <summary>The days of a calendar. Pure.</summary>
public static class CalendarDays
{
    /// <summary>The local days that overlap [<paramref name="from"/>, <paramref name="to"/>), in order. Empty outside the years 1900 to 2199.</summary>
    public static IReadOnlyList<CalendarDay> Of(DateTimeZone zone, Instant from, Instant to)
    {
        // A midnight that the clocks skip is the first instant after the gap; one that comes twice is the first.
        var resolver = new LocalTimeResolver(zone, ClockChangeRule.Fixed);
        var days = new List<CalendarDay>();
        var date = from.InZone(zone).Date;
        while (resolver.Resolve(date.AtMidnight()) is { } start && start < to && resolver.Resolve(date.PlusDays(1).AtMidnight()) is { } end)
        {
            days.Add(new CalendarDay(date, start, end));
            date = date.PlusDays(1);
        }

        return days;
    }

    /// <summary>Counts for each day; what falls on none of them is left out.</summary>
    /// <param name="days">Days in order, without holes.</param>
    /// <param name="counts">In any order.</param>
    public static IReadOnlyList<DayTally> Tally(IReadOnlyList<CalendarDay> days, IEnumerable<TimedCount> counts)
    {
        var sums = new long[days.Count, 5];
        foreach (var (at, outcome, count) in counts)
        {
            var day = Find(days, at);
            if (day >= 0)
                sums[day, outcome is { } known ? (int)known : 4] += count;
        }

        return [.. days.Select((day, i) => new DayTally(day, sums[i, 0], sums[i, 1], sums[i, 2], sums[i, 3], sums[i, 4]))];
    }

    private static int Find(IReadOnlyList<CalendarDay> days, Instant at)
    {
        var (low, high) = (0, days.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (at < days[middle].Start)
                high = middle - 1;
            else if (at >= days[middle].End)
                low = middle + 1;
            else
                return middle;
        }

        return -1;
    }
}
