namespace Carillon.Core.Schedules;

/// <summary>
/// Readings of another recurrence after a calendar's rule. What counts is the local day of the reading, also where a clock change then moves the instant.
/// </summary>
internal sealed class CalendarRecurrence(WallClockRecurrence readings, BusinessCalendar calendar, CalendarRule rule) : WallClockRecurrence
{
    /// <summary>No calendar is closed for longer; bounds the search for a business day.</summary>
    private const int LongestClosure = 366;

    public override ClockChangeRule DefaultClockChangeRule => readings.DefaultClockChangeRule;

    internal override long NextLocal(long from)
    {
        var day = Civil.DayOf(from);
        var time = from - Start(day);
        while (day <= DayRule.LastDay)
        {
            if (!calendar.IsBusinessDay(day))
            {
                (day, time) = (day + 1, 0);
                continue;
            }
            SourceDays(day, out var first, out var last);
            var best = EarliestTime(first, last, time, out var later);
            if (best != LocalTimeResolver.None)
                return Start(day) + best;
            if (later == LocalTimeResolver.None)
                return LocalTimeResolver.None;
            (day, time) = (Math.Max(day + 1, Target(Civil.DayOf(later))), 0);
        }
        return LocalTimeResolver.None;
    }

    internal override long PreviousLocal(long until)
    {
        var day = Civil.DayOf(until);
        var time = until - Start(day);
        while (day >= DayRule.FirstDay)
        {
            if (!calendar.IsBusinessDay(day))
            {
                (day, time) = (day - 1, Civil.SecondsPerDay - 1);
                continue;
            }
            SourceDays(day, out var first, out var last);
            var best = LatestTime(first, last, time, out var earlier);
            if (best != LocalTimeResolver.NoneBefore)
                return Start(day) + best;
            if (earlier == LocalTimeResolver.NoneBefore)
                return LocalTimeResolver.NoneBefore;
            (day, time) = (Math.Min(day - 1, Target(Civil.DayOf(earlier))), Civil.SecondsPerDay - 1);
        }
        return LocalTimeResolver.NoneBefore;
    }

    private static long Start(int day) => (long)day * Civil.SecondsPerDay;

    /// <summary>The days whose readings land on the business day <paramref name="day"/>: itself, and the closed days beside it when the rule moves them.</summary>
    private void SourceDays(int day, out int first, out int last)
    {
        first = last = day;
        for (var i = 0; rule == CalendarRule.Next && i < LongestClosure && !calendar.IsBusinessDay(first - 1); i++)
            first--;
        for (var i = 0; rule == CalendarRule.Previous && i < LongestClosure && !calendar.IsBusinessDay(last + 1); i++)
            last++;
    }

    /// <summary>The earliest time of day at or after <paramref name="time"/> on any of the days; <paramref name="later"/> is the first reading after them.</summary>
    private long EarliestTime(int first, int last, long time, out long later)
    {
        var best = LocalTimeResolver.None;
        for (var day = first; day <= last; day++)
        {
            var reading = readings.NextLocal(Start(day) + time);
            if (reading < Start(day + 1))
                best = Math.Min(best, reading - Start(day));
        }
        later = best == LocalTimeResolver.None ? readings.NextLocal(Start(last + 1)) : best;
        return best;
    }

    private long LatestTime(int first, int last, long time, out long earlier)
    {
        var best = LocalTimeResolver.NoneBefore;
        for (var day = first; day <= last; day++)
        {
            var reading = readings.PreviousLocal(Start(day) + time);
            if (reading >= Start(day))
                best = Math.Max(best, reading - Start(day));
        }
        earlier = best == LocalTimeResolver.NoneBefore ? readings.PreviousLocal(Start(first) - 1) : best;
        return best;
    }

    /// <summary>Where to go on for a reading of that day; a closed day is passed over by the search itself when the rule skips.</summary>
    private int Target(int day)
    {
        var step = rule == CalendarRule.Previous ? -1 : 1;
        for (var i = 0; rule != CalendarRule.Skip && i < LongestClosure && !calendar.IsBusinessDay(day); i++)
            day += step;
        return day;
    }
}
