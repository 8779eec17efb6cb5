using Carillon.Core;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Carillon.Server.Definitions;

/// <summary>Changing workflow files one by one.</summary>
internal static class WorkflowEditEndpoints
{
    private const int MaxBody = 2 << 20;
    private static readonly int[] Failures = [400, 403, 404, 409, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflows").WithTags("workflows").Needs(Scope.WriteWorkflows);
        group.MapPost("/", CreateAsync).Answers<WorkflowView>(201, Failures).Accepts<WorkflowText>("application/json", "application/yaml", "text/yaml", "text/plain").WithMetadata(new RequestSizeLimitAttribute(MaxBody)).WithSummary("Make a workflow from YAML, in a file of its own: the text as it is, or JSON with yaml, path and by.");
        group.MapPut("/{id}", EditAsync).Answers<WorkflowView>(Failures).Accepts<WorkflowText>("application/json", "application/yaml", "text/yaml", "text/plain").WithMetadata(new RequestSizeLimitAttribute(MaxBody)).WithSummary("Give it a new text in its file; with If-Match only over the version named.");
        group.MapDelete("/{id}", DeleteAsync).Answers<WorkflowDeleted>(Failures).WithSummary("Delete its file. The workflow and its schedules are archived; their history stays.");
    }

    private static async Task<IResult> CreateAsync(HttpContext context, FolderService folder, Catalog catalog, RunReader runs)
    {
        var body = await ReadAsync(context);
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var made = await folder.CreateAsync(body.Value.Yaml!, body.Value.Path, Actor.Of(context, body.Value.By));
        return made.IsOk
            ? TypedResults.Created($"/api/workflows/{Uri.EscapeDataString(made.Value.Value)}", WorkflowEndpoints.View(context, catalog, runs, made.Value))
            : Reply.Failed(context, made.Problems);
    }

    private static async Task<IResult> EditAsync(HttpContext context, FolderService folder, Catalog catalog, RunReader runs, string id)
    {
        var body = await ReadAsync(context);
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var done = await folder.EditAsync(new WorkflowId(id), body.Value.Yaml!, Version(context), Actor.Of(context, body.Value.By));
        return done.IsOk ? TypedResults.Ok(WorkflowEndpoints.View(context, catalog, runs, done.Value)) : Reply.Failed(context, done.Problems);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, FolderService folder, string id)
    {
        var done = await folder.DeleteAsync(new WorkflowId(id), Version(context), Actor.Of(context));
        return done.IsOk ? TypedResults.Ok(new WorkflowDeleted(done.Value)) : Reply.Failed(context, done.Problems);
    }

    private static string? Version(HttpContext context) => context.Request.Headers.IfMatch.ToString() is { Length: > 2 } tag ? tag.Trim('"') : null;

    private static async Task<Checked<WorkflowText>> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            var text = await RequestBody.TextAsync(context.Request);
            return text.IsOk ? Checked<WorkflowText>.Ok(new WorkflowText { Yaml = text.Value }) : Checked<WorkflowText>.Bad(text.Problems);
        }

        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.WorkflowText, new WorkflowText());
        if (!body.IsOk)
            return body;
        List<Problem> problems = [.. Actor.Check(body.Value.By, null)];
        if (body.Value.Yaml is null)
            problems.Add(new Problem(ProblemCodes.InvalidRequest, "The body must hold the workflow's text: {\"yaml\": …}.") { Field = "yaml" });
        return problems.Count > 0 ? Checked<WorkflowText>.Bad(problems) : body;
    }
}

/// <summary>The text of a workflow.</summary>
internal sealed record WorkflowText
{
    /// <summary>The YAML.</summary>
    public string? Yaml { get; init; }

    /// <summary>For a new one, its file within the workflows folder. Default: the id with <c>.yaml</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }
}

/// <summary>A workflow's file is gone.</summary>
/// <param name="WorkflowId">The workflow.</param>
internal sealed record WorkflowDeleted(WorkflowId WorkflowId);
