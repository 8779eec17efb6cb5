using System.Text.Json.Nodes;
using Carillon.Adapters.OpenId;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary><c>/api/sign-in/openid</c>: to the issuer and back. Browsers come here, so what goes wrong leads to the sign-in page with a code, and to the log with its words.</summary>
internal static class OpenIdEndpoints
{
    private const string Back = "/api/sign-in/openid/back";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sign-in/openid").WithTags("accounts").Needs(Scope.Public);
        group.MapGet("", BeginAsync).Produces(302).Produces<ApiProblem>(404, Reply.ProblemType).WithSummary("Sends the browser to the OpenID Connect issuer; to= names the page to come back to.");
        group.MapGet("/back", EndAsync).Produces(302).Produces<ApiProblem>(404, Reply.ProblemType).WithSummary("Where the issuer sends the browser back to: opens a session and goes on to the page, or to the sign-in page with a code.");
    }

    private static async Task<IResult> BeginAsync(HttpContext context, IssuerDoor door, ILogger<IssuerDoor> log, string? to)
    {
        if (door.Client is not { } client)
            return None(context);
        if (!door.TryEnter())
            return Failed(context, log, new Problem(ProblemCodes.TooManyRequests, "Too many sign-ins by the issuer wait already."));
        try
        {
            var attempt = OpenIdCookie.Write(context, RedirectUri(context.Request), ReturnPath.Of(to));
            var begun = await client.BeginAsync(attempt, context.RequestAborted);
            return begun.IsOk ? Go(context, begun.Value) : Failed(context, log, begun.Problems[0]);
        }
        finally
        {
            door.Leave();
        }
    }

    private static async Task<IResult> EndAsync(HttpContext context, IssuerDoor door, OutsideSignIn outside, SignInService signIn, ILogger<IssuerDoor> log, string? code, string? state, string? error, string? iss)
    {
        if (door.Client is not { } client)
            return None(context);
        if (OpenIdCookie.Take(context, RedirectUri(context.Request), state) is not var (attempt, to))
            return Failed(context, log, new Problem(ProblemCodes.IssuerRefused, "This sign-in was not begun in this browser, or more than ten minutes ago."));
        if (!door.TryEnter())
            return Failed(context, log, new Problem(ProblemCodes.TooManyRequests, "Too many sign-ins by the issuer wait already."));
        try
        {
            var who = code is { Length: > 0 }
                ? await client.FinishAsync(attempt, code, iss, door.IsEnough, context.RequestAborted)
                : Checked<JsonObject>.Bad(new Problem(ProblemCodes.IssuerRefused, $"The issuer said '{new string([.. (error ?? "nothing").Where(char.IsAsciiLetter).Take(40)])}'."));
            if (!who.IsOk)
                return await RefusedAsync(context, signIn, log, who.Problems[0]);
            if (door.Claims.NameOf(who.Value) is not { } name)
                return await RefusedAsync(context, signIn, log, new Problem(ProblemCodes.NoAccountFor, $"The issuer does not say {string.Join(" or a verified ", door.Claims.NameClaims)}."));
            var person = new OutsidePerson(client.Issuer, IdTokenRules.TextOf(who.Value["sub"])!, name) { Scopes = door.Claims.ScopesOf(who.Value), NewScopes = door.Claims.NewScopes };
            var opened = await outside.OpenAsync(person, Caller.From(context));
            if (!opened.IsOk)
                return Failed(context, log, opened.Problems[0]);
            await SessionCookie.ReplaceAsync(context, signIn, opened.Value.Session);
            return Go(context, to);
        }
        finally
        {
            door.Leave();
        }
    }

    /// <summary>As the issuer has it on record: under the address by which the browser came.</summary>
    private static string RedirectUri(HttpRequest request) => $"{request.Scheme}://{request.Host}{Back}";

    private static async Task<IResult> RefusedAsync(HttpContext context, SignInService signIn, ILogger log, Problem problem)
    {
        await signIn.RefusedAsync("?", Caller.From(context), problem.Message);
        return Failed(context, log, problem);
    }

    private static IResult Failed(HttpContext context, ILogger log, Problem problem)
    {
        log.LogWarning("A sign-in by the issuer failed, from {From}: {Reason} ({Code})", Caller.From(context), problem.Message, problem.Code);
        return Go(context, "/?sign_in=" + problem.Code);
    }

    private static IResult Go(HttpContext context, string to)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = to;
        return TypedResults.StatusCode(StatusCodes.Status302Found);
    }

    private static IResult None(HttpContext context) => Reply.Failed(context, StatusCodes.Status404NotFound, new Problem(ProblemCodes.NoIssuer, "Nobody signs in to this server by an issuer.", Suggestion: "Sign in with a password."));
}
