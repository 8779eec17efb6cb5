namespace Carillon.Core.Schedules;

/// <summary>Which local days a recurrence names, as day numbers (0 is 1970-01-01).</summary>
internal abstract class DayRule
{
    public const int None = int.MaxValue;
    public const int NoneBefore = int.MinValue;

    /// <summary>The first and last day that any rule looks at: 1899-12-31 and 2200-01-02, a day beyond what every zone can show.</summary>
    public const int FirstDay = -25_568;
    public const int LastDay = 84_007;

    /// <summary>The first day of the rule at or after <paramref name="day"/>, or <see cref="None"/>.</summary>
    public abstract int Next(int day);

    /// <summary>The last day of the rule at or before <paramref name="day"/>, or <see cref="NoneBefore"/>.</summary>
    public abstract int Previous(int day);
}

/// <summary>Every N days, counted from an anchor day to both sides.</summary>
internal sealed class EveryNthDay(int anchor, int days) : DayRule
{
    public override int Next(int day) => Previous(day + days - 1);

    public override int Previous(int day) => anchor + ((int)Civil.FloorDivide(day - anchor, days) * days);
}

/// <summary>Given weekdays; bit 0 is Sunday.</summary>
internal sealed class WeekdayRule(int weekdays) : DayRule
{
    public override int Next(int day)
    {
        while ((weekdays >> Civil.Weekday(day) & 1) == 0)
            day++;
        return day;
    }

    public override int Previous(int day)
    {
        while ((weekdays >> Civil.Weekday(day) & 1) == 0)
            day--;
        return day;
    }
}

/// <summary>One day.</summary>
internal sealed class SingleDay(int only) : DayRule
{
    public override int Next(int day) => day <= only ? only : None;

    public override int Previous(int day) => day >= only ? only : NoneBefore;
}
