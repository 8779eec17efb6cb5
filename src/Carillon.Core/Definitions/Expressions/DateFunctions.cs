using System.Text.Json.Nodes;
using Carillon.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Functions on dates (<c>2026-01-05</c>) and instants (<c>2026-01-05T10:00:00Z</c>). A wall-clock time is never turned into an instant.</summary>
internal static class DateFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("date", "x, pattern, zone?", 2, 3, "The instant or date x, written by the pattern (`yyyy MM dd HH mm ss`, `MMM`, `ddd` …) in the zone (`UTC` when left out).", "date('2026-01-05T23:30:00Z', 'yyyy-MM-dd HH:mm', 'Europe/Berlin')", "\"2026-01-06 00:30\"", Format),
        new("add_days", "x, n", 2, 2, "The date or instant x, n days later (of 24 hours, for an instant).", "add_days('2026-02-27', 2)", "\"2026-03-01\"", AddDays),
    ];

    private static JsonNode? Format(Call c)
    {
        var zoneName = "UTC";
        if (!c.Text(0, out var text) || !c.Text(1, out var format) || (c.Count > 2 && !c.Text(2, out zoneName)))
            return null;
        if (ZoneDatabase.Zones.GetZoneOrNull(zoneName) is not { } zone)
            return c.Fail($"there is no time zone '{zoneName}'.");
        try
        {
            LocalDateTime local;
            if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
                local = date.AtMidnight();
            else if (TryInstant(text, out var instant))
                local = instant.InZone(zone).LocalDateTime;
            else
                return NotADate(c);
            var written = LocalDateTimePattern.CreateWithInvariantCulture(format).Format(local);
            return c.Made(written.Length, () => written);
        }
        catch (InvalidPatternException e)
        {
            return c.Fail($"the pattern cannot be used: {e.Message}");
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return c.Fail("the result is beyond the calendar.");
        }
    }

    private static JsonNode? AddDays(Call c)
    {
        if (!c.Text(0, out var text) || !c.Number(1, out var days))
            return null;
        if (days != decimal.Truncate(days) || Math.Abs(days) > 4_000_000)
            return c.Fail("argument 2 must be a whole number of days.");
        try
        {
            if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
                return JsonValue.Create(LocalDatePattern.Iso.Format(date.PlusDays((int)days)));
            return TryInstant(text, out var instant)
                ? JsonValue.Create(InstantPattern.ExtendedIso.Format(instant + Duration.FromDays((int)days)))
                : NotADate(c);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return c.Fail("the result is beyond the calendar.");
        }
    }

    private static bool TryInstant(string text, out Instant instant)
    {
        if (InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out instant))
            return true;
        var found = OffsetDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var at);
        instant = at.ToInstant();
        return found;
    }

    private static JsonNode? NotADate(Call c) => c.Fail("argument 1 must be a date like 2026-01-05 or an instant like 2026-01-05T10:00:00Z.");
}
