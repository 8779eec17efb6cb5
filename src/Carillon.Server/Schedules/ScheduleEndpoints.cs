using Carillon.Core;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/schedules</c>: the schedules and their switches.</summary>
internal static class ScheduleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules").WithTags("schedules");
        group.MapGet("/", List).Answers<RecordPage<ScheduleView>>(400).WithSummary("Schedules by id: those of a status, workflow or tag, or with a text.");
        group.MapGet("/{id}", Find).Answers<ScheduleView>(404).WithSummary("One schedule with its next and last run.");
        group.MapPost("/{id}/pause", PauseAsync).Answers<ScheduleView>(400, 404, 409, 413, 415, 503).Accepts<ActRequest>(isOptional: true, "application/json").WithSummary("Pause it. Its occurrences are recorded as skipped until it is resumed.");
        group.MapPost("/{id}/resume", ResumeAsync).Answers<ScheduleView>(400, 404, 409, 413, 415, 503).Accepts<ActRequest>(isOptional: true, "application/json").WithSummary("Resume it. Nothing of the past fires.");
    }

    public static Problem Missing(string id) => Reply.Missing(ProblemCodes.ScheduleNotFound, "schedule", id);

    private static IResult List(HttpContext context, ScheduleReader schedules, Catalog catalog, string? status, string? workflow, string? tag, string? text, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var filter = new ScheduleFilter(
            query.Word<ScheduleStatus>("status", status),
            workflow is null ? null : new WorkflowId(workflow),
            tag,
            tag is null ? null : [.. catalog.Entries.Where(entry => entry.Live is not null && entry.Live.Tags.Contains(tag, StringComparer.Ordinal)).Select(entry => entry.Live!.Id)],
            text);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var page = schedules.List(filter, cursor, count);
        return TypedResults.Ok(new RecordPage<ScheduleView>([.. page.Items.Select(record => ScheduleView.From(record, catalog))], page.NextCursor));
    }

    private static IResult Find(HttpContext context, ScheduleReader schedules, Catalog catalog, string id) =>
        schedules.Find(new ScheduleId(id)) is { } record
            ? TypedResults.Ok(ScheduleView.From(record, catalog))
            : Reply.Failed(context, Missing(id));

    private static Task<IResult> PauseAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, Catalog catalog, string id) =>
        ActAsync(context, schedules, catalog, id, act => service.PauseAsync(new ScheduleId(id), act.By ?? Actor.Unnamed, act.Reason ?? ""));

    private static Task<IResult> ResumeAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, Catalog catalog, string id) =>
        ActAsync(context, schedules, catalog, id, _ => service.ResumeAsync(new ScheduleId(id)));

    private static async Task<IResult> ActAsync(HttpContext context, ScheduleReader schedules, Catalog catalog, string id, Func<ActRequest, Task<Checked<ScheduleId>>> act)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ActRequest, new ActRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (Actor.Check(body.Value.By, body.Value.Reason) is { Count: > 0 } problems)
            return Reply.Failed(context, problems);
        var done = await act(body.Value);
        return done.IsOk ? Find(context, schedules, catalog, id) : Reply.Failed(context, done.Problems);
    }
}
