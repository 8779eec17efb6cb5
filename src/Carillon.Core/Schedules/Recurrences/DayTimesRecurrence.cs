using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Days by a rule, at one or more wall-clock times: every N days, daily, weekly, monthly, once.</summary>
public sealed class DayTimesRecurrence : WallClockRecurrence
{
    private readonly DayRule _days;
    private readonly int[] _times;

    internal DayTimesRecurrence(DayRule days, IEnumerable<LocalTime> times)
    {
        _days = days;
        _times = [.. times.Select(t => (int)(t.TickOfDay / NodaConstants.TicksPerSecond)).Distinct().Order()];
        if (_times.Length == 0)
            throw new ArgumentException("A recurrence needs at least one time.", nameof(times));
    }

    /// <summary>Every day.</summary>
    /// <param name="at">Wall-clock times, at least one; fractions of a second are dropped.</param>
    public static DayTimesRecurrence Daily(params IEnumerable<LocalTime> at) => new(new EveryNthDay(0, 1), at);

    /// <summary>Every N local days from an anchor date, to both sides of it.</summary>
    /// <param name="days">N, at least 1.</param>
    /// <param name="anchor">A date of the grid.</param>
    /// <param name="at">Wall-clock times, at least one.</param>
    public static DayTimesRecurrence EveryDays(int days, LocalDate anchor, params IEnumerable<LocalTime> at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        return new(new EveryNthDay(Civil.DayNumber(anchor.Year, anchor.Month, anchor.Day), days), at);
    }

    /// <summary>On given weekdays.</summary>
    /// <param name="on">At least one weekday.</param>
    /// <param name="at">Wall-clock times, at least one.</param>
    public static DayTimesRecurrence Weekly(IEnumerable<IsoDayOfWeek> on, params IEnumerable<LocalTime> at)
    {
        var mask = on.Aggregate(0, (bits, day) => bits | (1 << ((int)day % 7)));
        return mask == 0 ? throw new ArgumentException("A weekly recurrence needs at least one weekday.", nameof(on)) : new(new WeekdayRule(mask), at);
    }

    /// <summary>On given days of every month.</summary>
    /// <param name="on">At least one; several that name the same day are one.</param>
    /// <param name="shortMonth">What a day number does in a month that lacks it.</param>
    /// <param name="calendar">Whose business days are meant; null for Monday to Friday.</param>
    /// <param name="at">Wall-clock times, at least one.</param>
    public static DayTimesRecurrence Monthly(IReadOnlyList<MonthDay> on, ShortMonthRule shortMonth, BusinessCalendar? calendar, params IEnumerable<LocalTime> at) =>
        new(new MonthDayRule(on, shortMonth, calendar ?? BusinessCalendar.Weekdays), at);

    /// <summary>One wall-clock time.</summary>
    /// <param name="at">The time; fractions of a second are dropped.</param>
    public static DayTimesRecurrence Once(LocalDateTime at) => new(new SingleDay(Civil.DayNumber(at.Year, at.Month, at.Day)), [at.TimeOfDay]);

    internal override long NextLocal(long from)
    {
        var day = Civil.DayOf(from);
        var time = (int)(from - ((long)day * Civil.SecondsPerDay));
        var next = day > DayRule.LastDay ? DayRule.None : _days.Next(Math.Max(day, DayRule.FirstDay));
        if (next == day)
        {
            foreach (var at in _times)
            {
                if (at >= time)
                    return ((long)day * Civil.SecondsPerDay) + at;
            }
            next = _days.Next(day + 1);
        }
        return next is DayRule.None or > DayRule.LastDay ? LocalTimeResolver.None : ((long)next * Civil.SecondsPerDay) + _times[0];
    }

    internal override long PreviousLocal(long until)
    {
        var day = Civil.DayOf(until);
        var time = (int)(until - ((long)day * Civil.SecondsPerDay));
        var previous = day < DayRule.FirstDay ? DayRule.NoneBefore : _days.Previous(Math.Min(day, DayRule.LastDay));
        if (previous == day)
        {
            for (var i = _times.Length - 1; i >= 0; i--)
            {
                if (_times[i] <= time)
                    return ((long)day * Civil.SecondsPerDay) + _times[i];
            }
            previous = _days.Previous(day - 1);
        }
        return previous is DayRule.NoneBefore or < DayRule.FirstDay ? LocalTimeResolver.NoneBefore : ((long)previous * Civil.SecondsPerDay) + _times[^1];
    }
}
