using System.ComponentModel.DataAnnotations;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Security;

/// <summary><c>/api/tokens</c>: for programs. Everybody has their own; administrators see all, and make those of services.</summary>
internal static class TokenEndpoints
{
    private const int MaxName = 100;
    private const int MostDays = 3660;
    private static readonly int[] Failures = [400, 401, 403, 404, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/tokens").WithTags("accounts").Needs(Scope.SignedIn);
        group.MapGet("", List).Answers<ItemList<ApiToken>>(401, 403).WithSummary("Your tokens, without their secrets; an administrator's answer has everybody's, or those of one account.");
        group.MapPost("", CreateAsync).Answers<TokenMade>(201, Failures).Accepts<TokenRequest>("application/json").WithSummary("Make a token. Its secret is in this answer and never again.");
        group.MapDelete("/{id}", RevokeAsync).Answers<ApiToken>(Failures).WithSummary("Revoke a token. It is worth nothing from this moment on.");
    }

    private static IResult List(HttpContext context, AccountService accounts, string? account)
    {
        var caller = Caller.Of(context)!;
        return !caller.IsAdmin && account is not null && account != caller.Account
            ? Refused(context, "the tokens of another account")
            : TypedResults.Ok(new ItemList<ApiToken>(accounts.Tokens(caller.IsAdmin ? account : caller.Account)));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, AccountService accounts, TimeProvider time)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.TokenRequest, new TokenRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var caller = Caller.Of(context)!;
        if ((body.Value.Account ?? caller.Account) is not { } account)
            return Reply.Failed(context, new Problem(ProblemCodes.StateConflict, "There is no account yet that a token could belong to.", Suggestion: "Make one: carillon users add NAME --scopes admin"));
        if (account != caller.Account && !caller.IsAdmin)
            return Refused(context, "a token of another account");
        List<Problem> problems = [];
        if (body.Value.Name is not { Length: >= 1 and <= MaxName } name || name.Any(char.IsControl))
            problems.Add(new Problem(ProblemCodes.InvalidValue, $"'name' must say in 1 to {MaxName} characters what the token is for.") { Field = "name" });
        if (Scope.Check(body.Value.Scopes) is { } problem)
            problems.Add(problem);
        if (body.Value.Days is < 1 or > MostDays)
            problems.Add(new Problem(ProblemCodes.InvalidValue, $"'days' must be from 1 to {MostDays}.") { Field = "days" });
        if (problems.Count > 0)
            return Reply.Failed(context, problems);
        if (!caller.IsAdmin && body.Value.Scopes!.FirstOrDefault(scope => !caller.Scopes.Contains(scope)) is { } beyond)
            return Refused(context, $"a token with the scope {beyond}, which you do not have yourself");
        Instant? ends = body.Value.Days is { } days ? time.Now() + Duration.FromDays(days) : null;
        var made = await accounts.CreateTokenAsync(account, body.Value.Name!, [.. body.Value.Scopes!.Distinct()!], ends, Actor.Of(context));
        if (!made.IsOk)
            return Reply.Failed(context, made.Problems);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/tokens/{made.Value.Token.Id}", new TokenMade(made.Value.Token, made.Value.Secret));
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, AccountService accounts, string id)
    {
        if (await RequestBody.RefusedAsync(context) is { } refused)
            return refused;
        var caller = Caller.Of(context)!;
        // Somebody else's is for others as if it were not there.
        if (accounts.Token(id) is not { } token || (token.Account != caller.Account && !caller.IsAdmin))
            return Reply.Failed(context, Reply.Missing(ProblemCodes.AccountNotFound, "token", id));
        var revoked = await accounts.RevokeTokenAsync(token.Id, Actor.Of(context));
        return revoked.IsOk ? TypedResults.Ok(revoked.Value) : Reply.Failed(context, revoked.Problems);
    }

    private static IResult Refused(HttpContext context, string what) =>
        Reply.Failed(context, StatusCodes.Status403Forbidden, new Problem(ProblemCodes.NotAllowed, $"You may not have {what}.", Suggestion: "Ask an administrator."));
}

/// <summary>A new token.</summary>
internal sealed record TokenRequest
{
    /// <summary>What it is for.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>What it may do, as far as its account may at that moment.</summary>
    [Required]
    public IReadOnlyList<string?>? Scopes { get; init; }

    /// <summary>After how many days it is worth nothing; left out, it has no end.</summary>
    public int? Days { get; init; }

    /// <summary>Whose; left out, your own. Another's takes an administrator.</summary>
    public string? Account { get; init; }
}

/// <summary>A token as it was made.</summary>
/// <param name="Token">It.</param>
/// <param name="Secret">What to send as <c>Authorization: Bearer</c>. Shown here only.</param>
internal sealed record TokenMade(ApiToken Token, string Secret);
