using System.Numerics;

namespace Carillon.Core.Schedules;

/// <summary>A cron in words: <c>At 16:30 on Monday to Friday</c>.</summary>
internal static class CronWords
{
    /// <summary>So many times of day are listed; more are described.</summary>
    private const int ListedTimes = 6;

    public static string Of(CronFields cron)
    {
        var time = Times(cron);
        var days = Days(cron);
        if (days.Length == 0 && time.StartsWith("At ", StringComparison.Ordinal) && !time.Contains("every", StringComparison.Ordinal))
            days = " every day";
        var months = cron[CronFieldKind.Month].Values;
        var inMonths = months == 0b1_1111_1111_1110 ? "" : $" in {Phrases.Values(months, Phrases.Month)}";
        return string.Concat(time, days, inMonths);
    }

    private static string Times(CronFields cron)
    {
        var (second, minute, hour) = (cron[CronFieldKind.Second], cron[CronFieldKind.Minute], cron[CronFieldKind.Hour]);
        var count = BitOperations.PopCount(second.Values) * BitOperations.PopCount(minute.Values) * BitOperations.PopCount(hour.Values);
        if (count <= ListedTimes)
        {
            var times = from h in Bits(hour.Values) from m in Bits(minute.Values) from s in Bits(second.Values) select Phrases.Time(h, m, s);
            return $"At {Phrases.Join([.. times])}";
        }
        var minutes = Minutes(minute, hour);
        if (second.Values == 1)
            return minutes;
        var seconds = Step(second) switch
        {
            1 => "Every second",
            > 1 and var step when 60 % step == 0 => $"Every {Phrases.Number(step)} seconds",
            _ => $"At second {Phrases.Values(second.Values, v => Phrases.Number(v))} of the minute",
        };
        return Step(minute) == 1 && Step(hour) == 1 ? seconds : $"{seconds}, {char.ToLowerInvariant(minutes[0])}{minutes[1..]}";
    }

    private static string Minutes(CronField minute, CronField hour)
    {
        var step = Step(minute);
        var span = Step(hour) == 1 ? "" : Span(minute, hour);
        if (step == 1)
            return $"Every minute{span}";
        if (step > 1)
            return 60 % step == 0 ? $"Every {Phrases.Number(step)} minutes{span}" : $"Every {Phrases.Number(step)} minutes, beginning anew each hour{span}";
        var only = BitOperations.PopCount(minute.Values) == 1 ? BitOperations.TrailingZeroCount(minute.Values) : -1;
        var past = only switch
        {
            0 => "",
            1 => ", 1 minute past",
            > 1 => $", {Phrases.Number(only)} minutes past",
            _ => $", {Phrases.Values(minute.Values, v => Phrases.Number(v))} minutes past",
        };
        var hourStep = Step(hour);
        if (hourStep == 1)
            return past.Length == 0 ? "Every hour" : $"Every hour{past}";
        if (hourStep > 1 && 24 % hourStep == 0)
            return $"Every {Phrases.Number(hourStep)} hours, from 00:00{past}";
        return $"Every hour{span}{past}";
    }

    /// <summary>The hours as a stretch of the day, or listed.</summary>
    private static string Span(CronField minute, CronField hour)
    {
        var first = BitOperations.TrailingZeroCount(hour.Values);
        var last = BitOperations.Log2(hour.Values);
        if (BitOperations.PopCount(hour.Values) == last - first + 1)
            return $" from {Phrases.Time(first, BitOperations.TrailingZeroCount(minute.Values), 0)} to {Phrases.Time(last, BitOperations.Log2(minute.Values), 0)}";
        return $" of the hours {Phrases.Values(hour.Values, v => Phrases.Number(v))}";
    }

    private static string Days(CronFields cron)
    {
        var (day, weekday) = (cron[CronFieldKind.DayOfMonth], cron[CronFieldKind.DayOfWeek]);
        var allDays = day.Values == 0xFFFF_FFFE;
        var allWeekdays = weekday.Values == 0b111_1111;
        if ((allDays && allWeekdays) || (allDays && !day.BeginsWithStar && !weekday.BeginsWithStar))
            return "";
        if (allDays)
            return $" on {Weekdays(weekday)}";
        if (allWeekdays)
            return weekday.BeginsWithStar || day.BeginsWithStar ? $" on {DaysOfMonth(day)} of the month" : "";
        return day.BeginsWithStar || weekday.BeginsWithStar
            ? $" on {DaysOfMonth(day)} of the month where it is a {Weekdays(weekday, "or")}"
            : $" on {DaysOfMonth(day)} of the month or on {Weekdays(weekday)}";
    }

    private static string DaysOfMonth(CronField field)
    {
        var parts = new List<string>();
        if (field.Values != 0)
            parts.Add($"{(BitOperations.PopCount(field.Values) == 1 ? "day" : "days")} {Phrases.Values(field.Values, v => Phrases.Number(v))}");
        foreach (var term in field.Terms)
        {
            switch (term.Kind)
            {
                case CronTermKind.LastDay:
                    parts.Add(term.First switch { 0 => "the last day", 1 => "the day before the last", _ => $"the day {Phrases.Number(term.First)} days before the last" });
                    break;
                case CronTermKind.NearestWeekday:
                    parts.Add($"the weekday nearest day {Phrases.Number(term.First)}");
                    break;
                case CronTermKind.LastWeekday:
                    parts.Add("the last weekday");
                    break;
            }
        }
        return Phrases.Join(parts);
    }

    private static string Weekdays(CronField field, string word = "and")
    {
        var parts = new List<string>();
        if (field.Values != 0)
            parts.Add(Phrases.Weekdays((int)field.Values));
        foreach (var term in field.Terms)
        {
            if (term.Kind == CronTermKind.LastOfWeekday)
                parts.Add($"the last {Phrases.Weekday(term.First)} of the month");
            else if (term.Kind == CronTermKind.NthOfWeekday)
                parts.Add($"the {Phrases.Ordinal(term.Last)} {Phrases.Weekday(term.First)} of the month");
        }
        var words = Phrases.Join(parts);
        return string.Equals(word, "and", StringComparison.Ordinal) ? words : words.Replace(" and ", $" {word} ", StringComparison.Ordinal);
    }

    /// <summary>The step of a field that is <c>*</c> or <c>*/n</c> and nothing else; 0 for any other.</summary>
    private static int Step(CronField field) => field.Terms is [{ Kind: CronTermKind.All, Step: var step }] ? step : 0;

    private static IEnumerable<int> Bits(ulong mask)
    {
        for (; mask != 0; mask &= mask - 1)
            yield return BitOperations.TrailingZeroCount(mask);
    }
}
