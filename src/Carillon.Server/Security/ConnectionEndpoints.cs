using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.Connections;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary><c>/api/connections</c>: what tasks connect to, by name.</summary>
internal static class ConnectionEndpoints
{
    private const int LongestDescription = 1000;
    private static readonly int[] Failures = [400, 401, 403, 404, 409, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/connection-kinds", (ConnectionService connections) => TypedResults.Ok(new ItemList<ConnectionKind>(connections.Kinds))).WithTags("connections").Needs(Scope.ReadWorkflows)
            .Answers<ItemList<ConnectionKind>>(401, 403).WithSummary("The kinds of connection with their settings, in the order of a form.");
        var group = api.MapGroup("/connections").WithTags("connections").Needs(Scope.Admin);
        group.MapGet("", (ConnectionService connections) => TypedResults.Ok(new ItemList<ConnectionRecord>(connections.List()))).Needs(Scope.ReadWorkflows).Answers<ItemList<ConnectionRecord>>(401, 403)
            .WithSummary("Every connection by name, without what is secret of it.");
        group.MapGet("/{name}", Find).Needs(Scope.ReadWorkflows).Answers<ConnectionRecord>(401, 403, 404).WithSummary("One connection, without what is secret of it. Its ETag is its revision.");
        group.MapPut("/{name}", SetAsync).Answers<ConnectionRecord>(Failures).Accepts<ConnectionRequest>("application/json")
            .WithSummary("Make a connection or edit one. A secret setting that is left out stays as it is, one that is null is taken away; others are replaced as a whole.");
        group.MapDelete("/{name}", DeleteAsync).Answers<ConnectionRecord>(Failures).WithSummary("Delete a connection. Tasks that name it fail from now on.");
        group.MapPost("/{name}/check", CheckAsync).Answers<ConnectionCheck>(Failures).WithSummary("Really connect, now, and say what answered and how long it took, or why nothing did.");
    }

    private static IResult Find(HttpContext context, ConnectionService connections, string name) =>
        Answer(context, connections.Find(name) is { } found ? Checked<ConnectionRecord>.Ok(found) : Checked<ConnectionRecord>.Bad(Reply.Missing(ProblemCodes.ConnectionMissing, "connection", name)));

    private static async Task<IResult> SetAsync(HttpContext context, ConnectionService connections, string name)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ConnectionRequest, new ConnectionRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var revision = Revision.Asked(context.Request);
        if (!revision.IsOk)
            return Reply.Failed(context, revision.Problems);
        if (string.IsNullOrEmpty(body.Value.Kind))
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidValue, "The member 'kind' is missing.") { Field = "kind" });
        if (body.Value.Description?.Length > LongestDescription)
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidValue, $"'description' has more than {LongestDescription} characters.") { Field = "description" });
        return Answer(context, await connections.SetAsync(name, new ConnectionEdit(body.Value.Kind, body.Value.Description, body.Value.Settings ?? []), Actor.Of(context), revision.Value));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, ConnectionService connections, string name)
    {
        var revision = Revision.Asked(context.Request);
        return revision.IsOk ? Answer(context, await connections.DeleteAsync(name, Actor.Of(context), revision.Value)) : Reply.Failed(context, revision.Problems);
    }

    private static async Task<IResult> CheckAsync(HttpContext context, ConnectionService connections, string name)
    {
        if (await RequestBody.RefusedAsync(context) is { } refused)
            return refused;
        var check = await connections.CheckAsync(name, context.RequestAborted);
        return check.IsOk ? TypedResults.Ok(check.Value) : Reply.Failed(context, check.Problems);
    }

    private static IResult Answer(HttpContext context, Checked<ConnectionRecord> connection)
    {
        if (!connection.IsOk)
            return Reply.Failed(context, connection.Problems);
        Revision.Tell(context, connection.Value.Revision);
        return TypedResults.Ok(connection.Value);
    }
}

/// <summary>Another state of a connection.</summary>
internal sealed record ConnectionRequest
{
    /// <summary>Its kind, one of <c>/api/connection-kinds</c>.</summary>
    [Required]
    public string? Kind { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Its settings by name. A secret one may be <c>${{ secrets.NAME }}</c>.</summary>
    public JsonObject? Settings { get; init; }
}
