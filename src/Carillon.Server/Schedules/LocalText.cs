using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Schedules;

/// <summary>Instants as people of a zone read them.</summary>
internal static class LocalText
{
    /// <summary>For example <c>2026-03-08T03:00:00-04:00</c>; UTC is <c>Z</c>.</summary>
    public static string Of(Instant instant, DateTimeZone zone) => OffsetDateTimePattern.Rfc3339.Format(instant.InZone(zone).ToOffsetDateTime());
}
