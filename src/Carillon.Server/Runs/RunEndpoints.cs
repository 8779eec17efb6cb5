using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Server.Hosting;

namespace Carillon.Server.Runs;

/// <summary><c>/api/runs</c>.</summary>
internal static class RunEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("runs").Needs(Scope.ReadWorkflows);
        group.MapGet("/", List).Answers<RecordPage<RunRecord>>(400).WithSummary("Runs in order of making, latest first unless order is asc: those of a status (several with commas), workflow, schedule, trigger, made from (inclusive) or to (exclusive) a time, with a text.");
        group.MapGet("/{id}", Find).Answers<RunRecord>(404).WithSummary("One run with its input, and while it is pending what it waits for.");
        group.MapGet("/{id}/tasks", Tasks).Answers<ItemList<TaskRunRecord>>(404).WithSummary("Its tasks with every attempt, the open ones with what they wait for.");
        group.MapPost("/{id}/cancel", CancelAsync).Needs(Scope.ExecuteRuns).Answers<RunRecord>(202, [400, 404, 409, 413, 415, 422, 503]).Accepts<ActRequest>(isOptional: true, "application/json").WithSummary("Cancel it. The run ends once its tasks have stopped.");
        group.MapPost("/{id}/retry", RetryAsync).Needs(Scope.ExecuteRuns).Answers<RunAccepted>(202, [400, 404, 409, 413, 415, 422, 503]).Accepts<RunActRequest>(isOptional: true, "application/json").WithSummary("Make a new run from the failed tasks on, with the same input and window. Over budget only with over_budget and a reason.");
    }

    /// <summary>202 with the place of the run.</summary>
    public static IResult Accepted(RunId run) => TypedResults.Accepted($"/api/runs/{run}", new RunAccepted(run, $"/api/runs/{run}"));

    public static Problem Missing(string id) => Reply.Missing(ProblemCodes.RunNotFound, "run", id);

    private static IResult List(
        HttpContext context, RunReader runs, string? status, string? workflow, string? schedule, string? trigger, string? created_from, string? created_to, string? text, string? order, string? cursor, int? limit)
    {
        var asked = RunListQuery.Read(status, workflow, schedule, trigger, created_from, created_to, text, order, cursor, limit);
        return asked.Problems.Count > 0 ? Reply.Failed(context, asked.Problems) : TypedResults.Ok(asked.Page(runs));
    }

    private static IResult Find(HttpContext context, WaitingReader runs, string id) =>
        Reply.OkOr404(context, runs.Find(new RunId(id)), () => Missing(id));

    private static IResult Tasks(HttpContext context, WaitingReader runs, string id) =>
        runs.Tasks(new RunId(id)) is { } tasks ? TypedResults.Ok(new ItemList<TaskRunRecord>(tasks)) : Reply.Failed(context, Missing(id));

    private static Task<IResult> CancelAsync(HttpContext context, RunService service, RunReader runs, string id) => ActAsync(context, async act =>
    {
        var canceled = await service.CancelAsync(new RunId(id), Actor.Of(context, act.By), act.Reason ?? "");
        return canceled.IsOk ? TypedResults.Accepted($"/api/runs/{id}", runs.Find(new RunId(id))) : Reply.Failed(context, canceled.Problems);
    });

    private static async Task<IResult> RetryAsync(HttpContext context, RunService service, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.RunActRequest, new RunActRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var asked = body.Value;
        if (Actor.Check(asked.By, asked.Reason, asked.OverBudget) is { Count: > 0 } problems)
            return Reply.Failed(context, problems);
        var retried = await service.RetryAsync(new RunId(id), Actor.Of(context, asked.By), Idempotency.KeyOf(context), asked.OverBudget ? asked.Reason : null);
        return retried.IsOk ? Accepted(retried.Value) : Reply.Failed(context, retried.Problems);
    }

    private static async Task<IResult> ActAsync(HttpContext context, Func<ActRequest, Task<IResult>> act)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ActRequest, new ActRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        return Actor.Check(body.Value.By, body.Value.Reason) is { Count: > 0 } problems ? Reply.Failed(context, problems) : await act(body.Value);
    }
}
