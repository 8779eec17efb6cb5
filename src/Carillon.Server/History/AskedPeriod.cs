using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.History;

/// <summary>A period as a request names it: <c>from</c> and <c>to</c>, or <c>period_days</c>.</summary>
internal static class AskedPeriod
{
    private const int DefaultDays = 30;

    /// <summary>The zone in which a schedule's dates are read: its own, or UTC when its definition is gone.</summary>
    public static DateTimeZone ZoneOf(ScheduleRecord schedule, LiveSchedules live) => live.Of(schedule).ValueOrDefault?.Definition.Zone ?? DateTimeZone.Utc;

    /// <summary>The zone of that name, or the default when none is given.</summary>
    public static DateTimeZone Zone(Query query, string? name, DateTimeZone otherwise)
    {
        if (string.IsNullOrEmpty(name))
            return otherwise;
        if (ZoneDatabase.Zones.GetZoneOrNull(name) is { } zone)
            return zone;
        query.Add($"'timezone' is '{name}', which is no IANA time zone; write it like Europe/Berlin.");
        return otherwise;
    }

    /// <summary>An instant, a wall-clock time of the zone, or a date, which stands for its beginning there; null when it is not given, or wrong.</summary>
    public static Instant? Time(Query query, string name, string? text, DateTimeZone zone)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var time = AskedTime.Parse(LocalDatePattern.Iso.Parse(text).Success ? text + "T00:00" : text, zone);
        if (!time.IsOk)
            query.Add($"'{name}' is '{text}'; a date such as 2026-03-08, or a time such as 2026-03-08T07:00:00Z is expected.");
        return time.IsOk ? time.Value : null;
    }

    /// <summary>Adds a problem when both bounds are given and the second is not later than the first.</summary>
    public static void RefuseReversed(Query query, Instant? from, Instant? to)
    {
        if (to <= from)
            query.Refuse(new Problem(ProblemCodes.InvalidPeriod, "'to' must be later than 'from': the end is exclusive."));
    }

    /// <summary>The period asked for: by default the last 30 days, until now.</summary>
    public static HistoryPeriod Read(Query query, string? from, string? to, int? days, DateTimeZone zone, Instant now)
    {
        if (days is not null && !string.IsNullOrEmpty(from))
            query.Add("'period_days' and 'from' say the same thing; give one of them.");
        var length = query.Range("period_days", days, DefaultDays, HistoryPeriod.MaxDays);
        var begin = Time(query, "from", from, zone);
        var end = Time(query, "to", to, zone);
        return query.Problems.Count > 0 ? default : query.Value(Of(begin, end ?? HistoryPeriod.QuarterAfter(now), length));
    }

    /// <summary>A period whose two bounds must be given.</summary>
    public static HistoryPeriod Both(Query query, string name, string? start, string? end, DateTimeZone zone)
    {
        if (string.IsNullOrEmpty(start) || string.IsNullOrEmpty(end))
        {
            query.Add($"'{name}_start' and '{name}_end' are both needed.");
            return default;
        }

        return Time(query, name + "_start", start, zone) is { } from && Time(query, name + "_end", end, zone) is { } to ? query.Value(HistoryPeriod.Of(from, to)) : default;
    }

    private static Checked<HistoryPeriod> Of(Instant? from, Instant to, int days) => from is { } begin ? HistoryPeriod.Of(begin, to) : HistoryPeriod.Last(days, to);
}
