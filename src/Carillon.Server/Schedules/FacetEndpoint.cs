using Carillon.Engine.History;
using Carillon.Server.Hosting;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/schedules/facets</c>: what the list of schedules can be filtered by.</summary>
internal static class FacetEndpoint
{
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/schedules/facets", Read).WithTags("schedules").Needs(Scope.ReadSchedules).Answers<ScheduleFacets>(400)
        .WithSummary("The states, kinds, tags, owners and workflows of schedules with their counts, the most frequent first: up to limit values (100 unless asked otherwise, at most 1,000) of each.");

    private static IResult Read(HttpContext context, ScheduleCounts counts, int? limit)
    {
        var query = new Query();
        var most = query.Range("limit", limit, 100, Most);
        return query.Problems.Count > 0 ? Reply.Failed(context, query.Problems) : TypedResults.Ok(counts.Facets(most));
    }
}
