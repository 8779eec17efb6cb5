using System.Globalization;
using Carillon.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>The period that bars are asked for, with the exchange's trading days in it. Pure.</summary>
/// <param name="From">First date, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="TradingDays">The days of the period on which the exchange is open, in order.</param>
internal sealed record BarPeriod(LocalDate From, LocalDate To, IReadOnlyList<LocalDate> TradingDays)
{
    /// <summary>The most trading days that may be asked for: about twenty years.</summary>
    public const int MaxDays = 5000;

    /// <summary>From a date up to an end.</summary>
    /// <returns>Null when the end is not after the start or the period is longer than <see cref="MaxDays"/> trading days.</returns>
    public static BarPeriod? Between(BusinessCalendar calendar, LocalDate from, LocalDate to)
    {
        if (from >= to || Period.DaysBetween(from, to) > MaxDays * 3 / 2) return null;
        var days = new List<LocalDate>();
        for (var date = from; date < to; date = date.PlusDays(1))
        {
            if (calendar.IsBusinessDay(date)) days.Add(date);
        }

        return new BarPeriod(from, to, days);
    }

    /// <summary>The last <paramref name="count"/> trading days before an end; <paramref name="count"/> from 1 to <see cref="MaxDays"/>.</summary>
    public static BarPeriod Last(BusinessCalendar calendar, int count, LocalDate to)
    {
        var days = new List<LocalDate>();
        for (var date = to.PlusDays(-1); days.Count < count; date = date.PlusDays(-1))
        {
            if (calendar.IsBusinessDay(date)) days.Add(date);
        }

        days.Reverse();
        return new BarPeriod(days[0], to, days);
    }

    /// <summary>The end for an instant: the day after the last session that has closed by then. A calendar without sessions closes its days at midnight UTC.</summary>
    public static LocalDate EndAt(BusinessCalendar calendar, Instant at)
    {
        var local = at.InZone(calendar.Zone ?? DateTimeZone.Utc);
        return calendar.Session(local.Date) is { } session && local.TimeOfDay >= session.Close ? local.Date.PlusDays(1) : local.Date;
    }

    /// <summary>Reads <c>as_of</c>: a date (its own session is not part of the period) or an instant (sessions closed by then are). Null for anything else.</summary>
    public static LocalDate? EndOf(BusinessCalendar calendar, string text)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date) return date.Value;
        if (InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant) return EndAt(calendar, instant.Value);
        return OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } offset ? EndAt(calendar, offset.Value.ToInstant()) : null;
    }

    /// <summary>For example <c>2017-01-03 to 2017-12-29</c>, both inclusive.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{LocalDatePattern.Iso.Format(From)} to {LocalDatePattern.Iso.Format(To.PlusDays(-1))}");
}
