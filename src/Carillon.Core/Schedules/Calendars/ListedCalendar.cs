using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A calendar given by lists: Monday to Friday without the closures listed, with session hours and early closes.</summary>
public sealed class ListedCalendar : BusinessCalendar
{
    private readonly HashSet<int> _closures;
    private readonly HashSet<int> _earlyCloses;
    private readonly int _first;
    private readonly int _last;
    private readonly SessionHours? _hours;
    private readonly LocalTime _earlyClose;

    /// <summary>A calendar from its lists.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="validFrom">The first day the lists cover, inclusive.</param>
    /// <param name="validThrough">The last day they cover, inclusive.</param>
    /// <param name="closures">Full closures from Monday to Friday.</param>
    /// <param name="zone">The zone of the sessions; null when there are none.</param>
    /// <param name="hours">The usual hours; null when there are no sessions.</param>
    /// <param name="earlyCloses">Half days.</param>
    /// <param name="earlyClose">When half days close.</param>
    public ListedCalendar(
        string name,
        LocalDate validFrom,
        LocalDate validThrough,
        IEnumerable<LocalDate> closures,
        DateTimeZone? zone = null,
        SessionHours? hours = null,
        IEnumerable<LocalDate>? earlyCloses = null,
        LocalTime earlyClose = default)
        : base(name)
    {
        ValidFrom = validFrom;
        ValidThrough = validThrough;
        Zone = zone;
        _first = Number(validFrom);
        _last = Number(validThrough);
        _closures = [.. closures.Select(Number)];
        _earlyCloses = [.. (earlyCloses ?? []).Select(Number)];
        _hours = hours;
        _earlyClose = earlyClose;
    }

    /// <inheritdoc/>
    public override LocalDate? ValidFrom { get; }

    /// <inheritdoc/>
    public override LocalDate? ValidThrough { get; }

    /// <inheritdoc/>
    public override DateTimeZone? Zone { get; }

    /// <inheritdoc/>
    public override SessionHours? Session(LocalDate date)
    {
        if (_hours is not { } hours || !IsBusinessDay(date))
            return null;
        return _earlyCloses.Contains(Number(date)) ? hours with { Close = _earlyClose, EarlyClose = true } : hours;
    }

    internal override bool IsBusinessDay(int dayNumber) =>
        IsWeekday(dayNumber) && (dayNumber < _first || dayNumber > _last || !_closures.Contains(dayNumber));

    private static int Number(LocalDate date) => Civil.DayNumber(date.Year, date.Month, date.Day);
}
