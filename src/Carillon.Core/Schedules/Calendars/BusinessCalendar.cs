using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>When a market trades on one day, in the calendar's zone.</summary>
/// <param name="Open">Opening.</param>
/// <param name="Close">Closing.</param>
/// <param name="EarlyClose">True on a half day.</param>
public readonly record struct SessionHours(LocalTime Open, LocalTime Close, bool EarlyClose);

/// <summary>What becomes of an occurrence whose local day is no business day.</summary>
public enum CalendarRule
{
    /// <summary>It does not fire. The default.</summary>
    Skip,

    /// <summary>It moves to the next business day, at the same wall-clock time; two that land on the same time are one.</summary>
    Next,

    /// <summary>It moves to the previous business day, likewise.</summary>
    Previous,
}

/// <summary>
/// Which days are business days. Outside <see cref="ValidFrom"/> to <see cref="ValidThrough"/> nothing is known, and Monday to Friday count as business days.
/// Immutable, thread safe.
/// </summary>
public abstract class BusinessCalendar
{
    private protected BusinessCalendar(string name) => Name = name;

    /// <summary>Monday to Friday, without holidays.</summary>
    public static BusinessCalendar Weekdays { get; } = new WeekdaysCalendar();

    /// <summary>The calendars that ship with the program, by name without regard to case: <c>weekdays</c>, <c>XNYS</c>, <c>XNAS</c>.</summary>
    public static IReadOnlyDictionary<string, BusinessCalendar> BuiltIn { get; } =
        new BusinessCalendar[] { Weekdays, UsEquityCalendar.Make("XNYS"), UsEquityCalendar.Make("XNAS") }
            .ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The first day it knows, inclusive; null when it knows all.</summary>
    public virtual LocalDate? ValidFrom => null;

    /// <summary>The last day it knows, inclusive; null when it knows all.</summary>
    public virtual LocalDate? ValidThrough => null;

    /// <summary>The zone of its sessions; null when it has none.</summary>
    public virtual DateTimeZone? Zone => null;

    /// <summary>True when business is done on <paramref name="date"/>.</summary>
    public bool IsBusinessDay(LocalDate date) => IsBusinessDay(Civil.DayNumber(date.Year, date.Month, date.Day));

    /// <summary>The hours of that day, or null when it is no business day or the calendar has no sessions.</summary>
    public virtual SessionHours? Session(LocalDate date) => null;

    /// <summary>A warning (SCH022) when <paramref name="date"/> lies outside the days the calendar knows; else null.</summary>
    public Problem? Doubt(LocalDate date)
    {
        if ((ValidFrom is null || date >= ValidFrom) && (ValidThrough is null || date <= ValidThrough))
            return null;
        return new Problem(
            ProblemCodes.UnknownCalendar,
            $"Calendar {Name} knows {ValidFrom?.ToString("uuuu-MM-dd", null)} through {ValidThrough?.ToString("uuuu-MM-dd", null)}; on {date.ToString("uuuu-MM-dd", null)} every Monday to Friday counts as a business day.",
            Severity: ProblemSeverity.Warning)
        { Rule = ReaderRules.BeyondCalendar.Id };
    }

    /// <summary>As <see cref="IsBusinessDay(LocalDate)"/>, by day number (0 is 1970-01-01).</summary>
    internal abstract bool IsBusinessDay(int dayNumber);

    private protected static bool IsWeekday(int dayNumber) => Civil.Weekday(dayNumber) is not (0 or 6);

    private sealed class WeekdaysCalendar() : BusinessCalendar("weekdays")
    {
        internal override bool IsBusinessDay(int dayNumber) => IsWeekday(dayNumber);
    }
}
