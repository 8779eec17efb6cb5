using Carillon.Core.Occurrences.Simulation;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences.Simulation;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary><c>/api/simulate</c>: what all schedules would do.</summary>
internal static class SimulationEndpoint
{
    private const int MostDays = 3660;
    private const int MostListedHours = 744;
    private const int Page = 1000;

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/simulate", SimulateAsync).WithTags("schedules").Needs(Scope.ReadSchedules)
        .Answers<SimulationView>(400, 413, 415).Accepts<SimulationRequest>(isOptional: true, "application/json")
        .WithSummary("What all schedules would do in the days to come, by the engine's own rules and measured run lengths: runs, overlaps, waits, peaks.");

    /// <summary>What is wrong with the request is told to <paramref name="query"/>.</summary>
    public static (Instant From, Instant To, Instant? ListUntil, RunAssumption Assumption) Read(SimulationRequest asked, Instant now, Query query)
    {
        var from = asked.From ?? now;
        if (from < Instant.FromUtc(1970, 1, 1, 0, 0) || from > Instant.FromUtc(2180, 1, 1, 0, 0))
            query.Add("'from' must be from 1970 to 2180.");
        var days = query.Range("days", asked.Days, 365, MostDays);
        if (asked.ListHours is < 0 or > MostListedHours)
            query.Add($"'list_hours' must be from 0 to {MostListedHours}.");
        if (asked.RunSeconds is { } seconds && !(seconds is >= 0 and <= 604_800))
            query.Add("'run_seconds' must be from 0 to 604800, a week.");
        if (asked.Factor is { } factor && !(factor is > 0 and <= 1000))
            query.Add("'factor' must be above 0, and 1000 at most.");
        return query.Problems.Count > 0
            ? default
            : (from, from + Duration.FromDays(days), asked.ListHours is > 0 and var hours ? from + Duration.FromHours(hours) : null, new RunAssumption(Duration.FromSeconds(asked.RunSeconds ?? 60), asked.Factor ?? 1));
    }

    private static async Task<IResult> SimulateAsync(HttpContext context, ScheduleReader schedules, LiveSchedules live, TypicalRuns typical, BudgetService budgets, TimeProvider time)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.SimulationRequest, new SimulationRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var query = new Query();
        var (from, to, listUntil, assumption) = Read(body.Value, time.Now(), query);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var began = time.GetTimestamp();
        var simulated = SimulationSource.Stored(All(schedules), live, typical.All(), assumption, budgets.List().Where(b => b.Scope == BudgetScope.Schedule).ToDictionary(b => b.Subject, b => b.Month, StringComparer.Ordinal));
        var result = SimulationRunner.Run(simulated, from, to, listUntil, context.RequestAborted);
        return TypedResults.Ok(SimulationView.Of(result, time.GetElapsedTime(began)));
    }

    private static IEnumerable<ScheduleRecord> All(ScheduleReader schedules)
    {
        string? cursor = null;
        do
        {
            var page = schedules.List(new ScheduleFilter(), cursor, Page);
            foreach (var record in page.Items)
                yield return record;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
