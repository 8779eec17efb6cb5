using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// The nominal times of a recurrence in a zone, by clock-change rule, calendar and bounds. Whole seconds, 1900 through 2199; nothing loops longer than that.
/// Pure, immutable, thread safe. <see cref="Next"/> allocates nothing.
/// </summary>
public sealed class ScheduleTimes : OccurrenceTimes
{
    private readonly Recurrence _effective;
    private readonly LocalTimeResolver _resolver;
    private readonly long _start;
    private readonly long _end;

    /// <summary>Combines them.</summary>
    /// <param name="recurrence">When.</param>
    /// <param name="zone">The zone of its wall-clock times.</param>
    /// <param name="clockChange">What skipped and repeated times do; null for the default of the recurrence.</param>
    /// <param name="calendar">Business days, or null for every day.</param>
    /// <param name="calendarRule">What becomes of occurrences on other days.</param>
    /// <param name="startAt">No occurrence before it; inclusive. Null for no bound.</param>
    /// <param name="endAt">No occurrence at or after it; exclusive. Null for no bound.</param>
    /// <exception cref="ArgumentException">
    /// An elapsed recurrence, which has no wall-clock time, is to be moved to another day; or moments of a session are asked of no calendar, or of one without sessions.
    /// </exception>
    public ScheduleTimes(
        Recurrence recurrence,
        DateTimeZone zone,
        ClockChangeRule? clockChange = null,
        BusinessCalendar? calendar = null,
        CalendarRule calendarRule = CalendarRule.Skip,
        Instant? startAt = null,
        Instant? endAt = null)
    {
        if (recurrence is SessionRecurrence && (calendar?.Hours is null || calendar.Zone is null))
            throw new ArgumentException("Moments of a session need a calendar with sessions.", nameof(calendar));
        Recurrence = recurrence;
        Calendar = calendar;
        StartAt = startAt;
        CalendarRule = calendarRule;
        EndAt = endAt;
        _resolver = new LocalTimeResolver(zone, clockChange ?? recurrence.DefaultClockChangeRule);
        _effective = (recurrence, calendar) switch
        {
            (_, null) => recurrence,
            (WallClockRecurrence readings, _) => new CalendarRecurrence(readings, calendar, calendarRule),
            (SessionRecurrence sessions, _) => sessions.On(calendar, calendarRule, Readings = sessions.Readings(calendar, calendarRule)),
            _ when calendarRule == CalendarRule.Skip => new BusinessDaysOnly(recurrence, calendar),
            _ => throw new ArgumentException("Only wall-clock times can be moved to another day.", nameof(calendarRule)),
        };
        Readings ??= _effective as WallClockRecurrence;
        _start = startAt is { } start ? CeilingSeconds(start) : long.MinValue;
        _end = endAt is { } end ? CeilingSeconds(end) : long.MaxValue;
    }

    /// <summary>When, without zone, calendar and bounds.</summary>
    public Recurrence Recurrence { get; }

    /// <summary>The zone.</summary>
    public DateTimeZone Zone => _resolver.Zone;

    /// <summary>Its business days; null for every day.</summary>
    public BusinessCalendar? Calendar { get; }

    /// <summary>What becomes of occurrences on other days.</summary>
    public CalendarRule CalendarRule { get; }

    /// <summary>What skipped and repeated times do.</summary>
    public ClockChangeRule ClockChange => _resolver.Rule;

    /// <summary>No occurrence before it; inclusive.</summary>
    public Instant? StartAt { get; }

    /// <summary>No occurrence at or after it; exclusive.</summary>
    public Instant? EndAt { get; }

    /// <summary>The wall-clock readings after the calendar's rule; null for elapsed time and moments of a session, which clock changes do not touch.</summary>
    internal WallClockRecurrence? Readings { get; }

    internal LocalTimeResolver Resolver => _resolver;

    /// <summary>The same without <see cref="StartAt"/> and <see cref="EndAt"/>.</summary>
    public ScheduleTimes WithoutBounds() => StartAt is null && EndAt is null ? this : new ScheduleTimes(Recurrence, Zone, ClockChange, Calendar, CalendarRule);

    /// <inheritdoc/>
    public override Instant? Next(Instant after)
    {
        var from = after.ToUnixTimeSeconds() + 1;
        var next = _effective.Next(_resolver, from < _start ? _start : from);
        return next < _end && next != LocalTimeResolver.None ? Instant.FromUnixTimeSeconds(next) : null;
    }

    /// <inheritdoc/>
    public override Instant? Previous(Instant before)
    {
        var until = CeilingSeconds(before) - 1;
        if (until >= _end)
            until = _end - 1;
        var previous = _effective.Previous(_resolver, until);
        return previous >= _start && previous != LocalTimeResolver.NoneBefore ? Instant.FromUnixTimeSeconds(previous) : null;
    }

    private static long CeilingSeconds(Instant instant)
    {
        var floor = instant.ToUnixTimeSeconds();
        return Instant.FromUnixTimeSeconds(floor) < instant ? floor + 1 : floor;
    }

    /// <summary>Elapsed time with a calendar: what falls on a closed local day is dropped.</summary>
    private sealed class BusinessDaysOnly(Recurrence inner, BusinessCalendar calendar) : Recurrence
    {
        internal override long Next(LocalTimeResolver resolver, long from)
        {
            var next = inner.Next(resolver, from);
            while (next != LocalTimeResolver.None && !calendar.IsBusinessDay(Day(resolver, next)))
                next = inner.Next(resolver, Math.Max(next + 1, DayEdge(resolver, next, Day(resolver, next) + 1) - ClockSlack));
            return next;
        }

        internal override long Previous(LocalTimeResolver resolver, long until)
        {
            var previous = inner.Previous(resolver, until);
            while (previous != LocalTimeResolver.NoneBefore && !calendar.IsBusinessDay(Day(resolver, previous)))
                previous = inner.Previous(resolver, Math.Min(previous - 1, DayEdge(resolver, previous, Day(resolver, previous)) + ClockSlack));
            return previous;
        }

        /// <summary>A clock change may shorten or shift the rest of a day by up to so much; jumping short of it keeps the search exact.</summary>
        private const long ClockSlack = 2 * 3600;

        private static int Day(LocalTimeResolver resolver, long utc) => Civil.DayOf(resolver.Timeline.ToLocal(utc));

        /// <summary>The UTC second at which that local day would begin if the offset at <paramref name="utc"/> stayed.</summary>
        private static long DayEdge(LocalTimeResolver resolver, long utc, int day) =>
            ((long)day * Civil.SecondsPerDay) - (resolver.Timeline.ToLocal(utc) - utc);
    }
}
