using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Every kind of recurrence but cron, in words. <c>at</c> is the phrase of <see cref="Phrases.At"/>.</summary>
internal static class RecurrenceWords
{
    public static string EveryDays(int days, string at, LocalDate? anchor)
    {
        if (days == 1)
            return Daily(at);
        var from = anchor is { } date ? $", counted from {Phrases.Date(date)}" : "";
        return $"Every {Phrases.Number(days)} days{(at.StartsWith("at ", StringComparison.Ordinal) ? "" : ",")} {at}{from}";
    }

    public static string Elapsed(long seconds, Instant? anchor)
    {
        var from = anchor is { } instant && instant.InUtc().LocalDateTime is var utc ? $", counted from {Phrases.Date(utc.Date)} {Phrases.Time(utc.TimeOfDay)} UTC" : "";
        var every = Phrases.Elapsed(seconds);
        // One unit, once: every hour, not every 1 hour.
        if (every.StartsWith("1 ", StringComparison.Ordinal) && !every.Contains(" and ", StringComparison.Ordinal))
            every = every[2..];
        return $"Every {every}{from}";
    }

    public static string Daily(string at) => $"{Phrases.Capital(at)} every day";

    public static string Weekly(IReadOnlyList<IsoDayOfWeek> on, string at)
    {
        var mask = on.Aggregate(0, (bits, day) => bits | (1 << ((int)day % 7)));
        return mask == 0b111_1111 ? Daily(at) : $"{Phrases.Capital(at)} on {Phrases.Weekdays(mask)}";
    }

    public static string Monthly(IReadOnlyList<MonthDay> on, ShortMonthRule shortMonth, BusinessCalendar? calendar, string at)
    {
        var days = Phrases.Join([.. on.Distinct().Select(d => Day(d, calendar))]);
        var rest = on.Any(d => d is { Kind: MonthDayKind.Number, Number: > 28 })
            ? shortMonth == ShortMonthRule.Last ? ", or on its last day where it is shorter" : ", where it has that day"
            : "";
        return $"{Phrases.Capital(at)} on {days} of the month{rest}";
    }

    public static string Once(LocalDateTime at) => $"Once, at {Phrases.Time(at.TimeOfDay)} on {at.DayOfWeek} {Phrases.Date(at.Date)}";

    private static string Day(MonthDay day, BusinessCalendar? calendar)
    {
        var business = calendar is null ? "business day" : $"business day ({calendar.Name})";
        return day.Kind switch
        {
            MonthDayKind.Number => day.Number == 1 ? "the first day" : $"day {Phrases.Number(day.Number)}",
            MonthDayKind.Last => "the last day",
            MonthDayKind.FirstBusinessDay => $"the first {business}",
            MonthDayKind.LastBusinessDay => $"the last {business}",
            MonthDayKind.NthWeekday => $"the {Phrases.Ordinal(day.Number)} {day.Weekday}",
            _ => $"the last {day.Weekday}",
        };
    }
}
