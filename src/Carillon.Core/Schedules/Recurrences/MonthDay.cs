using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What a day number does in a month that lacks it.</summary>
public enum ShortMonthRule
{
    /// <summary>The month's last day is taken. The default.</summary>
    Last,

    /// <summary>The month is skipped.</summary>
    Skip,
}

/// <summary>The ways to name a day of a month.</summary>
public enum MonthDayKind
{
    /// <summary>By number, 1 to 31.</summary>
    Number,

    /// <summary>The last day.</summary>
    Last,

    /// <summary>The first business day.</summary>
    FirstBusinessDay,

    /// <summary>The last business day.</summary>
    LastBusinessDay,

    /// <summary>The nth such weekday, for example the second Tuesday.</summary>
    NthWeekday,

    /// <summary>The last such weekday.</summary>
    LastWeekday,
}

/// <summary>One day of a month. Immutable.</summary>
/// <param name="Kind">How it is named.</param>
/// <param name="Number">The day number 1 to 31, or n 1 to 5 of <see cref="MonthDayKind.NthWeekday"/>; else 0.</param>
/// <param name="Weekday">The weekday of the weekday kinds.</param>
public readonly record struct MonthDay(MonthDayKind Kind, int Number = 0, IsoDayOfWeek Weekday = IsoDayOfWeek.None);

/// <summary>Days of months, by name.</summary>
internal sealed class MonthDayRule : DayRule
{
    private readonly IReadOnlyList<MonthDay> _on;
    private readonly ShortMonthRule _shortMonth;
    private readonly BusinessCalendar _calendar;

    public MonthDayRule(IReadOnlyList<MonthDay> on, ShortMonthRule shortMonth, BusinessCalendar calendar)
    {
        if (on.Count == 0)
            throw new ArgumentException("A monthly recurrence needs at least one day.", nameof(on));
        _on = on;
        _shortMonth = shortMonth;
        _calendar = calendar;
    }

    public override int Next(int day)
    {
        Civil.FromDayNumber(day, out var year, out var month, out _);
        // Every rule names a day at least once in eight years (the 29th of February around 1900); twelve bound the search.
        for (var months = 0; months < 12 * 12; months++)
        {
            var best = None;
            foreach (var on in _on)
            {
                var found = Find(on, year, month);
                if (found >= day && found < best)
                    best = found;
            }
            if (best != None)
                return best;
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
        }
        return None;
    }

    public override int Previous(int day)
    {
        Civil.FromDayNumber(day, out var year, out var month, out _);
        for (var months = 0; months < 12 * 12; months++)
        {
            var best = NoneBefore;
            foreach (var on in _on)
            {
                var found = Find(on, year, month);
                if (found <= day && found > best)
                    best = found;
            }
            if (best != NoneBefore)
                return best;
            (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1);
        }
        return NoneBefore;
    }

    /// <summary>The day in that month, or <see cref="DayRule.NoneBefore"/> when the month lacks it.</summary>
    private int Find(MonthDay on, int year, int month)
    {
        var first = Civil.DayNumber(year, month, 1);
        var last = first + Civil.MonthLength(year, month) - 1;
        var weekday = (int)on.Weekday % 7;
        switch (on.Kind)
        {
            case MonthDayKind.Number:
                var day = first + on.Number - 1;
                return day <= last ? day : _shortMonth == ShortMonthRule.Last ? last : NoneBefore;
            case MonthDayKind.Last:
                return last;
            case MonthDayKind.FirstBusinessDay:
                while (first <= last && !_calendar.IsBusinessDay(first))
                    first++;
                return first <= last ? first : NoneBefore;
            case MonthDayKind.LastBusinessDay:
                while (last >= first && !_calendar.IsBusinessDay(last))
                    last--;
                return last >= first ? last : NoneBefore;
            case MonthDayKind.NthWeekday:
                var nth = first + ((weekday - Civil.Weekday(first) + 7) % 7) + ((on.Number - 1) * 7);
                return nth <= last ? nth : NoneBefore;
            default:
                return last - ((Civil.Weekday(last) - weekday + 7) % 7);
        }
    }
}
