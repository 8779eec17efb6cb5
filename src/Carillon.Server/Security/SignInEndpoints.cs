using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Security;

/// <summary><c>/api/sign-in</c>, <c>/api/sign-out</c> and <c>/api/account</c>: who somebody is, and their own password.</summary>
internal static class SignInEndpoints
{
    private static readonly int[] Failures = [400, 401, 413, 415, 422, 429, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("accounts").Needs(Scope.Public);
        group.MapPost("/sign-in", SignInAsync).Answers<AccountView>(Failures).Accepts<SignInRequest>("application/json").WithSummary("Sign in with name and password. The session is in a cookie.");
        group.MapPost("/sign-in/link", UseLinkAsync).Answers<AccountView>(Failures).Accepts<LinkRequest>("application/json").WithSummary("Choose a password by a link that is good once, and be signed in.");
        group.MapPost("/sign-out", SignOutAsync).Answers<AccountView>(503).WithSummary("End this session.");
        group.MapGet("/account", Read).WithMetadata(new LooksWhoAsks()).Answers<AccountView>().WithSummary("Who you are here, and what you may do.");
        group.MapPost("/account/password", ChangeAsync).Needs(Scope.SignedIn).Answers<AccountView>(Failures).Accepts<PasswordRequest>("application/json").WithSummary("Change your own password. Your other sessions end.");
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignInService signIn, Passwords passwords, TimeProvider time)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.SignInRequest, new SignInRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (body.Value is not { Name: { Length: > 0 } name, Password: { Length: > 0 } password })
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidRequest, "A sign-in needs 'name' and 'password'."));
        // A name that no account can have goes the same way, without being kept: somebody may have typed a password there.
        var account = AccountService.IdOf(name) ?? "?";
        if (signIn.Until(account) is { } until)
        {
            await signIn.RefusedAsync(account, Caller.From(context), "delay");
            return Wait(context, until - time.Now(), "There were too many failed sign-ins with this name.");
        }
        switch (await passwords.IsAsync(signIn.Password(account), password, context.RequestAborted))
        {
            case null:
                await signIn.RefusedAsync(account, Caller.From(context), "busy");
                return Busy(context);
            case false:
                await signIn.FailedAsync(account, Caller.From(context));
                return Reply.Failed(context, StatusCodes.Status401Unauthorized, new Problem(ProblemCodes.SignInRefused, "Name or password is wrong."));
            default:
                await SessionCookie.ReplaceAsync(context, signIn, await signIn.OpenAsync(account, Caller.From(context)));
                return Known(context, account, signIn);
        }
    }

    private static async Task<IResult> UseLinkAsync(HttpContext context, SignInService signIn, Passwords passwords)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.LinkRequest, new LinkRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (signIn.AccountOfLink(body.Value.Link ?? "") is not { } account)
            return Worthless(context);
        if (Passwords.Check(body.Value.Password, account) is { } problem)
            return Reply.Failed(context, problem);
        if (await passwords.HashAsync(body.Value.Password!, context.RequestAborted) is not { } hash)
            return Busy(context);
        if (await signIn.UseLinkAsync(body.Value.Link!, hash, Caller.From(context)) is not var (_, session))
            return Worthless(context);
        await SessionCookie.ReplaceAsync(context, signIn, session);
        return Known(context, account, signIn);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, ServerOptions options, AccountService accounts, SignInService signIn, IssuerDoor door)
    {
        if (await RequestBody.RefusedAsync(context) is { } refused)
            return refused;
        if (SessionCookie.Read(context.Request) is { } session)
            await signIn.CloseAsync(session);
        SessionCookie.Remove(context);
        return TypedResults.Ok(new AccountView(null, [], options.SignIn && accounts.Any, door.Client?.Name));
    }

    private static IResult Read(HttpContext context, ServerOptions options, AccountService accounts, IssuerDoor door)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new AccountView(Caller.Of(context)?.Account, Caller.Of(context)?.Scopes ?? [], options.SignIn && accounts.Any, door.Client?.Name));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, SignInService signIn, Passwords passwords)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.PasswordRequest, new PasswordRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (Caller.Of(context)?.Account is not { } account || SessionCookie.Read(context.Request) is null)
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidRequest, "Only somebody who has signed in with a password can change it."));
        if (Passwords.Check(body.Value.Password, account) is { } problem)
            return Reply.Failed(context, problem);
        if (await passwords.IsAsync(signIn.Password(account), body.Value.Current ?? "", context.RequestAborted) is not { } isRight)
            return Busy(context);
        if (!isRight)
        {
            await signIn.FailedAsync(account, Caller.From(context));
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidValue, "This is not your password.") { Field = "current" });
        }
        if (await passwords.HashAsync(body.Value.Password!, context.RequestAborted) is not { } hash)
            return Busy(context);
        SessionCookie.Write(context, await signIn.ChangePasswordAsync(account, hash, Caller.From(context)));
        return TypedResults.Ok(new AccountView(account, Caller.Of(context)!.Scopes, true));
    }

    private static IResult Known(HttpContext context, string account, SignInService signIn)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new AccountView(account, signIn.Scopes(account), true));
    }

    private static IResult Worthless(HttpContext context) => Reply.Failed(context, StatusCodes.Status401Unauthorized, new Problem(
        ProblemCodes.SignInRefused, "This link has been used, has been replaced by a newer one, or is too old.", Suggestion: "Ask an administrator for a new one, or make one with 'carillon users link' on the server's machine."));

    private static IResult Busy(HttpContext context) => Wait(context, Duration.FromSeconds(1), "Too many sign-ins wait already.");

    private static IResult Wait(HttpContext context, Duration wait, string why)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Reply.Failed(context, StatusCodes.Status429TooManyRequests, new Problem(ProblemCodes.TooManyRequests, why, Suggestion: string.Create(CultureInfo.InvariantCulture, $"Try again in {seconds} s.")));
    }
}

/// <summary>Name and password.</summary>
internal sealed record SignInRequest
{
    /// <summary>The account.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Its password.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>A password chosen by a link.</summary>
internal sealed record LinkRequest
{
    /// <summary>The link's secret, from behind the <c>#</c>.</summary>
    [Required]
    public string? Link { get; init; }

    /// <summary>The new password, of 10 to 200 characters.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>A new password for oneself.</summary>
internal sealed record PasswordRequest
{
    /// <summary>The one that holds.</summary>
    [Required]
    public string? Current { get; init; }

    /// <summary>The new one, of 10 to 200 characters.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>Who somebody is here.</summary>
/// <param name="Account">The account; null for nobody known.</param>
/// <param name="Scopes">What may be done; <c>admin</c> is everything.</param>
/// <param name="SignIn">Whether this server wants to know who asks: from its first account on.</param>
/// <param name="Issuer">Where else people sign in, by <c>/api/sign-in/openid</c>: the host of an OpenID Connect issuer; null for nowhere.</param>
internal sealed record AccountView(string? Account, IReadOnlyList<string> Scopes, bool SignIn, string? Issuer = null);
