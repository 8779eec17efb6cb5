using Carillon.Core;
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
        api.MapGet("/schedules/{id}/runs", OfSchedule).WithTags("schedules").Needs(Scope.ReadSchedules).Answers<RecordPage<RunRecord>>(400, 404).WithSummary("Its runs, latest first: " + filters);
        api.MapGet("/schedules/{id}/runs/{runId}", Find).WithTags("schedules").Needs(Scope.ReadSchedules).Answers<RunRecord>(404).WithSummary("One of its runs with its input.");
        api.MapGet("/workflows/{id}/runs", OfWorkflow).WithTags("workflows").Needs(Scope.ReadWorkflows).Answers<RecordPage<RunRecord>>(400, 404).WithSummary("Its runs, latest first: " + filters);
    }

    private static IResult OfSchedule(
        HttpContext context, ScheduleReader schedules, RunReader runs, LiveSchedules live, string id, string? status, string? trigger, string? created_from,
        string? created_to, string? by, string? from, string? to, string? text, string? order, string? cursor, int? limit)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } schedule)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        var asked = RunListQuery.Read(status, null, id, trigger, created_from, created_to, text, order, cursor, limit).Between(by, from, to, AskedPeriod.ZoneOf(schedule, live));
        return asked.Problems.Count > 0 ? Reply.Failed(context, asked.Problems) : TypedResults.Ok(asked.Page(runs));
    }

    private static IResult OfWorkflow(
        HttpContext context, VersionReader versions, RunReader runs, Catalog catalog, string id, string? status, string? trigger, string? created_from,
        string? created_to, string? by, string? from, string? to, string? text, string? order, string? cursor, int? limit)
    {
        if (!MetricsEndpoints.Knows(catalog, versions, id))
            return Reply.Failed(context, Reply.Missing(ProblemCodes.WorkflowNotFound, "workflow", id));
        var asked = RunListQuery.Read(status, id, null, trigger, created_from, created_to, text, order, cursor, limit).Between(by, from, to, DateTimeZone.Utc);
        return asked.Problems.Count > 0 ? Reply.Failed(context, asked.Problems) : TypedResults.Ok(asked.Page(runs));
    }

    private static IResult Find(HttpContext context, RunReader runs, string id, string runId) =>
        Reply.OkOr404(context, runs.Find(new ScheduleId(id), new RunId(runId)), () => Reply.Missing(ProblemCodes.RunNotFound, $"run of schedule '{id}'", runId));
}
