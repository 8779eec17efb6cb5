using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.Definitions;

/// <summary>Changing strategies.</summary>
internal static class StrategyEditEndpoints
{
    private static readonly int[] Failures = [400, 404, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/strategies").WithTags("strategies").Needs(Scope.WriteWorkflows);
        group.MapPost("/", CreateAsync).Answers<StrategyView>(201, [400, 403, 409, 413, 415, 422, 503]).Accepts<JsonObject>("application/json")
            .WithSummary("Make a strategy: id, template, parameters, overlay, enabled, owner, tags, description, with by and reason for the record.");
        group.MapPut("/{id}", EditAsync).Answers<StrategyView>(Failures).Accepts<JsonObject>("application/json").WithSummary("The whole strategy anew, with by and reason. Its workflow and schedules follow at once.");
        group.MapDelete("/{id}", (HttpContext context, StrategyService service, StrategyReader strategies, Catalog catalog, RunReader runs, string id) =>
                ActAsync(context, strategies, catalog, runs, id, edit => service.DeleteAsync(new WorkflowId(id), edit)))
            .Answers<StrategyView>(Failures).Accepts<ActRequest>(isOptional: true, "application/json").WithSummary("Take it, its workflow and its schedules out of use. History stays.");
        Switch(group, "enable", enabled: true, "Switch its schedules on.");
        Switch(group, "disable", enabled: false, "Switch its schedules off. Nothing is recorded while they are off.");
    }

    private static void Switch(RouteGroupBuilder group, string verb, bool enabled, string summary) => group
        .MapPost("/{id}/" + verb, (HttpContext context, StrategyService service, StrategyReader strategies, Catalog catalog, RunReader runs, string id) =>
            ActAsync(context, strategies, catalog, runs, id, edit => service.SwitchAsync(new WorkflowId(id), enabled, edit)))
        .Answers<StrategyView>(Failures).Accepts<ActRequest>(isOptional: true, "application/json").WithSummary(summary);

    private static async Task<IResult> CreateAsync(HttpContext context, StrategyService service, StrategyReader strategies, Catalog catalog, RunReader runs)
    {
        var asked = await DocumentAsync(context);
        if (!asked.IsOk)
            return Reply.Failed(context, asked.Problems);
        var made = await service.CreateAsync(asked.Value.Document, asked.Value.Edit);
        if (!made.IsOk)
            return Reply.Failed(context, made.Problems);
        var record = strategies.Find(made.Value)!;
        Revision.Tell(context, record.Revision);
        return TypedResults.Created($"/api/strategies/{Uri.EscapeDataString(record.Id.Value)}", StrategyView.From(record, catalog, runs.Latest([record.Id]).GetValueOrDefault(record.Id)));
    }

    private static async Task<IResult> EditAsync(HttpContext context, StrategyService service, StrategyReader strategies, Catalog catalog, RunReader runs, string id)
    {
        var asked = await DocumentAsync(context);
        if (!asked.IsOk)
            return Reply.Failed(context, asked.Problems);
        // What is not there is said before what is wrong with its new definition.
        if (strategies.Find(new WorkflowId(id)) is not { ArchivedAt: null })
            return Reply.Failed(context, Reply.Missing(ProblemCodes.StrategyNotFound, "strategy", id));
        var done = await service.EditAsync(new WorkflowId(id), asked.Value.Document, asked.Value.Edit);
        return done.IsOk ? StrategyEndpoints.Find(context, strategies, catalog, runs, id) : Reply.Failed(context, done.Problems);
    }

    private static async Task<IResult> ActAsync(HttpContext context, StrategyReader strategies, Catalog catalog, RunReader runs, string id, Func<StrategyEdit, Task<Checked<WorkflowId>>> act)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ActRequest, new ActRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var edit = Edit(context, body.Value);
        if (!edit.IsOk)
            return Reply.Failed(context, edit.Problems);
        var done = await act(edit.Value);
        return done.IsOk ? StrategyEndpoints.Find(context, strategies, catalog, runs, id) : Reply.Failed(context, done.Problems);
    }

    /// <summary>The body as a strategy's document, without what is for the record.</summary>
    private static async Task<Checked<(JsonObject Document, StrategyEdit Edit)>> DocumentAsync(HttpContext context)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.JsonObject, []);
        if (!body.IsOk)
            return Checked<(JsonObject, StrategyEdit)>.Bad(body.Problems);
        var record = new JsonObject();
        foreach (var name in new[] { "by", "reason" })
        {
            if (body.Value.Remove(name, out var value))
                record[name] = value;
        }

        var act = RequestBody.Part(record, ApiJson.Default.ActRequest);
        if (!act.IsOk)
            return Checked<(JsonObject, StrategyEdit)>.Bad(act.Problems);
        var edit = Edit(context, act.Value);
        return edit.IsOk ? Checked<(JsonObject, StrategyEdit)>.Ok((body.Value, edit.Value)) : Checked<(JsonObject, StrategyEdit)>.Bad(edit.Problems);
    }

    private static Checked<StrategyEdit> Edit(HttpContext context, ActRequest act)
    {
        var revision = Revision.Asked(context.Request);
        List<Problem> problems = [.. Actor.Check(act.By, act.Reason), .. revision.Problems];
        return problems.Count > 0
            ? Checked<StrategyEdit>.Bad(problems)
            : Checked<StrategyEdit>.Ok(new StrategyEdit(Actor.Of(context, act.By), act.Reason) { Revision = revision.Value });
    }
}
