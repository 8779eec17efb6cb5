using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.History;

/// <summary>The runs of a schedule or a workflow: <c>/api/schedules/{id}/runs</c>, <c>/api/workflows/{id}/runs</c>.</summary>
internal static class RunListEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        const string filters = "those of a status (several with commas), of a trigger, or with a time from and before to; by says which time: completed (the default) or nominal.";
        api.MapGet("/schedules/{id}/runs", OfSchedule).WithTags("schedules").Answers<RecordPage<RunRecord>>(400, 404).WithSummary("Its runs, latest first: " + filters);
        api.MapGet("/schedules/{id}/runs/{runId}", Find).WithTags("schedules").Answers<RunRecord>(404).WithSummary("One of its runs with its input.");
        api.MapGet("/workflows/{id}/runs", OfWorkflow).WithTags("workflows").Answers<RecordPage<RunRecord>>(400, 404).WithSummary("Its runs, latest first: " + filters);
    }

    private static IResult OfSchedule(
        HttpContext context, ScheduleReader schedules, RunReader runs, LiveSchedules live, string id, string? status, string? trigger, string? by, string? from, string? to, string? cursor, int? limit)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } schedule)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        return List(context, runs, new RunFilter([], ScheduleId: schedule.Id), AskedPeriod.ZoneOf(schedule, live), status, trigger, by, from, to, cursor, limit);
    }

    private static IResult OfWorkflow(
        HttpContext context, VersionReader versions, RunReader runs, Catalog catalog, string id, string? status, string? trigger, string? by, string? from, string? to, string? cursor, int? limit)
    {
        if (!MetricsEndpoints.Knows(catalog, versions, id))
            return Reply.Failed(context, Reply.Missing(ProblemCodes.WorkflowNotFound, "workflow", id));
        return List(context, runs, new RunFilter([], new WorkflowId(id)), DateTimeZone.Utc, status, trigger, by, from, to, cursor, limit);
    }

    private static IResult List(
        HttpContext context, RunReader runs, RunFilter whose, DateTimeZone zone, string? status, string? trigger, string? by, string? from, string? to, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var filter = whose with
        {
            Statuses = query.Words<RunStatus>("status", status),
            Trigger = query.Word<RunTrigger>("trigger", trigger),
            By = query.Word<RunTime>("by", by) ?? RunTime.Completed,
            From = AskedPeriod.Time(query, "from", from, zone),
            To = AskedPeriod.Time(query, "to", to, zone),
        };
        AskedPeriod.RefuseReversed(query, filter.From, filter.To);
        return query.Problems.Count > 0 ? Reply.Failed(context, query.Problems) : TypedResults.Ok(runs.List(filter, cursor, count));
    }

    private static IResult Find(HttpContext context, RunReader runs, string id, string runId) =>
        Reply.OkOr404(context, runs.Find(new ScheduleId(id), new RunId(runId)), () => Reply.Missing(ProblemCodes.RunNotFound, $"run of schedule '{id}'", runId));
}
