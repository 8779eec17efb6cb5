using NodaTime;
using Carillon.Core;

namespace Carillon.Server.Schedules;

/// <summary>Instants as people of a zone read them.</summary>
internal static class LocalText
{
    /// <summary>For example <c>2026-03-08T03:00:00-04:00</c>.</summary>
    public static string Of(Instant instant, DateTimeZone zone) => TimeText.Of(instant.InZone(zone).ToOffsetDateTime());
}
