using Carillon.Core;
using Carillon.Engine.History.Notifications;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.History;

/// <summary><c>/api/notifications/rules</c>: which events go where, beside what files say under <c>notify</c>.</summary>
internal static class RuleEndpoints
{
    private static readonly int[] Failures = [400, 401, 403, 404, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/notifications/rules").WithTags("notifications");
        group.MapGet("", (NotificationService notifications) => TypedResults.Ok(new ItemList<RuleRecord>(notifications.Rules()))).Needs(Scope.ReadWorkflows).Answers<ItemList<RuleRecord>>()
            .WithSummary("Every rule that is kept beside the files, by name.");
        group.MapGet("/{id}", Find).Needs(Scope.ReadWorkflows).Answers<RuleRecord>(404).WithSummary("One rule, with the ETag of its revision.");
        group.MapPut("/{id}", SaveAsync).Needs(Scope.Admin).Answers<RuleRecord>(Failures).Accepts<RuleRequest>("application/json")
            .WithSummary("Make or change a rule: events that go to a channel, of a workflow, a schedule, a label, an owner, or of all. If-Match makes sure that nobody has changed it meanwhile.");
        group.MapDelete("/{id}", DeleteAsync).Needs(Scope.Admin).Answers<RuleRecord>(Failures).Accepts<ActRequest>(isOptional: true, "application/json").WithSummary("Take a rule away.");
    }

    private static IResult Find(HttpContext context, NotificationService notifications, string id)
    {
        if (notifications.Rule(id) is not { } rule)
            return Reply.Failed(context, Missing(id));
        Revision.Tell(context, rule.Revision);
        return TypedResults.Ok(rule);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, NotificationService notifications, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.RuleRequest, new RuleRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var revision = Revision.Asked(context.Request);
        List<Problem> problems = [.. Actor.Check(body.Value.By, body.Value.Reason), .. revision.IsOk ? [] : revision.Problems];
        if (problems.Count > 0)
            return Reply.Failed(context, problems);
        var saved = await notifications.SaveRuleAsync(id, body.Value.Channel, body.Value, Actor.Of(context, body.Value.By), body.Value.Reason, revision.Value);
        if (!saved.IsOk)
            return Reply.Failed(context, saved.Problems);
        Revision.Tell(context, saved.Value.Revision);
        return TypedResults.Ok(saved.Value);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, NotificationService notifications, string id)
    {
        var asked = await ChannelEndpoints.AskedAsync(context);
        return asked.IsOk
            ? Reply.OkOr404(context, await notifications.DeleteRuleAsync(id, Actor.Of(context, asked.Value.By), asked.Value.Reason), () => Missing(id))
            : Reply.Failed(context, asked.Problems);
    }

    private static Problem Missing(string id) => Reply.Missing(ProblemCodes.RuleNotFound, "rule", id);
}
