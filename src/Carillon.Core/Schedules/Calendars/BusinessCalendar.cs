using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>When a market trades on one day, in the calendar's zone.</summary>
/// <param name="Open">Opening.</param>
/// <param name="Close">Closing.</param>
/// <param name="EarlyClose">True on a half day.</param>
public readonly record struct SessionHours(LocalTime Open, LocalTime Close, bool EarlyClose);

/// <summary>A day on which a calendar is closed though its weekday is none of its weekend.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What it is, or null when the calendar does not say.</param>
public sealed record Holiday(LocalDate Date, string? Name);

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
/// Which days are business days. Outside <see cref="ValidFrom"/> to <see cref="ValidThrough"/> nothing is known, and every day that is not of the
/// weekend counts as a business day. Immutable, thread safe.
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

    /// <summary>Its name, as schedules write it.</summary>
    public string Name { get; }

    /// <summary>The name people read.</summary>
    public virtual string Title => Name;

    /// <summary>The hash of what it says, for calendars of users' own; null for those that ship with the program.</summary>
    public virtual string? Version => null;

    /// <summary>The first day it knows, inclusive; null when there is no such bound.</summary>
    public virtual LocalDate? ValidFrom => null;

    /// <summary>The last day it knows, inclusive; null when there is no such bound.</summary>
    public virtual LocalDate? ValidThrough => null;

    /// <summary>The zone of its sessions; null when it has none.</summary>
    public virtual DateTimeZone? Zone => null;

    /// <summary>The hours of an ordinary session in <see cref="Zone"/>; null when it has no sessions.</summary>
    public virtual SessionHours? Hours => null;

    /// <summary>True when business is done on <paramref name="date"/>.</summary>
    public bool IsBusinessDay(LocalDate date) => IsBusinessDay(Number(date));

    /// <summary>The hours of that day, or null when it is no business day or the calendar has no sessions.</summary>
    public SessionHours? Session(LocalDate date) =>
        TrySession(Number(date), out var open, out var close)
            ? new SessionHours(LocalTime.FromSecondsSinceMidnight(open), LocalTime.FromSecondsSinceMidnight(close), IsEarly(Number(date)))
            : null;

    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/> (exclusive) that are closed though they are not of the weekend, in order.</summary>
    public IEnumerable<Holiday> Holidays(LocalDate from, LocalDate to)
    {
        for (var date = from; date < to; date = date.PlusDays(1))
        {
            if (!IsBusinessDay(date) && !IsWeekend(Number(date)))
                yield return new Holiday(date, HolidayName(date));
        }
    }

    /// <summary>A warning (SCH022) when <paramref name="date"/> lies outside the days the calendar knows; else null.</summary>
    public Problem? Doubt(LocalDate date)
    {
        if ((ValidFrom is null || date >= ValidFrom) && (ValidThrough is null || date <= ValidThrough))
            return null;
        return new Problem(
            ProblemCodes.UnknownCalendar,
            $"Calendar {Name} knows {Known()}; on {Text(date)} {Beyond} counts as a business day.",
            Severity: ProblemSeverity.Warning)
        { Rule = ReaderRules.BeyondCalendar.Id };
    }

    /// <summary>What is open outside the days it knows, in words: <c>every Monday to Friday</c>.</summary>
    internal virtual string Beyond => "every Monday to Friday";

    /// <summary>As <see cref="IsBusinessDay(LocalDate)"/>, by day number (0 is 1970-01-01).</summary>
    internal abstract bool IsBusinessDay(int dayNumber);

    /// <summary>True when that day has a session; its seconds since midnight on the wall. Allocates nothing.</summary>
    internal virtual bool TrySession(int dayNumber, out int open, out int close)
    {
        (open, close) = (0, 0);
        return false;
    }

    internal virtual bool IsWeekend(int dayNumber) => Civil.Weekday(dayNumber) is 0 or 6;

    private protected virtual bool IsEarly(int dayNumber) => false;

    internal virtual string? HolidayName(LocalDate date) => null;

    private protected static int Number(LocalDate date) => Civil.DayNumber(date.Year, date.Month, date.Day);

    private string Known() => (ValidFrom, ValidThrough) switch
    {
        ({ } from, { } through) => $"{Text(from)} through {Text(through)}",
        (null, { } through) => $"the days through {Text(through)}",
        ({ } from, null) => $"the days from {Text(from)} on",
        _ => "every day",
    };

    private static string Text(LocalDate date) => date.ToString("uuuu-MM-dd", null);

    private sealed class WeekdaysCalendar() : BusinessCalendar("weekdays")
    {
        internal override bool IsBusinessDay(int dayNumber) => !IsWeekend(dayNumber);
    }
}
