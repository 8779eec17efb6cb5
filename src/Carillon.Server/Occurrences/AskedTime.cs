using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Server.Hosting;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Occurrences;

/// <summary>A time as a person types it.</summary>
internal static class AskedTime
{
    private static readonly LocalDateTimePattern[] Local =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd"),
    ];

    private static readonly OffsetDateTimePattern[] WithOffset =
    [
        OffsetDateTimePattern.ExtendedIso,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mmo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:sso<Z+HH:mm>"),
    ];

    /// <summary>An instant with an offset, or a wall-clock reading of the zone: the first of two, and the first instant after a gap, as schedules themselves do.</summary>
    public static Checked<Instant> Parse(string? text, DateTimeZone zone)
    {
        text = text?.Trim() ?? "";
        foreach (var pattern in WithOffset)
        {
            if (pattern.Parse(text) is { Success: true, Value: var at } && at.Year is >= 1 and <= Query.LastYear)
                return Checked<Instant>.Ok(at.ToInstant());
        }

        foreach (var pattern in Local)
        {
            if (pattern.Parse(text) is { Success: true, Value: var reading } && reading.Year is >= 1 and <= Query.LastYear && new LocalTimeResolver(zone, ClockChangeRule.Fixed).Resolve(reading) is { } at)
                return Checked<Instant>.Ok(at);
        }

        return Checked<Instant>.Bad(new Problem(
            ProblemCodes.InvalidRequest,
            text.Length == 0 ? "A time is missing." : $"'{text}' is not a time.",
            Suggestion: "Write 2026-03-08T07:00:00Z, 2026-03-08T03:00-04:00, or 2026-03-08T03:00 for the schedule's own zone."));
    }
}
