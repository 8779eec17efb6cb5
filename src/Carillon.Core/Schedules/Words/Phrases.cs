using System.Globalization;
using System.Numerics;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>The pieces of English that words for schedules are made of.</summary>
internal static class Phrases
{
    private static readonly string[] MonthNames = ["", .. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames];
    private static readonly string[] Ordinals = ["", "first", "second", "third", "fourth", "fifth"];

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Ordinal(int n) => Ordinals[n];

    public static string Weekday(int sundayIsZero) => ((IsoDayOfWeek)(sundayIsZero == 0 ? 7 : sundayIsZero)).ToString();

    public static string Month(int month) => MonthNames[month];

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string Join(IReadOnlyList<string> items, string word = "and") => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} {word} {items[^1]}",
    };

    public static string Time(LocalTime time) => Time(time.Hour, time.Minute, time.Second);

    public static string Time(int hour, int minute, int second) =>
        second == 0 ? string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}") : string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}:{second:00}");

    public static string Times(IEnumerable<LocalTime> times) => Join([.. times.Distinct().Order().Select(Time)]);

    /// <summary><c>at 09:00 and 14:00</c>, <c>5 minutes after the open of XNYS</c>, or both.</summary>
    public static string At(DayTimes times, BusinessCalendar? calendar)
    {
        var phrases = times.Sessions.Distinct().OrderBy(t => t.Edge).ThenBy(t => t.Offset).Select(t => Moment(t)).ToList();
        if (phrases.Count > 0)
            phrases[^1] += $" of {calendar?.Name}";
        if (times.Clock.Count > 0)
            phrases.Insert(0, "at " + Times(times.Clock));
        return Join(phrases);
    }

    public static string Capital(string phrase) => string.Concat(phrase[..1].ToUpperInvariant(), phrase.AsSpan(1));

    private static string Moment(SessionTime time)
    {
        var edge = time.Edge == SessionEdge.Open ? "the open" : "the close";
        return time.Offset == 0 ? $"at {edge}" : $"{Elapsed(Math.Abs(time.Offset))} {(time.Offset < 0 ? "before" : "after")} {edge}";
    }

    /// <summary><c>1 hour and 30 minutes</c>; seconds, at least 1.</summary>
    public static string Elapsed(long seconds) => Join([.. new[] { Count(seconds / 3600, "hour"), Count(seconds / 60 % 60, "minute"), Count(seconds % 60, "second") }.Where(p => p.Length > 0)]);

    private static string Count(long count, string unit) => count == 0 ? "" : count == 1 ? $"1 {unit}" : $"{Number(count)} {unit}s";

    public static string Date(LocalDate date) => $"{Number(date.Day)} {Month(date.Month)} {Number(date.Year)}";

    /// <summary>The values of a mask, in order, three or more in a row as <c>a to b</c>.</summary>
    public static string Values(ulong mask, Func<int, string> name, int least = 0)
    {
        var parts = new List<string>();
        for (var value = least; value < 64; value++)
        {
            if ((mask >> value & 1) == 0)
                continue;
            var length = BitOperations.TrailingZeroCount(~(mask >> value));
            if (length >= 3)
                parts.Add($"{name(value)} to {name(value + length - 1)}");
            else
                parts.AddRange(Enumerable.Range(value, length).Select(name));
            value += length - 1;
        }
        return Join(parts);
    }

    /// <summary>Weekdays (bit 0 is Sunday) from Monday on; a run may go over the weekend.</summary>
    public static string Weekdays(int mask)
    {
        if (mask == 0b111_1111)
            return "every day";
        // Begin behind a day that is not named, preferring Sunday, so that a run over the weekend stays whole.
        var start = 1;
        if ((mask & 1) != 0 && (mask & 2) != 0)
        {
            while ((mask >> (start % 7) & 1) != 0)
                start++;
        }
        var rotated = 0UL;
        for (var i = 0; i < 7; i++)
            rotated |= (ulong)(uint)(mask >> ((start + i) % 7) & 1) << i;
        return Values(rotated, i => Weekday((start + i) % 7));
    }
}
