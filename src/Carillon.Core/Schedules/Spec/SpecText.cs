using NodaTime;
using NodaTime.Text;

namespace Carillon.Core.Schedules;

/// <summary>A period as written: local days, or elapsed seconds.</summary>
/// <param name="Days">Local days; 0 when it is elapsed time.</param>
/// <param name="Seconds">Elapsed seconds; 0 when it is days.</param>
internal readonly record struct SpecPeriod(int Days, long Seconds);

/// <summary>Reads the values of a <see cref="ScheduleSpec"/>. Invariant; null when the text is something else.</summary>
internal static class SpecText
{
    private const int MaxDays = 3660;
    private const long MaxSeconds = MaxDays * 86_400L;

    /// <summary><c>9:00</c>, <c>09:00</c> or <c>09:00:30</c>.</summary>
    public static LocalTime? Time(string text)
    {
        Span<int> parts = [0, 0, 0];
        var count = 0;
        foreach (var range in text.AsSpan().Split(':'))
        {
            var part = text.AsSpan()[range];
            if (count == parts.Length || part.Length is 0 or > 2 || part.ContainsAnyExceptInRange('0', '9') || (count > 0 && part.Length != 2))
                return null;
            parts[count++] = part.Length == 2 ? ((part[0] - '0') * 10) + part[1] - '0' : part[0] - '0';
        }
        return count >= 2 && parts[0] < 24 && parts[1] < 60 && parts[2] < 60 ? new LocalTime(parts[0], parts[1], parts[2]) : null;
    }

    /// <summary><c>open</c>, <c>close</c>, <c>open+5m</c>, <c>close-1h30m</c>: at most 12 hours to either side.</summary>
    public static SessionTime? SessionTime(string text)
    {
        var edge = text.StartsWith("open", StringComparison.OrdinalIgnoreCase) ? SessionEdge.Open
            : text.StartsWith("close", StringComparison.OrdinalIgnoreCase) ? SessionEdge.Close
            : (SessionEdge?)null;
        if (edge is null)
            return null;
        var rest = text.AsSpan(edge == SessionEdge.Open ? 4 : 5).Trim();
        if (rest.IsEmpty)
            return new SessionTime(edge.Value, 0);
        if (rest[0] is not ('+' or '-') || Period(rest[1..].Trim().ToString()) is not { Days: 0, Seconds: <= Schedules.SessionTime.LongestOffset } offset)
            return null;
        return new SessionTime(edge.Value, (int)(rest[0] == '-' ? -offset.Seconds : offset.Seconds));
    }

    /// <summary><c>2026-03-01</c>.</summary>
    public static LocalDate? Date(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and < 2200 } date } ? date : null;

    /// <summary><c>2026-03-01T09:00</c>, with seconds, or with a blank instead of the T.</summary>
    public static LocalDateTime? DateAndTime(string text)
    {
        if (text.Length < 12 || text[10] is not ('T' or 't' or ' '))
            return null;
        return Date(text[..10]) is { } date && Time(text[11..]) is { } time ? date + time : null;
    }

    /// <summary>A date and time with <c>Z</c> or an offset.</summary>
    public static Instant? Instant(string text)
    {
        var zone = text.AsSpan().LastIndexOfAny('Z', '+', '-');
        if (zone <= 10 && !text.EndsWith('z'))
            return null;
        if (text.EndsWith('z'))
            zone = text.Length - 1;
        var offset = OffsetPattern.GeneralInvariantWithZ.Parse(text[zone..].ToUpperInvariant());
        return offset.Success && DateAndTime(text[..zone].TrimEnd()) is { } local ? local.WithOffset(offset.Value).ToInstant() : null;
    }

    /// <summary><c>14d</c>, <c>2w</c>, or a sum of hours, minutes and seconds such as <c>1h30m</c>.</summary>
    public static SpecPeriod? Period(string text)
    {
        var (days, seconds, number, digits) = (0L, 0L, 0L, 0);
        foreach (var unit in text)
        {
            if (char.IsAsciiDigit(unit))
            {
                number = (number * 10) + (unit - '0');
                if (++digits > 9)
                    return null;
                continue;
            }
            if (digits == 0)
                return null;
            switch (unit)
            {
                case 'w': days += number * 7; break;
                case 'd': days += number; break;
                case 'h': seconds += number * 3600; break;
                case 'm': seconds += number * 60; break;
                case 's': seconds += number; break;
                default: return null;
            }
            (number, digits) = (0, 0);
        }
        return digits != 0 || (days == 0) == (seconds == 0) || days > MaxDays || seconds > MaxSeconds ? null : new SpecPeriod((int)days, seconds);
    }

    /// <summary>A weekday by its English name or the first three or more letters of it.</summary>
    public static IsoDayOfWeek? Weekday(ReadOnlySpan<char> text)
    {
        if (text.Length < 3)
            return null;
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            if (day.ToString().AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase))
                return day;
        }
        return null;
    }

    /// <summary>A weekday, or a range of them such as <c>fri-mon</c>, in order.</summary>
    public static List<IsoDayOfWeek>? Weekdays(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var first = Weekday(dash < 0 ? text : text.AsSpan(0, dash));
        var last = dash < 0 ? first : Weekday(text.AsSpan(dash + 1));
        if (first is not { } from || last is not { } to)
            return null;
        var days = new List<IsoDayOfWeek> { from };
        while (from != to)
            days.Add(from = (IsoDayOfWeek)(((int)from % 7) + 1));
        return days;
    }

    /// <summary>An IANA zone; null for other names, and for plain offsets such as <c>UTC+2</c>.</summary>
    public static DateTimeZone? Zone(string name) =>
        name.StartsWith("UTC+", StringComparison.Ordinal) || name.StartsWith("UTC-", StringComparison.Ordinal) ? null : ZoneDatabase.Zones.GetZoneOrNull(name);

    /// <summary>A day of the month as <c>monthly.on</c> names it.</summary>
    public static MonthDay? MonthDay(string text)
    {
        switch (text.ToLowerInvariant())
        {
            case "first": return new MonthDay(MonthDayKind.Number, 1);
            case "last": return new MonthDay(MonthDayKind.Last);
            case "first_business_day": return new MonthDay(MonthDayKind.FirstBusinessDay);
            case "last_business_day": return new MonthDay(MonthDayKind.LastBusinessDay);
        }
        if (text.Length is 1 or 2 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            var number = text.Length == 2 ? ((text[0] - '0') * 10) + text[1] - '0' : text[0] - '0';
            return number is >= 1 and <= 31 ? new MonthDay(MonthDayKind.Number, number) : null;
        }
        var blank = text.IndexOfAny([' ', '_']);
        if (blank < 0 || Weekday(text.AsSpan(blank + 1)) is not { } weekday)
            return null;
        var nth = Array.FindIndex(Ordinals, o => o.Contains(text[..blank], StringComparer.OrdinalIgnoreCase));
        if (nth >= 0)
            return new MonthDay(MonthDayKind.NthWeekday, nth + 1, weekday);
        return text[..blank].Equals("last", StringComparison.OrdinalIgnoreCase) ? new MonthDay(MonthDayKind.LastWeekday, 0, weekday) : null;
    }

    private static readonly string[][] Ordinals = [["1st", "first"], ["2nd", "second"], ["3rd", "third"], ["4th", "fourth"], ["5th", "fifth"]];
}
