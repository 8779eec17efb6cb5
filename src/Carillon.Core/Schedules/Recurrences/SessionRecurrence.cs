using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// Days by a rule, at moments of the calendar's session and perhaps at wall-clock times as well. The days of the session moments are dates of the
/// exchange, and their instants are the exchange's, whatever the schedule's zone. Asking allocates nothing.
/// </summary>
public sealed class SessionRecurrence : Recurrence
{
    private readonly DayTimesRecurrence _days;
    private readonly SessionTime[] _moments;
    private readonly DayTimesRecurrence? _clock;

    /// <summary>Combines them.</summary>
    /// <param name="moments">At least one.</param>
    /// <param name="days">Makes a recurrence of the days at given wall-clock times, of which there is at least one.</param>
    /// <param name="clock">Wall-clock times in the schedule's zone beside the moments; may be empty.</param>
    internal SessionRecurrence(IReadOnlyList<SessionTime> moments, Func<IReadOnlyList<LocalTime>, DayTimesRecurrence> days, IReadOnlyList<LocalTime> clock)
    {
        _moments = [.. moments.Distinct()];
        _days = days([LocalTime.Midnight]);
        _clock = clock.Count == 0 ? null : days(clock);
    }

    /// <summary>The wall-clock part after the calendar's rule; null when there is none.</summary>
    internal WallClockRecurrence? Readings(BusinessCalendar calendar, CalendarRule rule) => _clock is null ? null : new CalendarRecurrence(_clock, calendar, rule);

    /// <summary>The recurrence by that calendar, which has sessions.</summary>
    internal Recurrence On(BusinessCalendar calendar, CalendarRule rule, WallClockRecurrence? readings) =>
        new OnCalendar(new CalendarRecurrence(_days, calendar, rule), calendar, _moments, readings);

    /// <summary>Without its calendar there is no session to count from.</summary>
    internal override long Next(LocalTimeResolver resolver, long from) => LocalTimeResolver.None;

    internal override long Previous(LocalTimeResolver resolver, long until) => LocalTimeResolver.NoneBefore;

    private sealed class OnCalendar(CalendarRecurrence days, BusinessCalendar calendar, SessionTime[] moments, WallClockRecurrence? readings) : Recurrence
    {
        /// <summary>A moment lies at most so many days from its session's date: the offset, and a session of a whole day.</summary>
        private const int Reach = 2;

        private readonly LocalTimeResolver _exchange = new(calendar.Zone!, ClockChangeRule.Fixed);

        internal override long Next(LocalTimeResolver resolver, long from)
        {
            var best = readings is null ? LocalTimeResolver.None : resolver.Next(readings, from);
            if (from >= ZoneTimeline.End)
                return best;
            var first = Math.Max(from, ZoneTimeline.Start);
            for (var at = days.NextLocal(Start(DayOf(first) - Reach)); at != LocalTimeResolver.None; at = days.NextLocal(at + Civil.SecondsPerDay))
            {
                var day = Civil.DayOf(at);
                if (best != LocalTimeResolver.None && day > DayOf(best) + Reach)
                    break;
                foreach (var moment in moments)
                {
                    if (At(day, moment) is var found && found >= first && found < best)
                        best = found;
                }
            }
            return best;
        }

        internal override long Previous(LocalTimeResolver resolver, long until)
        {
            var best = readings is null ? LocalTimeResolver.NoneBefore : resolver.Previous(readings, until);
            if (until < ZoneTimeline.Start)
                return best;
            var last = Math.Min(until, ZoneTimeline.End - 1);
            for (var at = days.PreviousLocal(Start(DayOf(last) + Reach)); at != LocalTimeResolver.NoneBefore; at = days.PreviousLocal(at - 1))
            {
                var day = Civil.DayOf(at);
                if (best != LocalTimeResolver.NoneBefore && day < DayOf(best) - Reach)
                    break;
                foreach (var moment in moments)
                {
                    if (At(day, moment) is var found && found <= last && found > best && found >= ZoneTimeline.Start)
                        best = found;
                }
            }
            return best;
        }

        private long At(int day, SessionTime moment)
        {
            calendar.TrySession(day, out var open, out var close);
            var edge = _exchange.FirstPass(Start(day) + (moment.Edge == SessionEdge.Open ? open : close));
            return edge == LocalTimeResolver.None ? edge : edge + moment.Offset;
        }

        private int DayOf(long utc) => Civil.DayOf(_exchange.Timeline.ToLocal(utc));

        private static long Start(int day) => (long)day * Civil.SecondsPerDay;
    }
}
