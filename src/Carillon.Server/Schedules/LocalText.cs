using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Schedules;

/// <summary>Instants as people of a zone read them.</summary>
internal static class LocalText
{
    private static readonly OffsetDateTimePattern Pattern = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<+HH:mm>");

    /// <summary>For example <c>2026-03-08T03:00:00-04:00</c>; UTC is <c>+00:00</c>.</summary>
    public static string Of(Instant instant, DateTimeZone zone) => Pattern.Format(instant.InZone(zone).ToOffsetDateTime());
}
