using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary><c>/api/schedules/{id}/coverage</c>: the dates that the runs of a schedule have worked on.</summary>
internal static class CoverageEndpoints
{
    private const int MostDays = 3660;
    private const int Usual = 90;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/schedules/{id}/coverage", Coverage).WithTags("occurrences").Needs(Scope.ReadSchedules)
        .Answers<CoverageView>(400, 404, 422).WithSummary("Which dates of [from, to) its completed runs have covered, the holes, and the smallest backfill that closes them. By default the last 90 days before the end of its latest window.");

    private static IResult Coverage(HttpContext context, ScheduleReader schedules, CoverageReader coverage, Engine.Schedules.LiveSchedules live, TimeProvider time, string id, string? from, string? to)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        if (live.Of(record).ValueOrDefault?.Definition.Windows is not { } windows)
            return Reply.Failed(context, new Problem(ProblemCodes.NoWindow, $"The schedule '{id}' has no data window.", Suggestion: "Add window: { lag: 14d } to it."));
        var query = new Query();
        var now = time.Now();
        var zone = windows.Times.Zone;
        var end = query.Date("to", to) ?? (windows.Times.Previous(now + Duration.Epsilon) is { } last ? windows.Of(last).EndDate : now.InZone(zone).Date);
        var first = query.Date("from", from) ?? end.PlusDays(-Usual);
        query.Order("from", first, "to", end, MostDays);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var found = coverage.Of(record.Id, windows, windows.StartOf(first), windows.StartOf(end), now);
        return found is null
            ? Reply.Failed(context, new Problem(ProblemCodes.InvalidRequest, $"The range has more than {CoverageReader.MostWindows} windows.", Suggestion: "Ask for a shorter one."))
            : TypedResults.Ok(CoverageView.Of(record.Id, found, zone, first, end));
    }
}
