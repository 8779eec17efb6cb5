using Carillon.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Clock;

/// <summary>Moments as people write them: an instant, a local date and time, or a time of day. Pure.</summary>
internal static class WallTime
{
    private static readonly LocalTimePattern[] Times = [LocalTimePattern.CreateWithInvariantCulture("HH':'mm"), LocalTimePattern.CreateWithInvariantCulture("HH':'mm':'ss")];

    private static readonly LocalDateTimePattern[] DateTimes =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss"),
    ];

    /// <summary>The zone of that name, or null.</summary>
    public static DateTimeZone? Zone(string name) => ZoneDatabase.Zones.GetZoneOrNull(name);

    /// <summary>The time of day, or null.</summary>
    public static LocalTime? Time(string text) => First(Times, text);

    /// <summary>The instant meant; a time of day is the one on the day that <paramref name="near"/> falls on in the zone. Null: no such text.</summary>
    public static Instant? Parse(string text, DateTimeZone zone, Instant near)
    {
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } offset) return offset.Value.ToInstant();
        if (First(DateTimes, text) is { } local) return At(local, zone);
        return Time(text) is { } time ? At(near.InZone(zone).Date + time, zone) : null;
    }

    /// <summary>The instant of a local time: one that a clock change skips is the first instant after the gap; of two, the earlier. Null outside the years that zones are known for.</summary>
    public static Instant? At(LocalDateTime local, DateTimeZone zone) => new LocalTimeResolver(zone, ClockChangeRule.Fixed).Resolve(local);

    private static T? First<T>(IEnumerable<IPattern<T>> patterns, string text)
        where T : struct
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Parse(text) is { Success: true } parsed) return parsed.Value;
        }

        return null;
    }
}
