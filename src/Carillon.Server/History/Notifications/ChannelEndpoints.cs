using Carillon.Core;
using Carillon.Engine.History.Notifications;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.History;

/// <summary><c>/api/notifications/channels</c>: where messages go. What is secret of a channel is in no answer.</summary>
internal static class ChannelEndpoints
{
    private static readonly int[] Failures = [400, 401, 403, 404, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/notifications/channels").WithTags("notifications");
        group.MapGet("", (NotificationService notifications) => TypedResults.Ok(new ItemList<ChannelRecord>(notifications.Channels()))).Needs(Scope.ReadWorkflows).Answers<ItemList<ChannelRecord>>()
            .WithSummary("Every channel, by name: how it does, what waits, what was sent and given up within a day.");
        group.MapGet("/{name}", Find).Needs(Scope.ReadWorkflows).Answers<ChannelRecord>(404).WithSummary("One channel, with the ETag of its revision.");
        group.MapPut("/{name}", SaveAsync).Needs(Scope.Admin).Answers<ChannelAnswer>(Failures).Produces<ChannelAnswer>(201).Accepts<ChannelRequest>("application/json")
            .WithSummary("Make or change a channel. What is secret and left out stays as it is; the key of a new webhook is made where none is given, and is in this answer only. If-Match makes sure that nobody has changed it meanwhile.");
        group.MapDelete("/{name}", DeleteAsync).Needs(Scope.Admin).Answers<ChannelRecord>(Failures).Accepts<ActRequest>(isOptional: true, "application/json").WithSummary("Take a channel away. What waits for it is given up.");
        group.MapPost("/{name}/test", TestAsync).Needs(Scope.Admin).Answers<ChannelTest>(Failures).Accepts<ActRequest>(isOptional: true, "application/json")
            .WithSummary("Send a test message now, and say how that went. Once one is accepted, what waits is tried at once.");
    }

    private static IResult Find(HttpContext context, NotificationService notifications, string name)
    {
        if (notifications.Channel(name) is not { } channel)
            return Reply.Failed(context, Missing(name));
        Revision.Tell(context, channel.Revision);
        return TypedResults.Ok(channel);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, NotificationService notifications, string name)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ChannelRequest, new ChannelRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var revision = Revision.Asked(context.Request);
        List<Problem> problems = [.. Actor.Check(body.Value.By, body.Value.Reason), .. revision.IsOk ? [] : revision.Problems];
        if (body.Value.Kind is null)
            problems.Add(new Problem(ProblemCodes.ChannelUnusable, "'kind' is missing: email, slack, teams or webhook.") { Field = "kind" });
        else
            problems.AddRange(body.Value.Strange().Select(member => new Problem(ProblemCodes.ChannelUnusable, $"A channel of this kind has no '{member}'.") { Field = member }));
        if (problems.Count > 0)
            return Reply.Failed(context, problems);
        var saved = await notifications.SaveChannelAsync(name, body.Value.ToEdit(), Actor.Of(context, body.Value.By), body.Value.Reason, revision.Value);
        if (!saved.IsOk)
            return Reply.Failed(context, saved.Problems);
        Revision.Tell(context, saved.Value.Channel.Revision);
        context.Response.Headers.CacheControl = "no-store";
        var answer = new ChannelAnswer(saved.Value.Channel, saved.Value.MadeKey);
        return saved.Value.IsNew ? TypedResults.Created($"/api/notifications/channels/{Uri.EscapeDataString(name)}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, NotificationService notifications, string name)
    {
        var asked = await AskedAsync(context);
        return asked.IsOk
            ? Reply.OkOr404(context, await notifications.DeleteChannelAsync(name, Actor.Of(context, asked.Value.By), asked.Value.Reason), () => Missing(name))
            : Reply.Failed(context, asked.Problems);
    }

    private static async Task<IResult> TestAsync(HttpContext context, NotificationService notifications, string name)
    {
        var asked = await AskedAsync(context);
        if (!asked.IsOk)
            return Reply.Failed(context, asked.Problems);
        var test = await notifications.TestAsync(name, Actor.Of(context, asked.Value.By), context.RequestAborted);
        return test.IsOk ? TypedResults.Ok(test.Value) : Reply.Failed(context, test.Problems);
    }

    /// <summary>Who asks, and why.</summary>
    internal static async Task<Checked<ActRequest>> AskedAsync(HttpContext context)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ActRequest, new ActRequest());
        return body.IsOk && Actor.Check(body.Value.By, body.Value.Reason) is { Count: > 0 } problems ? Checked<ActRequest>.Bad(problems) : body;
    }

    private static Problem Missing(string name) => Reply.Missing(ProblemCodes.ChannelNotFound, "channel", name);
}
