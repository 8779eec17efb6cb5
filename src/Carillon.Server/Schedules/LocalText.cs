using NodaTime;
using Carillon.Core;

namespace Carillon.Server.Schedules;

/// <summary>Times as people of a zone read them.</summary>
internal static class LocalText
{
    /// <summary>For example <c>2026-03-08T03:00:00-04:00</c>.</summary>
    public static string Of(Instant instant, DateTimeZone zone) => TimeText.Of(instant.InZone(zone).ToOffsetDateTime());

    /// <summary>For example <c>2026-03-08</c>; null for null.</summary>
    public static string? Of(LocalDate? date) => date?.ToString("uuuu-MM-dd", null);

    /// <summary>For example <c>09:30</c>, with seconds where there are some; null for null.</summary>
    public static string? Of(LocalTime? time) => time is { } at ? at.ToString(at.Second == 0 ? "HH:mm" : "HH:mm:ss", null) : null;
}
