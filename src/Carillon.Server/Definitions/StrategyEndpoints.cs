using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;

namespace Carillon.Server.Definitions;

/// <summary>Reading and previewing strategies: <c>/api/strategies</c>.</summary>
internal static class StrategyEndpoints
{
    private const string Nameless = "preview";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/strategies").WithTags("strategies").Needs(Scope.ReadWorkflows);
        group.MapGet("/", List).Answers<RecordPage<StrategyView>>(400).WithSummary("Strategies by id, filtered by status (active, disabled, archived, all), stale, template, tag, owner, text. The first page has their total.");
        group.MapGet("/{id}", Find).Answers<StrategyView>(404).WithSummary("One strategy with its next and last run; its ETag is for edits.");
        group.MapGet("/{id}/audit", Audit).Answers<RecordPage<AuditRecord>>(400, 404).WithSummary("Who changed it, when and why, latest first.");
        group.MapPost("/preview", PreviewAsync).Answers<StrategyPreview>(400, 413, 415).Accepts<JsonObject>("application/json")
            .WithSummary("The workflow a strategy would make, and count next occurrences of each schedule, without storing anything. The id may be left out.");
    }

    /// <summary>The strategy as it is now, with its ETag.</summary>
    public static IResult Find(HttpContext context, StrategyReader strategies, Catalog catalog, RunReader runs, string id)
    {
        if (strategies.Find(new WorkflowId(id)) is not { } record)
            return Reply.Failed(context, Reply.Missing(ProblemCodes.StrategyNotFound, "strategy", id));
        Revision.Tell(context, record.Revision);
        return TypedResults.Ok(StrategyView.From(record, catalog, runs.Latest([record.Id]).GetValueOrDefault(record.Id)));
    }

    private static IResult List(
        HttpContext context, StrategyReader strategies, Catalog catalog, RunReader runs, string? status, bool? stale, string? template, string? tag, string? owner, string? text, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("strategies", cursor);
        var filter = new StrategyFilter
        {
            Status = status == "all" ? null : query.Word<StrategyStatus>("status", status),
            Template = template,
            Tag = tag,
            Owner = owner,
            Text = text,
            Among = stale is { } wanted ? [.. catalog.Entries.Where(entry => entry.Strategy is not null && entry.Stale == wanted).Select(entry => entry.Strategy!.Id)] : null,
        };
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var page = strategies.List(filter, after, count);
        var total = after is not null ? (long?)null : page.NextCursor is null ? page.Items.Count : strategies.Count(filter);
        var latest = runs.Latest(page.Items.Select(record => record.Id));
        return TypedResults.Ok(new RecordPage<StrategyView>([.. page.Items.Select(record => StrategyView.From(record, catalog, latest.GetValueOrDefault(record.Id)))], page.NextCursor) { Total = total }.Sealed("strategies"));
    }

    private static IResult Audit(HttpContext context, StrategyReader strategies, AuditReader audit, string id, string? actor, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("audit", cursor);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        return strategies.Find(new WorkflowId(id)) is null
            ? Reply.Failed(context, Reply.Missing(ProblemCodes.StrategyNotFound, "strategy", id))
            : TypedResults.Ok(audit.List("strategy", id, actor, after, count).Sealed("audit"));
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, StrategyService service, TimeProvider time)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.JsonObject, []);
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var document = body.Value;
        var query = new Query();
        document.Remove("by");
        document.Remove("reason");
        document.Remove("count", out var asked);
        int? number = asked is JsonValue value && value.TryGetValue<int>(out var given) ? given : null;
        if (asked is not null && number is null)
            query.Add("'count' must be a whole number.");
        var count = query.Range("count", number, 10, 500);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        document["id"] ??= Nameless;
        var made = service.Preview(document);
        List<ProblemView> problems = [.. made.Problems.Select(ProblemView.From)];
        if (!made.IsOk)
            return TypedResults.Ok(new StrategyPreview(false, problems, null, null, []));
        var (strategy, (workflow, yaml)) = made.Value;
        var now = time.Now();
        var schedules = workflow.Value.Schedules.Select(schedule => new StrategySchedulePreview(
            schedule.Key,
            PreviewAnswer.Of(schedule, new PreviewRange(now, count), ScheduleLint.Of(LintSubject.Of(workflow.Value, schedule, now)).Select(finding => finding.Named))));
        return TypedResults.Ok(new StrategyPreview(true, problems, workflow.Value.Version, yaml, [.. schedules]));
    }
}
