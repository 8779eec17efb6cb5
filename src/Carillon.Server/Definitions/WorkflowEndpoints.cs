using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Connections;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using Microsoft.AspNetCore.Mvc;

namespace Carillon.Server.Definitions;

/// <summary><c>/api/workflows</c>.</summary>
internal static class WorkflowEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflows").WithTags("workflows").Needs(Scope.ReadWorkflows);
        group.MapGet("/", List).Answers<RecordPage<WorkflowSummary>>(400).WithSummary("Every workflow file and strategy, by path, with its problems. The first page has their total.");
        group.MapPost("/validate", ValidateAsync).Answers<ValidationAnswer>(400, 413).Accepts<string>("application/yaml", "text/yaml", "text/plain").WithMetadata(new RequestSizeLimitAttribute(2 << 20)).WithSummary("Check a definition (YAML), of a workflow, a template or a calendar, without storing it.");
        group.MapGet("/{id}", Find).Answers<WorkflowView>(404).WithSummary("One workflow: its tasks, input and text.");
        group.MapGet("/{id}/graph", Graph).Answers<GraphView>(404, 422).WithSummary("The graph of its tasks, as it is live or of a version.");
        group.MapGet("/{id}/versions", Versions).Answers<ItemList<VersionRecord>>(404).WithSummary("Its versions, latest first.");
        group.MapGet("/{id}/versions/{version}", Version).Answers<VersionRecord>(404).WithSummary("One version with its text.");
        group.MapPost("/{id}/run-now", RunNowAsync).Needs(Scope.ExecuteRuns).Answers<RunAccepted>(202, [400, 404, 409, 413, 415, 422, 503]).Accepts<RunNowRequest>(isOptional: true, "application/json").WithSummary("Run it now. The same Idempotency-Key makes one run. Over budget only with over_budget and a reason.");
    }

    private static IResult List(HttpContext context, Catalog catalog, RunReader runs, string? tag, string? text, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("workflows", cursor);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var fitting = catalog.Entries
            .Where(entry => !entry.IsTemplate)
            .Where(entry => tag is null || (entry.Live?.Tags.Contains(tag, StringComparer.Ordinal) ?? false))
            .Where(entry => text is null || Contains(entry.Path, text) || Contains(entry.Live?.Id.Value, text) || Contains(entry.Live?.Name, text));
        var found = fitting.Where(entry => after is null || string.CompareOrdinal(entry.Path, after) > 0).Take(count + 1).ToList();
        var page = found.Take(count).ToList();
        var latest = runs.Latest(page.Where(entry => entry.Live is not null).Select(entry => entry.Live!.Id));
        var shown = new RecordPage<WorkflowSummary>([.. page.Select(entry => WorkflowSummary.From(entry, LastRun(entry, latest)))], found.Count > count ? page[^1].Path : null);
        return TypedResults.Ok((after is null ? shown with { Total = fitting.Count() } : shown).Sealed("workflows"));
    }

    private static IResult Find(HttpContext context, Catalog catalog, RunReader runs, string id) =>
        View(context, catalog, runs, new WorkflowId(id)) is { } view ? TypedResults.Ok(view) : Missing(context, id);

    /// <summary>The workflow with its version as the ETag, or null.</summary>
    public static WorkflowView? View(HttpContext context, Catalog catalog, RunReader runs, WorkflowId id)
    {
        if (catalog.Find(id) is not { } entry)
            return null;
        if (entry.Live is { } live)
            context.Response.Headers.ETag = $"\"{live.Version}\"";
        return WorkflowView.From(entry, LastRun(entry, runs.Latest([id])));
    }

    private static IResult Graph(HttpContext context, Catalog catalog, string id, string? version)
    {
        if (version is null)
            return catalog.Find(new WorkflowId(id))?.Live is { } live ? TypedResults.Ok(GraphView.From(live, catalog.Context.TaskTypes)) : Missing(context, id);
        var found = catalog.Version(new WorkflowId(id), version);
        return found.IsOk ? TypedResults.Ok(GraphView.From(found.Value, catalog.Context.TaskTypes)) : Reply.Failed(context, found.Problems);
    }

    private static IResult Versions(HttpContext context, VersionReader versions, string id) =>
        versions.List(new WorkflowId(id)) is { Count: > 0 } found ? TypedResults.Ok(new ItemList<VersionRecord>(found)) : Missing(context, id);

    private static IResult Version(HttpContext context, VersionReader versions, string id, string version) =>
        Reply.OkOr404(context, versions.Find(new WorkflowId(id), version), () => Reply.Missing(ProblemCodes.WorkflowNotFound, $"version of workflow '{id}'", version));

    private static async Task<IResult> ValidateAsync(HttpContext context, Catalog catalog, ConnectionService connections, TimeProvider time)
    {
        var text = await RequestBody.TextAsync(context.Request);
        if (!text.IsOk)
            return Reply.Failed(context, text.Problems);
        if (CalendarParser.IsCalendar(text.Value))
        {
            var calendar = CalendarParser.Parse(text.Value, "request", catalog.Context.Calendars);
            return TypedResults.Ok(new ValidationAnswer(calendar.IsOk, null, [.. calendar.Problems.Select(ProblemView.From)]));
        }

        var read = DefinitionParser.ReadFile(text.Value, "request", catalog.Context with { Now = time.Now(), Connections = connections.Names().ToHashSet(StringComparer.Ordinal) });
        var parsed = read.Workflow;
        List<Problem> problems = [.. parsed.Problems];
        if (!read.IsTemplate && parsed.ValueOrDefault is { } workflow)
        {
            problems.AddRange(ScheduleConflicts.Among(workflow.Schedules, time.Now()));
            problems.AddRange(DependencyGraph.Circles(DependencyGraph.NodesOf(workflow, catalog.Context.Project)).Select(found => found.Problem));
        }

        var valid = problems.TrueForAll(problem => problem.Severity == ProblemSeverity.Warning);
        return TypedResults.Ok(new ValidationAnswer(valid, parsed.ValueOrDefault?.Id, [.. problems.Select(ProblemView.From)]));
    }

    private static async Task<IResult> RunNowAsync(HttpContext context, RunService runs, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.RunNowRequest, new RunNowRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (Actor.Check(body.Value.By, body.Value.Reason, body.Value.OverBudget) is { Count: > 0 } problems)
            return Reply.Failed(context, problems);
        var started = await runs.StartAsync(new StartRun(new WorkflowId(id), body.Value.Input ?? [], RunTrigger.Api, Actor.Of(context, body.Value.By)) { IdempotencyKey = Idempotency.KeyOf(context), OverBudgetReason = body.Value.OverBudget ? body.Value.Reason : null });
        return started.IsOk ? RunEndpoints.Accepted(started.Value) : Reply.Failed(context, started.Problems);
    }

    private static RunRecord? LastRun(CatalogEntry entry, IReadOnlyDictionary<WorkflowId, RunRecord> latest) =>
        entry.Live is { } live ? latest.GetValueOrDefault(live.Id) : null;

    private static bool Contains(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;

    private static IResult Missing(HttpContext context, string id) => Reply.Failed(context, Reply.Missing(ProblemCodes.WorkflowNotFound, "workflow", id));
}
