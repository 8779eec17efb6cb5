using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine;
using Carillon.Engine.Definitions;
using Carillon.Engine.Schedules;
using Carillon.Server.Definitions;
using NodaTime;

namespace Carillon.Server.Hosting;

/// <summary>The server's own state: <c>/healthz</c>, <c>/readyz</c>, <c>/api/reconcile</c>, <c>/api/task-types</c>.</summary>
internal static class SystemEndpoints
{
    public static void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        app.MapGet("/healthz", Health).Needs(Scope.Public).WithTags("system").Answers<HealthView>().WithSummary("The process answers.");
        app.MapGet("/readyz", Ready).Needs(Scope.Public).WithTags("system").Answers<ReadinessView>().Produces<ReadinessView>(503).WithSummary("Everything it needs is there; 503 names what is not.");
        api.MapGet("/task-types", TaskTypes).Needs(Scope.ReadWorkflows).WithTags("workflows").Answers<ItemList<TaskTypeView>>().WithSummary("The task types that uses may name, with the schemas of input and output.");
        api.MapGet("/reconcile", Reconcile).Needs(Scope.ReadWorkflows).WithTags("system").Answers<ReconcileView>().WithSummary("How the last comparison of files and store went.");
        api.MapPost("/reconcile", ReconcileNowAsync).Needs(Scope.WriteWorkflows).WithTags("system").Answers<ReconcileView>(400, 409, 413, 415, 422, 503).Accepts<ReconcileRequest>(isOptional: true, "application/json")
            .WithSummary("Reload: compare now, and undo overrides and pauses of declared schedules that have no end of their own.");
    }

    private static IResult Health(ServerClock clock) => TypedResults.Ok(new HealthView("ok", ServerVersion.Text, clock.StartedAt));

    private static IResult Ready(Readiness readiness)
    {
        var checks = readiness.Checks();
        var ready = checks.All(check => check.Ready);
        return TypedResults.Json(new ReadinessView(ready, checks), AnswerJson.Context.ReadinessView, statusCode: ready ? 200 : 503);
    }

    private static IResult TaskTypes(Catalog catalog) =>
        TypedResults.Ok(new ItemList<TaskTypeView>([.. catalog.Context.TaskTypes.All.Select(TaskTypeView.From)]));

    private static IResult Reconcile(ReconcileLoop reconcile, Catalog catalog) => TypedResults.Ok(ReconcileView.From(reconcile.State, catalog));

    private static async Task<IResult> ReconcileNowAsync(HttpContext context, ReconcileLoop reconcile, Catalog catalog)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ReconcileRequest, new ReconcileRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var state = await reconcile.ReconcileAsync(new ReconcileMode(Reload: true, body.Value.AllowDeletions ?? false));
        return state.Error is { } error
            ? Reply.Failed(context, StatusCodes.Status503ServiceUnavailable, new Problem(ProblemCodes.FileUnreadable, error))
            : TypedResults.Ok(ReconcileView.From(state, catalog));
    }
}

/// <summary>When this server started.</summary>
/// <param name="StartedAt">The time.</param>
internal sealed record ServerClock(Instant StartedAt);

/// <summary>The process answers.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
/// <param name="Version">The program's version.</param>
/// <param name="StartedAt">Since when.</param>
internal sealed record HealthView(string Status, string Version, Instant StartedAt);

/// <summary>Whether everything is there.</summary>
/// <param name="Ready">True when every check is ok.</param>
/// <param name="Checks">Each part by name.</param>
internal sealed record ReadinessView(bool Ready, IReadOnlyList<ReadinessCheck> Checks);

/// <summary>How the last comparison of files and store went.</summary>
/// <param name="Ready">True once a pass has succeeded.</param>
/// <param name="Error">Why the last pass failed, or null.</param>
/// <param name="CompletedAt">When the last successful pass ended.</param>
/// <param name="TookMilliseconds">How long it took.</param>
/// <param name="Written">Rows it wrote; 0 when nothing had changed.</param>
/// <param name="Created">Schedules it made.</param>
/// <param name="Updated">Schedules it changed.</param>
/// <param name="Archived">Schedules that were no longer declared.</param>
/// <param name="OverridesDropped">Overrides and pauses that it undid.</param>
/// <param name="Held">Schedules that are no longer declared and go on until a reload with allow_deletions.</param>
/// <param name="Files">How many files there are.</param>
/// <param name="Problems">Everything wrong with them.</param>
internal sealed record ReconcileView(
    bool Ready,
    string? Error,
    Instant? CompletedAt,
    double TookMilliseconds,
    int Written,
    int Created,
    int Updated,
    int Archived,
    int OverridesDropped,
    IReadOnlyList<ScheduleId> Held,
    int Files,
    IReadOnlyList<ProblemView> Problems)
{
    public static ReconcileView From(ReconcileState state, Catalog catalog) => new(
        state.Ready,
        state.Error,
        state.CompletedAt,
        Math.Round(state.Took.TotalMilliseconds, 1),
        state.Changes.Written,
        state.Changes.Created,
        state.Changes.Updated,
        state.Changes.Archived,
        state.Changes.OverridesDropped,
        state.Changes.Held,
        catalog.Entries.Count + catalog.Calendars.Count,
        [.. Asking(state), .. catalog.Calendars.SelectMany(entry => entry.Problems).Concat(catalog.Entries.SelectMany(entry => entry.Problems)).Select(ProblemView.From)]);

    private static IEnumerable<ProblemView> Asking(ReconcileState state) => state.Changes.Held.Count == 0 ? [] :
        [ProblemView.From(new Problem(
            ProblemCodes.DeletionsHeld,
            $"{state.Changes.Held.Count} schedules are no longer in the files, more than a quarter of all. They go on for now.",
            Suggestion: "Put the files back, or reload with allow_deletions.",
            Severity: ProblemSeverity.Warning))];
}

/// <summary>How to reload. Every member may be left out, and so may the body.</summary>
internal sealed record ReconcileRequest
{
    /// <summary>True: archive schedules that are gone from the files, however many. Default false: more than a quarter of all waits for this.</summary>
    public bool? AllowDeletions { get; init; }
}
