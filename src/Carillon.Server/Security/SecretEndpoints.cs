using System.ComponentModel.DataAnnotations;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary><c>/api/secrets</c>: what tasks may name and nobody sees.</summary>
internal static class SecretEndpoints
{
    private static readonly int[] Failures = [400, 401, 403, 404, 409, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/secrets").WithTags("secrets").Needs(Scope.Admin);
        group.MapGet("", (SecretService secrets) => TypedResults.Ok(new ItemList<SecretRecord>(secrets.List()))).Needs(Scope.ReadWorkflows).Answers<ItemList<SecretRecord>>(401, 403)
            .WithSummary("Every secret by name: where its value comes from, never the value.");
        group.MapGet("/{name}", Find).Needs(Scope.ReadWorkflows).Answers<SecretRecord>(401, 403, 404).WithSummary("One secret, without its value. Its ETag is its version.");
        group.MapPut("/{name}", SetAsync).Answers<SecretRecord>(Failures).Accepts<SecretRequest>("application/json")
            .WithSummary("Set a secret. What begins from now on has the new value. If-Match \"0\" sets only one that is not stored yet.");
        group.MapDelete("/{name}", DeleteAsync).Answers<SecretRecord>(Failures).WithSummary("Delete a stored secret. Tasks that name it fail from now on, unless a file or the environment gives it too.");
        api.MapGet("/secret-keys", Keys).WithTags("secrets").Needs(Scope.Admin).Answers<KeyReport>(401, 403, 409).WithSummary("The keys that secrets are sealed with, by their ids, and how many rows each still holds.");
    }

    private static IResult Find(HttpContext context, SecretService secrets, string name) => Answer(context, secrets.Find(name) is { } found ? Checked<SecretRecord>.Ok(found) : Checked<SecretRecord>.Bad(Reply.Missing(ProblemCodes.SecretMissing, "secret", name)));

    private static async Task<IResult> SetAsync(HttpContext context, SecretService secrets, string name)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.SecretRequest, new SecretRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var version = Revision.Asked(context.Request);
        if (!version.IsOk)
            return Reply.Failed(context, version.Problems);
        if (body.Value.Value is not { } value)
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidValue, "The member 'value' is missing.") { Field = "value" });
        return Answer(context, await secrets.SetAsync(name, value, Actor.Of(context), version.Value));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, SecretService secrets, string name)
    {
        var version = Revision.Asked(context.Request);
        return version.IsOk ? Answer(context, await secrets.DeleteAsync(name, Actor.Of(context), version.Value)) : Reply.Failed(context, version.Problems);
    }

    private static IResult Keys(HttpContext context, SecretService secrets) => secrets.Keys() is var keys && keys.IsOk ? TypedResults.Ok(keys.Value) : Reply.Failed(context, keys.Problems);

    private static IResult Answer(HttpContext context, Checked<SecretRecord> secret)
    {
        if (!secret.IsOk)
            return Reply.Failed(context, secret.Problems);
        Revision.Tell(context, secret.Value.Version ?? 0);
        return TypedResults.Ok(secret.Value);
    }
}

/// <summary>A secret's value.</summary>
internal sealed record SecretRequest
{
    /// <summary>The value, 4 to 16384 characters. Never in any answer.</summary>
    [Required]
    public string? Value { get; init; }
}
