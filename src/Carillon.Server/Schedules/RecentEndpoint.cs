using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/schedules/recent</c>: how the schedules of a list did of late.</summary>
internal static class RecentEndpoint
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/schedules/recent", Read).WithTags("schedules").Needs(Scope.ReadSchedules).Answers<ItemList<RecentRecord>>(400)
        .WithSummary("How up to 100 schedules (ids, with commas) did: their last 30 occurrences, runs and success rate of 30 days, and what the month cost so far. Those that do not exist are left out.");

    private static IResult Read(HttpContext context, RecentReader recent, TimeProvider time, string? ids)
    {
        var query = new Query();
        var wanted = query.Names("ids", ids, Most);
        return query.Problems.Count > 0
            ? Reply.Failed(context, query.Problems)
            : TypedResults.Ok(new ItemList<RecentRecord>(recent.Read([.. wanted.Select(id => new ScheduleId(id))], time.Now())));
    }
}
