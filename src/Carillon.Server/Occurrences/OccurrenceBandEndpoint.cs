using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary><c>/api/occurrences/band</c>: occurrences counted in equal steps, for a band of time from minutes to a year.</summary>
internal static class OccurrenceBandEndpoint
{
    private const int MostSteps = 1000;
    private const int MostDays = 400;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/occurrences/band", Count).WithTags("occurrences").Needs(Scope.ReadSchedules).Answers<OccurrenceBandView>(400, 404)
        .WithSummary("Occurrences of all schedules, or of one, in [from, to), at most 400 days, counted in equal steps (at most 'steps', 240 by default) by what became of them and their runs. Counts may be some seconds old: as_of says when they were made.");

    private static IResult Count(
        HttpContext context, OccurrenceReader occurrences, ScheduleReader schedules, RecentAnswers recent, TimeProvider time, string? from, string? to, string? schedule, int? steps)
    {
        var query = new Query();
        var most = query.Range("steps", steps, 240, MostSteps);
        var start = query.Instant("from", from) ?? time.Now() - Duration.FromDays(1);
        var end = query.Instant("to", to) ?? start + Duration.FromDays(2);
        if (end <= start || end - start > Duration.FromDays(MostDays))
            query.Add($"'to' must be after 'from', by at most {MostDays} days.");
        if (start.InUtc().Year < OccurrenceListEndpoint.FirstYear || end.InUtc().Year > OccurrenceListEndpoint.LastYear)
            query.Add($"The years {OccurrenceListEndpoint.FirstYear} to {OccurrenceListEndpoint.LastYear} can be asked for.");
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        if (schedule is not null && schedules.Find(new ScheduleId(schedule)) is null)
            return Reply.Failed(context, Schedules.ScheduleEndpoints.Missing(schedule));
        // Steps are at round times, so that a band that moves with the clock is the same one for a while.
        var step = OccurrenceBand.Step(end - start, most);
        var first = Instant.FromUnixTimeTicks(start.ToUnixTimeTicks() - (((start.ToUnixTimeTicks() % step.BclCompatibleTicks) + step.BclCompatibleTicks) % step.BclCompatibleTicks));
        return TypedResults.Ok(recent.Get(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"band {first} {end} {schedule} {step}"), Make, view => schedule is null && view.Total > MostSteps));

        OccurrenceBandView Make()
        {
            var only = schedule is null ? (ScheduleId?)null : new ScheduleId(schedule);
            var coming = occurrences.Future(first, end, only).Select(next => new OccurrenceCell(next.At, OccurrenceState.Future, 1));
            return OccurrenceBandView.Of(first, end, step, OccurrenceBand.Join(first, step, occurrences.PastCells(first, end, step, only).Concat(coming)), time.Now());
        }
    }
}

/// <summary>A band of time with its occurrences counted.</summary>
/// <param name="AsOf">When this was made.</param>
/// <param name="From">Where the first step begins: the time that was asked for, rounded down to a step.</param>
/// <param name="To">The end, exclusive.</param>
/// <param name="StepSeconds">How long a step is.</param>
/// <param name="Total">How many occurrences there are.</param>
/// <param name="Cells">The counts, by time and state; steps without any are left out.</param>
internal sealed record OccurrenceBandView(Instant AsOf, Instant From, Instant To, long StepSeconds, long Total, IReadOnlyList<OccurrenceCellView> Cells)
{
    public static OccurrenceBandView Of(Instant from, Instant to, Duration step, IReadOnlyList<OccurrenceCell> cells, Instant now) =>
        new(now, from, to, (long)step.TotalSeconds, cells.Sum(cell => cell.Count), [.. cells.Select(cell => new OccurrenceCellView(cell.At, cell.State, cell.Count))]);
}

/// <summary>Occurrences of one state within one step.</summary>
internal sealed record OccurrenceCellView(Instant At, OccurrenceState State, long Count);
