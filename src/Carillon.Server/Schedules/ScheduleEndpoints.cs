using Carillon.Core;
using Carillon.Engine.Storage;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary>Reading schedules: <c>/api/schedules</c> and those of one workflow.</summary>
internal static class ScheduleEndpoints
{
    private const int MostHours = 24 * 366;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules").WithTags("schedules").Needs(Scope.ReadSchedules);
        group.MapGet("/", List).Answers<RecordPage<ScheduleView>>(400).WithSummary("Schedules, filtered by status (active, paused, disabled, archived, failed; several with commas), workflow, tag, owner, kind, override, next run within so many hours, text; sorted by id, next_run or last_run, in order asc or desc. The first page has their total.");
        group.MapGet("/{id}", Find).Answers<ScheduleView>(404).Produces(304).WithSummary("One schedule with its next and last run; its ETag is for edits.");
        group.MapGet("/{id}/audit", Audit).Answers<RecordPage<AuditRecord>>(400, 404).WithSummary("Who changed it, when and why, latest first.");
        group.MapGet("/{id}/promote", Promote).Answers<PromotionView>(404, 409).WithSummary("The YAML that would make its override permanent.");
        api.MapGet("/workflows/{workflowId}/schedules", OfWorkflow).WithTags("schedules").Needs(Scope.ReadSchedules).Answers<RecordPage<ScheduleView>>(400, 404).WithSummary("The schedules of a workflow.");
    }

    public static Problem Missing(string id) => Reply.Missing(ProblemCodes.ScheduleNotFound, "schedule", id);

    /// <summary>The schedule as it is now, with its ETag.</summary>
    public static IResult Find(HttpContext context, ScheduleReader schedules, LiveSchedules live, string id)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, Missing(id));
        return Revision.Answer(context, record.Revision, View(context, record, live), AnswerJson.Context.ScheduleView);
    }

    /// <summary>The schedule with the warnings that take a look around; lists go without them.</summary>
    public static ScheduleView View(HttpContext context, ScheduleRecord record, LiveSchedules live)
    {
        var view = ScheduleView.From(record, live);
        var advice = context.RequestServices.GetRequiredService<ScheduleAdvice>().For(record);
        return advice.Count == 0 ? view : view with { Problems = [.. view.Problems, .. advice.Select(ProblemView.From)] };
    }

    private static IResult List(
        HttpContext context, ScheduleReader schedules, ScheduleCounts counts, LiveSchedules live, TimeProvider time, string? status, string? workflow, string? tag, string? owner, string? kind,
        bool? overridden, int? next_within_hours, string? text, string? sort, string? order, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var (states, failed) = States(query, status);
        var hours = next_within_hours is null ? (int?)null : query.Range("next_within_hours", next_within_hours, 1, MostHours);
        if (kind is not (null or "declared" or "managed"))
            query.Add($"'kind' is '{kind}'; it must be declared or managed.");
        var filter = new ScheduleFilter
        {
            Statuses = states,
            Failed = failed,
            WorkflowId = workflow is null ? null : new WorkflowId(workflow),
            Tag = tag,
            Owner = owner,
            Kind = kind,
            Overridden = overridden,
            NextBefore = hours is { } within ? time.Now() + Duration.FromHours(within) : null,
            Text = text,
            Sort = query.Word<ScheduleSort>("sort", sort) ?? ScheduleSort.Id,
            Descending = query.Word<RunOrder>("order", order) == RunOrder.Desc,
        };
        var list = $"schedules {filter.Sort} {filter.Descending}";
        var after = query.Cursor(list, cursor);
        return query.Problems.Count > 0 ? Reply.Failed(context, query.Problems) : Page(schedules, counts, live, filter, list, after, count);
    }

    // A schedule stands in one way and may have failed besides; all, which is everything but the archived ones, stands alone.
    private static (IReadOnlyList<ScheduleStatus> States, bool Failed) States(Query query, string? status)
    {
        if (status == "all")
            return ([], false);
        string[] words = [.. (status ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return (query.Words<ScheduleStatus>("status", string.Join(',', words.Where(word => word != "failed"))), words.Contains("failed", StringComparer.Ordinal));
    }

    private static IResult OfWorkflow(HttpContext context, ScheduleReader schedules, ScheduleCounts counts, LiveSchedules live, Catalog catalog, string workflowId, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("schedules", cursor);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        return catalog.Find(new WorkflowId(workflowId)) is null
            ? Reply.Failed(context, Reply.Missing(ProblemCodes.WorkflowNotFound, "workflow", workflowId))
            : Page(schedules, counts, live, new ScheduleFilter { WorkflowId = new WorkflowId(workflowId) }, "schedules", after, count);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<RecordPage<ScheduleView>> Page(
        ScheduleReader schedules, ScheduleCounts counts, LiveSchedules live, ScheduleFilter filter, string list, string? after, int count)
    {
        var page = schedules.List(filter, after, count);
        var total = after is not null ? (long?)null : page.NextCursor is null ? page.Items.Count : counts.Count(filter);
        return TypedResults.Ok(new RecordPage<ScheduleView>([.. page.Items.Select(record => ScheduleView.From(record, live))], page.NextCursor) { Total = total }.Sealed(list));
    }

    private static IResult Audit(HttpContext context, ScheduleReader schedules, AuditReader audit, string id, string? actor, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("audit", cursor);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        return schedules.Find(new ScheduleId(id)) is null ? Reply.Failed(context, Missing(id)) : TypedResults.Ok(audit.List("schedule", id, actor, after, count).Sealed("audit"));
    }

    private static IResult Promote(HttpContext context, ScheduleReader schedules, LiveSchedules live, Catalog catalog, string id)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, Missing(id));
        if (record.OverrideText is null || live.Of(record).ValueOrDefault is not { } meaning)
            return Reply.Failed(context, new Problem(ProblemCodes.StateConflict, $"Schedule '{record.Id}' has no override to promote."));
        return TypedResults.Ok(PromotionView.Of(record, meaning, catalog));
    }
}
