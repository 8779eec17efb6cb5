using System.Numerics;

namespace Carillon.Core.Schedules;

/// <summary>
/// The days a cron names. Each month's days are one 31-bit mask, computed from a handful of bit operations, so that finding the next day is a count
/// of trailing zeros.
/// </summary>
internal sealed class CronDays
{
    private const int AllMonths = 0b1_1111_1111_1110;
    private const int AllWeekdays = 0b111_1111;

    /// <summary>A 7-bit week repeated over five weeks.</summary>
    private const ulong FiveWeeks = 1 | (1UL << 7) | (1UL << 14) | (1UL << 21) | (1UL << 28);

    /// <summary>By the weekdays: <see cref="_weekdaysByFirst"/> of all crons that name the same ones in every week, which is nearly all of them.</summary>
    private static readonly ulong[][] SameEveryWeek = [.. Enumerable.Range(0, AllWeekdays + 1).Select(weekdays => ByFirst([weekdays, weekdays, weekdays, weekdays, weekdays]))];

    private readonly int _months;
    private readonly bool _both;
    private readonly ulong _days;
    private readonly ulong _beforeLast;
    private readonly ulong _nearest;
    private readonly bool _lastWeekday;
    private readonly int _lastOf;
    private readonly bool _special;

    /// <summary>By the weekday of the month's first day: the days that the weekday field names.</summary>
    private readonly ulong[] _weekdaysByFirst;

    /// <summary>Set when only weekdays matter: bit per weekday, twice, so that a shift by today's weekday needs no wrap.</summary>
    private readonly int _weekOnly;

    public CronDays(CronField dayOfMonth, CronField month, CronField dayOfWeek)
    {
        _months = (int)month.Values;
        _both = dayOfMonth.BeginsWithStar || dayOfWeek.BeginsWithStar;
        _days = dayOfMonth.Values >> 1;
        var weekdays = (int)dayOfWeek.Values;
        foreach (var term in dayOfMonth.Terms)
        {
            switch (term.Kind)
            {
                case CronTermKind.LastDay:
                    _beforeLast |= 1UL << term.First;
                    break;
                case CronTermKind.NearestWeekday:
                    _nearest |= 1UL << term.First;
                    break;
                case CronTermKind.LastWeekday:
                    _lastWeekday = true;
                    break;
            }
        }
        var nth = new int[5];
        Array.Fill(nth, weekdays);
        foreach (var term in dayOfWeek.Terms)
        {
            if (term.Kind == CronTermKind.LastOfWeekday)
                _lastOf |= 1 << term.First;
            else if (term.Kind == CronTermKind.NthOfWeekday)
                nth[term.Last - 1] |= 1 << term.First;
        }
        var isSame = Array.TrueForAll(nth, n => n == weekdays);
        _weekdaysByFirst = isSame ? SameEveryWeek[weekdays] : ByFirst(nth);
        _special = _beforeLast != 0 || _nearest != 0 || _lastWeekday || _lastOf != 0;
        var plain = !_special && _months == AllMonths && isSame;
        if (plain && dayOfMonth.Values >> 1 == (1UL << 31) - 1 && _both)
            _weekOnly = weekdays | (weekdays << 7);
        EveryDay = _weekOnly == (AllWeekdays | (AllWeekdays << 7));
    }

    /// <summary>True when every day of every month matches.</summary>
    public bool EveryDay { get; }

    /// <summary>The first matching day at or after <paramref name="day"/>, or <see cref="DayRule.None"/>.</summary>
    public int Next(int day)
    {
        if (_weekOnly != 0)
            return day + BitOperations.TrailingZeroCount(_weekOnly >> Civil.Weekday(day));
        Civil.FromDayNumber(day, out var year, out var month, out var dayOfMonth);
        var first = day - dayOfMonth + 1;
        if ((_months >> month & 1) != 0)
        {
            var mask = Mask(first, Civil.MonthLength(year, month)) >> (dayOfMonth - 1);
            if (mask != 0)
                return day + BitOperations.TrailingZeroCount(mask);
        }
        while (true)
        {
            var later = _months >> month >> 1;
            if (later != 0)
                month += 1 + BitOperations.TrailingZeroCount(later);
            else
                (year, month) = (year + 1, BitOperations.TrailingZeroCount(_months));
            first = Civil.DayNumber(year, month, 1);
            if (first > DayRule.LastDay)
                return DayRule.None;
            var mask = Mask(first, Civil.MonthLength(year, month));
            if (mask != 0)
                return first + BitOperations.TrailingZeroCount(mask);
        }
    }

    /// <summary>The last matching day at or before <paramref name="day"/>, or <see cref="DayRule.NoneBefore"/>.</summary>
    public int Previous(int day)
    {
        Civil.FromDayNumber(day, out var year, out var month, out var dayOfMonth);
        var first = day - dayOfMonth + 1;
        while (first + dayOfMonth > DayRule.FirstDay)
        {
            if ((_months >> month & 1) != 0)
            {
                var mask = Mask(first, Civil.MonthLength(year, month)) & ((1UL << dayOfMonth) - 1);
                if (mask != 0)
                    return first + BitOperations.Log2(mask);
            }
            (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1);
            first = Civil.DayNumber(year, month, 1);
            dayOfMonth = Civil.MonthLength(year, month);
        }
        return DayRule.NoneBefore;
    }

    /// <summary>True when some day of some year matches: every month length and weekday of the first, of which there are 7 × 13.</summary>
    public bool EverMatches()
    {
        for (var month = 1; month <= 12; month++)
        {
            if ((_months >> month & 1) == 0)
                continue;
            var longest = Civil.MonthLength(2024, month);
            for (var length = month == 2 ? 28 : longest; length <= longest; length++)
            {
                for (var first = 0; first < 7; first++)
                {
                    if (Mask(first, length) != 0)
                        return true;
                }
            }
        }
        return false;
    }

    private static ulong[] ByFirst(int[] nth)
    {
        var weekdays = new ulong[7];
        for (var first = 0; first < 7; first++)
        {
            for (var week = 0; week < 5; week++)
                weekdays[first] |= (ulong)Rotate(nth[week], first) << (7 * week);
        }
        return weekdays;
    }

    private static int Rotate(int weekdays, int first) => ((weekdays | (weekdays << 7)) >> first) & AllWeekdays;

    /// <summary>Bit i: day i + 1 of the month that begins on day number <paramref name="first"/>.</summary>
    private ulong Mask(int first, int length)
    {
        var weekday = Civil.Weekday(first);
        var days = _days;
        var weekdays = _weekdaysByFirst[weekday];
        if (_special)
        {
            days |= SpecialDays(weekday, length);
            weekdays |= ((ulong)Rotate(_lastOf, weekday) * FiveWeeks) & (0x7FUL << (length - 7));
        }
        return (_both ? days & weekdays : days | weekdays) & ((1UL << length) - 1);
    }

    private ulong SpecialDays(int weekdayOfFirst, int length)
    {
        var days = 0UL;
        for (var rest = _beforeLast; rest != 0; rest &= rest - 1)
        {
            var day = length - BitOperations.TrailingZeroCount(rest);
            if (day >= 1)
                days |= 1UL << (day - 1);
        }
        for (var rest = _nearest; rest != 0; rest &= rest - 1)
        {
            var day = BitOperations.TrailingZeroCount(rest);
            if (day <= length)
                days |= 1UL << (NearestWeekday(day, weekdayOfFirst, length) - 1);
        }
        if (_lastWeekday)
            days |= 1UL << (NearestWeekday(length, weekdayOfFirst, length) - 1);
        return days;
    }

    /// <summary>The weekday nearest to a day, within the month.</summary>
    private static int NearestWeekday(int day, int weekdayOfFirst, int length) => ((weekdayOfFirst + day - 1) % 7) switch
    {
        6 => day == 1 ? 3 : day - 1,
        0 => day == length ? day - 2 : day + 1,
        _ => day,
    };
}
