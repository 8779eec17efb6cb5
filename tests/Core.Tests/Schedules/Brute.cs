using System.Globalization;
using NodaTime;
using Carillon.Core.Schedules;

namespace Carillon.Core.Tests.Schedules;

/// <summary>
/// The rules of cron and of clock changes written a second time, as plainly as possible and without looking at the implementation: every date
/// of a stretch is asked whether it fits and every second of a day whether it fits, and NodaTime's own mapping says where it lands.
/// </summary>
internal static class Brute
{
    private static readonly string[] Months = ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Every instant in [start, end) at which the readings fire; the readings of two days on either side are looked at.</summary>
    public static List<Instant> Instants(BruteReadings readings, DateTimeZone zone, ClockChangeRule rule, Instant start, Instant end)
    {
        var found = new SortedSet<Instant>();
        var last = end.InZone(zone).LocalDateTime.Date.PlusDays(2);
        for (var date = start.InZone(zone).LocalDateTime.Date.PlusDays(-2); date <= last; date = date.PlusDays(1))
        {
            if (!readings.Date(date))
                continue;
            foreach (var time in readings.Times)
            {
                foreach (var instant in Map(date + time, zone, rule))
                {
                    if (instant >= start && instant < end)
                        found.Add(instant);
                }
            }
        }
        return [.. found];
    }

    public static IEnumerable<Instant> Map(LocalDateTime reading, DateTimeZone zone, ClockChangeRule rule)
    {
        var mapping = zone.MapLocal(reading);
        switch (mapping.Count)
        {
            case 0:
                if (rule.Gap == GapRule.Next)
                    yield return mapping.LateInterval.Start;
                break;
            case 1:
                yield return mapping.Single().ToInstant();
                break;
            default:
                if (rule.Overlap is OverlapRule.First or OverlapRule.Both)
                    yield return mapping.First().ToInstant();
                if (rule.Overlap is OverlapRule.Second or OverlapRule.Both)
                    yield return mapping.Last().ToInstant();
                break;
        }
    }

    /// <summary>The readings of a cron of 5 or 6 fields.</summary>
    public static BruteReadings Cron(string cron)
    {
        var parts = cron.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 5)
            parts = ["0", .. parts];
        var (seconds, minutes, hours) = (Set(parts[0], 0, 59, []), Set(parts[1], 0, 59, []), Set(parts[2], 0, 23, []));
        var months = Set(parts[4], 1, 12, Months);
        var and = parts[3][0] is '*' or '?' || parts[5][0] is '*' or '?';
        var times = Enumerable.Range(0, 86_400).Select(s => LocalTime.FromSecondsSinceMidnight(s))
            .Where(t => seconds.Contains(t.Second) && minutes.Contains(t.Minute) && hours.Contains(t.Hour));
        return new BruteReadings([.. times], date =>
        {
            if (!months.Contains(date.Month))
                return false;
            var day = parts[3].Split(',').Any(p => DayFits(p, date));
            var weekday = parts[5].Split(',').Any(p => WeekdayFits(p, date));
            return and ? day && weekday : day || weekday;
        });
    }

    private static bool DayFits(string part, LocalDate date)
    {
        var length = date.Calendar.GetDaysInMonth(date.Year, date.Month);
        if (part == "lw")
            return date == Nearest(date, length);
        if (part[0] == 'l')
            return date.Day == length - (part.Length > 1 ? Number(part[2..]) : 0);
        if (part[^1] == 'w')
            return Number(part[..^1]) <= length && date == Nearest(date, Number(part[..^1]));
        return Set(part, 1, 31, []).Contains(date.Day);
    }

    private static LocalDate Nearest(LocalDate inMonth, int day)
    {
        var target = new LocalDate(inMonth.Year, inMonth.Month, day);
        foreach (var shift in new[] { 0, -1, 1, -2, 2 })
        {
            var candidate = target.PlusDays(shift);
            if (candidate.Month == target.Month && candidate.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday))
                return candidate;
        }
        throw new InvalidOperationException("every month has weekdays");
    }

    private static bool WeekdayFits(string part, LocalDate date)
    {
        var weekday = (int)date.DayOfWeek % 7;
        if (part.Contains('#'))
        {
            var halves = part.Split('#');
            return weekday == Weekday(halves[0]) && (date.Day - 1) / 7 == Number(halves[1]) - 1;
        }
        if (part[^1] == 'l')
            return weekday == Weekday(part[..^1]) && date.PlusDays(7).Month != date.Month;
        return Set(part, 0, 6, Days).Contains(weekday);
    }

    private static int Weekday(string text) => Value(text, Days) % 7;

    private static int Value(string text, string[] names) => Array.IndexOf(names, text) is >= 0 and var i ? i : Number(text);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static HashSet<int> Set(string field, int min, int max, string[] names)
    {
        var set = new HashSet<int>();
        foreach (var part in field.Split(',').Where(p => !p.Any(c => c is '#') && p is not "l" and not "lw"))
        {
            if ((part[^1] is 'w' or 'l' && !names.Contains(part)) || part.StartsWith("l-", StringComparison.Ordinal))
                continue;
            var halves = part.Split('/');
            var step = halves.Length > 1 ? Number(halves[1]) : 1;
            var range = halves[0].Split('-');
            var (first, last) = halves[0] is "*" or "?" ? (min, max)
                : range.Length > 1 ? (Value(range[0], names), Value(range[1], names))
                : (Value(range[0], names), halves.Length > 1 ? max : Value(range[0], names));
            var size = max - min + 1;
            if (max == 6 && first == 7 && last != 7)
                first = 0;
            for (var v = first; v <= (last < first ? last + size : last); v += step)
                set.Add(v > max ? v - size : v);
        }
        return set;
    }
}

/// <summary>Readings of the brute force: on the dates that fit, at every time.</summary>
internal sealed record BruteReadings(IReadOnlyList<LocalTime> Times, Func<LocalDate, bool> Date);
