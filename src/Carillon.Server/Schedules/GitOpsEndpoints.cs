using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/v0/schedules</c>: one declared schedule for each workflow, beside what its file says.</summary>
internal static class GitOpsEndpoints
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/v0/schedules").WithTags("gitops").Needs(Scope.ReadSchedules);
        group.MapGet("/", List).Answers<RecordPage<GitOpsView>>(400).WithSummary("Every scheduled workflow, and whether an override lies over its file.");
        group.MapGet("/{workflowId}", Find).Answers<GitOpsView>(404).Produces(304).WithSummary("The schedule of a workflow beside what its file says.");
        group.MapPut("/{workflowId}", PutAsync).Needs(Scope.WriteSchedules).Answers<GitOpsView>(400, 403, 404, 412, 413, 415, 422, 503).Accepts<GitOpsUpdate>("application/json").WithSummary("Switch it on or off until the next reload.");
        group.MapDelete("/{workflowId}", DeleteAsync).Needs(Scope.WriteSchedules).Answers<GitOpsView>(400, 403, 404, 412, 503).WithSummary("Take it out of use until the next reload.");
    }

    private static IResult List(HttpContext context, ScheduleReader schedules, LiveSchedules live, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit ?? Most);
        var after = query.Cursor("gitops", cursor);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var page = schedules.List(new ScheduleFilter { Kind = "declared" }, after, count);
        return TypedResults.Ok(new RecordPage<GitOpsView>([.. page.Items.Select(record => GitOpsView.From(record, live))], page.NextCursor).Sealed("gitops"));
    }

    private static IResult Find(HttpContext context, ScheduleReader schedules, LiveSchedules live, string workflowId) =>
        Declared(schedules, workflowId) is { } record ? Answer(context, record, live) : Reply.Failed(context, Missing(workflowId));

    private static async Task<IResult> PutAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, LiveSchedules live, string workflowId)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.GitOpsUpdate, new GitOpsUpdate());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (body.Value.Enabled is not { } enabled)
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidRequest, "The body must be {\"enabled\": true} or {\"enabled\": false}.") { Field = "enabled" });
        return await ChangeAsync(context, schedules, live, workflowId, (id, edit) => service.SwitchAsync(id, enabled, edit));
    }

    private static Task<IResult> DeleteAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, LiveSchedules live, string workflowId) =>
        ChangeAsync(context, schedules, live, workflowId, service.DeleteAsync);

    private static async Task<IResult> ChangeAsync(
        HttpContext context, ScheduleReader schedules, LiveSchedules live, string workflowId, Func<ScheduleId, ScheduleEdit, Task<Checked<ScheduleId>>> change)
    {
        if (Declared(schedules, workflowId) is not { } record)
            return Reply.Failed(context, Missing(workflowId));
        var revision = Revision.Asked(context.Request);
        if (!revision.IsOk)
            return Reply.Failed(context, revision.Problems);
        var done = await change(record.Id, new ScheduleEdit(Actor.Of(context)) { Revision = revision.Value });
        return done.IsOk ? Answer(context, schedules.Find(record.Id)!, live) : Reply.Failed(context, done.Problems);
    }

    private static IResult Answer(HttpContext context, ScheduleRecord record, LiveSchedules live) =>
        Revision.Answer(context, record.Revision, GitOpsView.From(record, live), AnswerJson.Context.GitOpsView);

    // Of several schedules of a workflow the first by id; the others have /api/schedules.
    private static ScheduleRecord? Declared(ScheduleReader schedules, string workflowId) =>
        schedules.List(new ScheduleFilter { WorkflowId = new WorkflowId(workflowId), Kind = "declared" }, null, 1).Items.FirstOrDefault();

    private static Problem Missing(string workflowId) => Reply.Missing(ProblemCodes.ScheduleNotFound, "declared schedule of workflow", workflowId);
}

/// <summary>The change that <c>PUT /api/v0/schedules/{workflowId}</c> makes.</summary>
internal sealed record GitOpsUpdate
{
    /// <summary>The switch, until the next reload.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>A declared schedule beside what its file says.</summary>
internal sealed record GitOpsView
{
    public required WorkflowId WorkflowId { get; init; }

    public required ScheduleId ScheduleId { get; init; }

    /// <summary>The cron as it holds; null for other kinds.</summary>
    public string? Cron { get; init; }

    public string? Timezone { get; init; }

    /// <summary>True when its occurrences run: switched on and not paused.</summary>
    public required bool Enabled { get; init; }

    /// <summary>True when something differs from the file: an override, or an operator's pause.</summary>
    public required bool IsOverride { get; init; }

    /// <summary>What the file says.</summary>
    public JsonNode? YamlConfig { get; init; }

    public Instant? NextRunTime { get; init; }

    public Instant? LastRunTime { get; init; }

    public string? LastRunStatus { get; init; }

    public static GitOpsView From(ScheduleRecord record, LiveSchedules live)
    {
        var definition = live.Of(record).ValueOrDefault?.Definition;
        return new GitOpsView
        {
            WorkflowId = record.WorkflowId,
            ScheduleId = record.Id,
            Cron = (definition?.Content ?? record.Content)?["cron"]?.ToString(),
            Timezone = definition?.Zone.Id,
            Enabled = record.Status == ScheduleStatus.Active,
            IsOverride = record.OverrideText is not null || record.PausedBy is not null || record.ArchivedBy is not null,
            YamlConfig = record.Content,
            NextRunTime = record.Status == ScheduleStatus.Active ? record.NextRunAt : null,
            LastRunTime = record.LastRun?.StartedAt ?? record.LastRun?.CreatedAt,
            LastRunStatus = record.LastRun is { } run ? Core.Runs.StatusText.Of(run.Status) : null,
        };
    }
}
