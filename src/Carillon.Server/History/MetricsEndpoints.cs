using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Schedules;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Carillon.Server.History;

/// <summary><c>/api/schedules/{id}/metrics</c>, <c>/compare</c> and <c>/api/workflows/{id}/metrics</c>.</summary>
internal static class MetricsEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        const string summary = "Runs, success rate, runtime, lateness, rows, cost and streaks over a period (from and to, or period_days; by default the last 30 days), with series=hour, day, week or month also for each part of it.";
        api.MapGet("/schedules/{id}/metrics", OfSchedule).WithTags("history").Needs(Scope.ReadSchedules).Answers<MetricsView>(400, 404).WithSummary(summary);
        api.MapGet("/workflows/{id}/metrics", OfWorkflow).WithTags("history").Needs(Scope.ReadWorkflows).Answers<MetricsView>(400, 404).WithSummary(summary);
        api.MapGet("/schedules/{id}/compare", Compare).WithTags("history").Needs(Scope.ReadSchedules).Answers<CompareView>(400, 404).WithSummary("Each metric in two periods, and how it changed.");
    }

    /// <summary>True when there is, or was, a workflow of that id.</summary>
    public static bool Knows(Catalog catalog, VersionReader versions, string id) =>
        catalog.Find(new WorkflowId(id)) is not null || versions.List(new WorkflowId(id)).Count > 0;

    private static IResult OfSchedule(
        HttpContext context, ScheduleReader schedules, MetricsReader metrics, LiveSchedules live, TimeProvider time, string id,
        string? from, string? to, [FromQuery(Name = "period_days")] int? days, string? series, string? timezone)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } schedule)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        var query = new Query();
        var zone = AskedPeriod.Zone(query, timezone, AskedPeriod.ZoneOf(schedule, live));
        var period = AskedPeriod.Read(query, from, to, days, zone, time.Now());
        var parts = Parts(query, period, series, zone);
        return query.Problems.Count > 0
            ? Reply.Failed(context, query.Problems)
            : TypedResults.Ok(new MetricsView(metrics.OfSchedule(schedule, period, parts), schedule.Id, schedule.WorkflowId, zone));
    }

    private static IResult OfWorkflow(
        HttpContext context, VersionReader versions, MetricsReader metrics, Catalog catalog, TimeProvider time, string id,
        string? from, string? to, [FromQuery(Name = "period_days")] int? days, string? series, string? timezone)
    {
        if (!Knows(catalog, versions, id))
            return Reply.Failed(context, Reply.Missing(ProblemCodes.WorkflowNotFound, "workflow", id));
        var query = new Query();
        var zone = AskedPeriod.Zone(query, timezone, DateTimeZone.Utc);
        var period = AskedPeriod.Read(query, from, to, days, zone, time.Now());
        var parts = Parts(query, period, series, zone);
        return query.Problems.Count > 0
            ? Reply.Failed(context, query.Problems)
            : TypedResults.Ok(new MetricsView(metrics.OfWorkflow(new WorkflowId(id), period, parts), null, new WorkflowId(id), zone));
    }

    private static IResult Compare(
        HttpContext context, ScheduleReader schedules, MetricsReader metrics, LiveSchedules live, string id, string? timezone,
        [FromQuery(Name = "period1_start")] string? start1, [FromQuery(Name = "period1_end")] string? end1,
        [FromQuery(Name = "period2_start")] string? start2, [FromQuery(Name = "period2_end")] string? end2)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } schedule)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        var query = new Query();
        var zone = AskedPeriod.Zone(query, timezone, AskedPeriod.ZoneOf(schedule, live));
        var one = AskedPeriod.Both(query, "period1", start1, end1, zone);
        var two = AskedPeriod.Both(query, "period2", start2, end2, zone);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var (before, after) = metrics.Compare(schedule, one, two);
        return TypedResults.Ok(new CompareView(schedule.Id, zone.Id, one, two, MetricChange.Between(before, after)));
    }

    private static IReadOnlyList<HistoryPeriod> Parts(Query query, HistoryPeriod period, string? series, DateTimeZone zone) =>
        query.Word<SeriesStep>("series", series) is { } step && query.Problems.Count == 0 ? query.Value(period.Cut(step, zone)) ?? [] : [];
}
