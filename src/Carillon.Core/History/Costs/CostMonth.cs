using System.Globalization;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.History;

/// <summary>A calendar month in a zone. Immutable.</summary>
/// <param name="Month">Which one.</param>
/// <param name="Start">Its first instant there.</param>
/// <param name="End">The first instant of the next one; exclusive.</param>
public sealed record CostMonth(YearMonth Month, Instant Start, Instant End)
{
    /// <summary>The month as <c>2026-03</c>.</summary>
    public string Text => TextOf(Month);

    /// <summary>The month that an instant lies in, by the clocks of a zone.</summary>
    public static CostMonth At(Instant at, DateTimeZone zone) => Of(MonthOf(at, zone), zone);

    /// <summary>That month in a zone.</summary>
    public static CostMonth Of(YearMonth month, DateTimeZone zone)
    {
        var resolver = new LocalTimeResolver(zone, ClockChangeRule.Fixed);
        return new CostMonth(month, First(resolver, month), First(resolver, month.PlusMonths(1)));
    }

    /// <summary>Which month it is at an instant, by the clocks of a zone.</summary>
    public static YearMonth MonthOf(Instant at, DateTimeZone zone) => at.InZone(zone).Date.ToYearMonth();

    /// <summary>A month as <c>2026-03</c>.</summary>
    public static string TextOf(YearMonth month) => month.ToString("uuuu'-'MM", CultureInfo.InvariantCulture);

    private static Instant First(LocalTimeResolver resolver, YearMonth month) =>
        resolver.Resolve(month.OnDayOfMonth(1).AtMidnight()) ?? throw new ArgumentOutOfRangeException(nameof(month), month, "The month has no beginning in the zone.");
}
