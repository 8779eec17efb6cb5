using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary><c>/api/occurrences</c>: past and future occurrences of all schedules, for a calendar.</summary>
internal static class OccurrenceListEndpoint
{
    private const int MostItems = 2000;
    private const int MostDays = 62;
    internal const int FirstYear = 1901;
    internal const int LastYear = 2198;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/occurrences", List).WithTags("occurrences").Needs(Scope.ReadSchedules).Answers<OccurrenceListView>(400, 404)
        .WithSummary("Occurrences of all schedules, or of one, in [from, to), past ones with what became of them: counts for each day, and up to limit (2,000) items when there are no more. Counts alone may be some seconds old: as_of says when they were made; Cache-Control: no-cache makes them anew.");

    private static IResult List(
        HttpContext context, OccurrenceReader occurrences, ScheduleReader schedules, RecentAnswers recent, TimeProvider time, string? from, string? to, string? schedule, string? timezone, int? limit)
    {
        var query = new Query();
        var most = query.Range("limit", limit, MostItems, MostItems);
        var start = query.Instant("from", from) ?? time.Now();
        var end = query.Instant("to", to) ?? start + Duration.FromDays(7);
        var zone = ZoneDatabase.Zones.GetZoneOrNull(timezone ?? "UTC");
        if (zone is null)
            query.Add($"'timezone' is '{timezone}', which is no IANA zone such as America/New_York.");
        if (end <= start || end - start > Duration.FromDays(MostDays))
            query.Add($"'to' must be after 'from', by at most {MostDays} days.");
        if (start.InUtc().Year < FirstYear || end.InUtc().Year > LastYear)
            query.Add($"The years {FirstYear} to {LastYear} can be asked for.");
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var only = schedule is null ? (ScheduleId?)null : new ScheduleId(schedule);
        if (only is { } id && schedules.Find(id) is null)
            return Reply.Failed(context, Schedules.ScheduleEndpoints.Missing(id.Value));
        var isFresh = from is null || to is null || only is not null || context.Request.Headers.CacheControl.ToString().Contains("no-cache", StringComparison.OrdinalIgnoreCase);
        return TypedResults.Ok(isFresh
            ? Make()
            : recent.Get(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"occurrences {start} {end} {zone!.Id} {most}"), Make, view => view.Aggregated));

        OccurrenceListView Make() => OccurrenceListView.Of(occurrences, start, end, only, zone!, most, time.Now());
    }
}

/// <summary>Occurrences in a range of time.</summary>
/// <param name="AsOf">When this was made.</param>
/// <param name="From">From here, inclusive.</param>
/// <param name="To">To here, exclusive.</param>
/// <param name="Timezone">The zone of the days.</param>
/// <param name="Total">How many occurrences there are.</param>
/// <param name="Aggregated">True when there are too many to list: only the days count them.</param>
/// <param name="Truncated">True when a schedule has so many to come that not all were counted.</param>
/// <param name="Days">The local days, each with its counts.</param>
/// <param name="Items">The occurrences by time; empty when aggregated.</param>
internal sealed record OccurrenceListView(
    Instant AsOf, Instant From, Instant To, string Timezone, long Total, bool Aggregated, bool Truncated, IReadOnlyList<OccurrenceDayView> Days, IReadOnlyList<OccurrenceItem> Items)
{
    public static OccurrenceListView Of(OccurrenceReader occurrences, Instant from, Instant to, ScheduleId? only, DateTimeZone zone, int most, Instant now)
    {
        // Counted as they come: a schedule that fires every second has millions, and none is kept but the first few.
        List<TimedCount> counts = [.. occurrences.Past(from, to, only)];
        var (coming, last, inRow, truncated) = (new List<OccurrenceRecord>(), default(ScheduleId), 0, false);
        foreach (var next in occurrences.Future(from, to, only))
        {
            counts.Add(new TimedCount(next.At, null, 1));
            if (coming.Count <= most)
                coming.Add(next);
            (inRow, last) = (next.ScheduleId == last ? inRow + 1 : 1, next.ScheduleId);
            truncated |= inRow == OccurrenceReader.MostEach;
        }

        var total = counts.Sum(count => count.Count);
        IEnumerable<OccurrenceRecord> items = total <= most ? occurrences.PastItems(from, to, only, most).Concat(coming).OrderBy(item => item.At).ThenBy(item => item.ScheduleId.Value, StringComparer.Ordinal) : [];
        var days = CalendarDays.Tally(CalendarDays.Of(zone, from, to), counts);
        return new OccurrenceListView(now, from, to, zone.Id, total, total > most, truncated, [.. days.Select(OccurrenceDayView.From)], [.. items.Select(OccurrenceItem.From)]);
    }
}

/// <summary>A local day with its counts.</summary>
internal sealed record OccurrenceDayView(string Date, Instant Start, Instant End, string? ClockChange, long Ran, long Skipped, long Missed, long Coalesced, long Future)
{
    public static OccurrenceDayView From(DayTally tally) => new(
        tally.Day.Date.ToString("uuuu-MM-dd", null), tally.Day.Start, tally.Day.End, tally.Day.ClockChange, tally.Ran, tally.Skipped, tally.Missed, tally.Coalesced, tally.Future);
}

/// <summary>One occurrence, or several in a row with the same fate.</summary>
internal sealed record OccurrenceItem(ScheduleId ScheduleId, WorkflowId WorkflowId, Instant At, long Count, OccurrenceVerdict Outcome, RunId? RunId, RunStatus? RunStatus)
{
    public static OccurrenceItem From(OccurrenceRecord record) => new(record.ScheduleId, record.WorkflowId, record.At, record.Count, record.Verdict, record.RunId, record.RunStatus);
}
