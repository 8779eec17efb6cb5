using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A calendar given by lists: weekends, holidays, open days and half days, perhaps over another calendar. Immutable, thread safe.</summary>
public sealed class ListedCalendar : BusinessCalendar
{
    private readonly BusinessCalendar? _base;
    private readonly int _weekend;
    private readonly IReadOnlyDictionary<LocalDate, string?> _names;
    private readonly HashSet<int> _closed;
    private readonly HashSet<int> _open;
    private readonly Dictionary<int, int> _closes;
    private readonly int _opensAt;
    private readonly int _closesAt;
    private readonly bool _ownHours;

    /// <summary>How many listed calendars may lie over one another: each is asked for each day.</summary>
    public const int MostLayers = 16;

    /// <summary>A calendar from its lists. Where two of them know a day until different dates, the earlier one counts.</summary>
    public ListedCalendar(CalendarLists lists)
        : base(lists.Name)
    {
        _base = lists.BasedOn;
        Layers = 1 + ((_base as ListedCalendar)?.Layers ?? 0);
        Title = lists.Title ?? lists.Name;
        Version = lists.Version;
        Zone = lists.Zone ?? _base?.Zone;
        Hours = lists.Hours ?? _base?.Hours;
        ValidFrom = Later(lists.ValidFrom, _base?.ValidFrom);
        ValidThrough = Earlier(lists.ValidThrough, _base?.ValidThrough);
        _weekend = lists.Weekend.Aggregate(0, (bits, day) => bits | (1 << ((int)day % 7)));
        _names = lists.Holidays;
        _closed = [.. lists.Holidays.Keys.Select(Number)];
        _open = [.. lists.OpenDays.Select(Number)];
        _closes = lists.EarlyCloses.ToDictionary(e => Number(e.Key), e => Seconds(e.Value));
        _ownHours = lists.Hours is not null;
        (_opensAt, _closesAt) = Hours is { } hours ? (Seconds(hours.Open), Seconds(hours.Close)) : default;
    }

    /// <summary>How many listed calendars it is made of, itself included.</summary>
    public int Layers { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string? Version { get; }

    /// <inheritdoc/>
    public override LocalDate? ValidFrom { get; }

    /// <inheritdoc/>
    public override LocalDate? ValidThrough { get; }

    /// <inheritdoc/>
    public override DateTimeZone? Zone { get; }

    /// <inheritdoc/>
    public override SessionHours? Hours { get; }

    internal override string Beyond
    {
        get
        {
            var open = Enumerable.Range(0, 7).Where(day => !IsWeekend(day)).Aggregate(0, (bits, day) => bits | (1 << Civil.Weekday(day)));
            return open switch { 0 => "no day", 0b111_1111 => "every day", _ => $"every {Phrases.Weekdays(open)}" };
        }
    }

    internal override bool IsBusinessDay(int dayNumber) =>
        ((_weekend >> Civil.Weekday(dayNumber) & 1) == 0 && !_closed.Contains(dayNumber) && (_base?.IsBusinessDay(dayNumber) ?? true))
        || (_open.Count > 0 && _open.Contains(dayNumber));

    internal override bool IsWeekend(int dayNumber) => (_weekend >> Civil.Weekday(dayNumber) & 1) != 0 || (_base?.IsWeekend(dayNumber) ?? false);

    internal override bool TrySession(int dayNumber, out int open, out int close)
    {
        (open, close) = (_opensAt, _closesAt);
        if (Hours is null || !IsBusinessDay(dayNumber))
            return false;
        // A day that is open here alone has the usual hours.
        if (!_ownHours && _base!.TrySession(dayNumber, out var baseOpen, out var baseClose))
            (open, close) = (baseOpen, baseClose);
        if (_closes.TryGetValue(dayNumber, out var early))
            close = early;
        return true;
    }

    private protected override bool IsEarly(int dayNumber) => TrySession(dayNumber, out _, out var close) && close < _closesAt;

    internal override string? HolidayName(LocalDate date) => _names.TryGetValue(date, out var name) ? name : _base?.HolidayName(date);

    private static int Seconds(LocalTime time) => (int)(time.TickOfDay / NodaConstants.TicksPerSecond);

    private static LocalDate? Later(LocalDate? a, LocalDate? b) => a is null || b > a ? b : a;

    private static LocalDate? Earlier(LocalDate? a, LocalDate? b) => a is null || b < a ? b : a;
}
