using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/plan</c> and <c>/api/apply</c>: all workflow files at once.</summary>
internal static class FolderEndpoints
{
    private const int MaxBody = 64 << 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/plan", PlanAsync).WithTags("workflows").Needs(Scope.ReadWorkflows).Answers<FolderPlanView>(400, 409, 413, 415).Accepts<FolderRequest>("application/json").WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .WithSummary("What applying these files would change: files, schedules, occurrences of 30 days, cost, overrides. Other files of the server would go, unless keep_others is true. Changes nothing.");
        api.MapPost("/apply", ApplyAsync).WithTags("workflows").Needs(Scope.WriteWorkflows).Answers<FolderPlanView>(400, 403, 409, 412, 413, 415, 422, 503).Accepts<FolderRequest>("application/json").WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .WithSummary("Make these files, and no others, the server's workflow files, and reload. With the fingerprint of a plan it does what the plan said or nothing.");
    }

    private static async Task<IResult> PlanAsync(HttpContext context, FolderService folder)
    {
        var asked = await ReadAsync(context);
        if (!asked.IsOk)
            return Reply.Failed(context, asked.Problems);
        var plan = await folder.PlanAsync(asked.Value.Files!, asked.Value.KeepOthers ?? false);
        return plan.IsOk ? TypedResults.Ok(FolderPlanView.Of(plan.Value)) : Reply.Failed(context, plan.Problems);
    }

    private static async Task<IResult> ApplyAsync(HttpContext context, FolderService folder)
    {
        var asked = await ReadAsync(context);
        if (!asked.IsOk)
            return Reply.Failed(context, asked.Problems);
        var (request, by) = (asked.Value, Actor.Of(context, asked.Value.By));
        if (request.KeepOthers == true)
            return Reply.Failed(context, [new Problem(ProblemCodes.InvalidRequest, "An apply takes every file; 'keep_others' is for a plan.", Suggestion: "For one file use PUT /api/workflows/{id}.") { Field = "keep_others" }]);
        var applied = await folder.ApplyAsync(request.Files!, new FolderApply(by, request.Fingerprint, request.AllowDeletions ?? false));
        return applied.IsOk ? TypedResults.Ok(FolderPlanView.Of(applied.Value)) : Reply.Failed(context, applied.Problems);
    }

    private static async Task<Checked<FolderRequest>> ReadAsync(HttpContext context)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.FolderRequest, new FolderRequest());
        if (!body.IsOk)
            return body;
        List<Problem> problems = [.. Actor.Check(body.Value.By, null)];
        if (body.Value.Files is not { } files)
            problems.Add(new Problem(ProblemCodes.InvalidRequest, "The body must name every workflow file: {\"files\": [{\"path\": …, \"text\": …}]}.") { Field = "files" });
        else if (files.Any(file => file is not { Path: not null, Text: not null }))
            problems.Add(new Problem(ProblemCodes.InvalidRequest, "Every file has a path and a text.") { Field = "files" });
        return problems.Count > 0 ? Checked<FolderRequest>.Bad(problems) : body;
    }
}
