using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Server.Security;

namespace Carillon.Server.Hosting;

/// <summary>Who may change schedules through API and UI: everybody (the default), nobody, or the users named. Immutable.</summary>
/// <param name="Users">Those who may; null for everybody, empty for nobody.</param>
internal sealed record EditingPolicy(IReadOnlyList<string>? Users)
{
    /// <summary>Everybody.</summary>
    public static EditingPolicy On { get; } = new((IReadOnlyList<string>?)null);

    /// <summary>Reads <c>on</c>, <c>off</c> or <c>users:ann,bob</c>; null when it is none of these.</summary>
    public static EditingPolicy? Parse(string text)
    {
        const string Named = "users:";
        if (text is "on")
            return On;
        if (text is "off")
            return new EditingPolicy([]);
        var names = text.StartsWith(Named, StringComparison.Ordinal) ? text[Named.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        return names.Length > 0 ? new EditingPolicy(names) : null;
    }

    /// <summary>True when this person may.</summary>
    public bool Allows(string by) => Users is null || Users.Contains(by, StringComparer.Ordinal);
}

/// <summary>Refuses changes of schedules, and of the workflow files that hold them, to those who may not make them; reading stays.</summary>
/// <param name="options">Who may.</param>
internal sealed class EditingGuard(ServerOptions options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (options.Editing.Users is not { } users || Scope.Of(context.GetEndpoint()) is not { } scope || (scope != Scope.WriteSchedules && scope != Scope.WriteWorkflows))
            return await next(invocation);
        var by = Caller.Of(context)?.Account ?? (users.Count == 0 ? Actor.Unnamed : await ByAsync(context.Request));
        return options.Editing.Allows(by)
            ? await next(invocation)
            : Reply.Failed(context, new Problem(ProblemCodes.EditingOff, users.Count == 0 ? "This server does not let schedules be edited here." : $"This server does not let '{by}' edit schedules.", Suggestion: "Change the file in git, or ask whoever runs the server."));
    }

    // Before the first account a caller is who it says it is, in the body.
    private static async Task<string> ByAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        request.HttpContext.Response.RegisterForDispose(body);
        request.Body = body;
        body.Position = 0;
        try
        {
            return JsonNode.Parse(body.Length == 0 ? "{}"u8 : body.GetBuffer().AsSpan(0, (int)body.Length)) is JsonObject json && json["by"] is JsonValue by && by.TryGetValue<string>(out var name) ? name : Actor.Unnamed;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Actor.Unnamed; // The endpoint says what is wrong with it.
        }
        finally
        {
            body.Position = 0;
        }
    }
}
