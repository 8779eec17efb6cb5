using System.ComponentModel.DataAnnotations;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Security;

/// <summary><c>/api/accounts</c>: who may use this server, for administrators.</summary>
internal static class AccountEndpoints
{
    private static readonly int[] Failures = [400, 401, 403, 404, 409, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/accounts").WithTags("accounts").Needs(Scope.Admin);
        group.MapGet("", (AccountService accounts) => TypedResults.Ok(new ItemList<Account>(accounts.List()))).Answers<ItemList<Account>>(401, 403).WithSummary("Every account, by name.");
        group.MapPost("", CreateAsync).Answers<AccountMade>(201, Failures).Accepts<AccountRequest>("application/json")
            .WithSummary("Make an account: a person's comes with a link to choose a password by, a service's gets tokens. The first one makes everybody sign in.");
        group.MapPut("/{id}", ChangeAsync).Answers<Account>(Failures).Accepts<AccountChange>("application/json").WithSummary("Change what an account may do, or whether it may do anything. It holds at once, for its sessions and tokens too.");
        group.MapPost("/{id}/link", LinkAsync).Answers<LinkMade>(Failures).WithSummary("A link by which the account's holder chooses a new password, once, within a day.");
    }

    private static async Task<IResult> CreateAsync(HttpContext context, AccountService accounts)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.AccountRequest, new AccountRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var id = AccountService.IdOf(body.Value.Id ?? "");
        List<Problem> problems = [];
        if (id is null)
            problems.Add(new Problem(ProblemCodes.InvalidValue, "'id' must have 1 to 64 letters, digits and . _ - @, from the first a letter or digit.") { Field = "id" });
        if (Scope.Check(body.Value.Scopes) is { } problem)
            problems.Add(problem);
        if (problems.Count > 0)
            return Reply.Failed(context, problems);
        var by = Actor.Of(context);
        var made = await accounts.CreateAsync(id!, body.Value.Kind, [.. body.Value.Scopes!.Distinct()!], by);
        if (!made.IsOk)
            return Reply.Failed(context, made.Problems);
        var link = body.Value.Kind == AccountKind.Person ? (await accounts.MakeLinkAsync(id!, by)).ValueOrDefault : null;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/accounts/{Uri.EscapeDataString(id!)}", new AccountMade(made.Value, link is null ? null : WelcomeLink.Of(context.Request, link)));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, AccountService accounts, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.AccountChange, new AccountChange());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (body.Value.Scopes is not null && Scope.Check(body.Value.Scopes) is { } problem)
            return Reply.Failed(context, problem);
        var changed = await accounts.ChangeAsync(id, body.Value.Scopes is { } scopes ? [.. scopes.Distinct()!] : null, body.Value.Disabled, Actor.Of(context));
        return changed.IsOk ? TypedResults.Ok(changed.Value) : Reply.Failed(context, changed.Problems);
    }

    private static async Task<IResult> LinkAsync(HttpContext context, AccountService accounts, string id)
    {
        if (await RequestBody.RefusedAsync(context) is { } refused)
            return refused;
        var made = await accounts.MakeLinkAsync(id, Actor.Of(context));
        context.Response.Headers.CacheControl = "no-store";
        return made.IsOk ? TypedResults.Ok(new LinkMade(WelcomeLink.Of(context.Request, made.Value))) : Reply.Failed(context, made.Problems);
    }
}

/// <summary>Where a link's holder chooses a password. The secret stands behind the <c>#</c>, which browsers send to nobody and servers do not log.</summary>
internal static class WelcomeLink
{
    /// <summary>Under the address by which this request came.</summary>
    public static string Of(HttpRequest request, string secret) => Of($"{request.Scheme}://{request.Host}", secret);

    /// <summary>Under that address.</summary>
    public static string Of(string url, string secret) => $"{url}/welcome#{secret}";
}

/// <summary>A new account.</summary>
internal sealed record AccountRequest
{
    /// <summary>Its name; kept in lower case.</summary>
    [Required]
    public string? Id { get; init; }

    /// <summary>A person, who signs in, or a service, which has tokens. Default person.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>What it may do; <c>admin</c> is everything.</summary>
    [Required]
    public IReadOnlyList<string?>? Scopes { get; init; }
}

/// <summary>Another state of an account; what is left out stays.</summary>
internal sealed record AccountChange
{
    /// <summary>What it may do from now on.</summary>
    public IReadOnlyList<string?>? Scopes { get; init; }

    /// <summary>True takes everything away, false gives it back.</summary>
    public bool? Disabled { get; init; }
}

/// <summary>An account as it was made.</summary>
/// <param name="Account">It.</param>
/// <param name="Link">By which its holder chooses a password, once, within a day; null for a service. Shown here only.</param>
internal sealed record AccountMade(Account Account, string? Link);

/// <summary>A link.</summary>
/// <param name="Link">Good once, within a day. Shown here only.</param>
internal sealed record LinkMade(string Link);
