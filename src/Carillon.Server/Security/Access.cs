using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary>
/// Lets a request through to its endpoint when its caller may do what the endpoint needs. An endpoint that says nothing needs everything. Until the first account is
/// made everybody may, and <see cref="LoopbackGuard"/> keeps others than this machine out.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="options">Whether anybody may have to sign in.</param>
/// <param name="accounts">Whether there is anybody who can.</param>
/// <param name="signIn">Who holds a session or a token.</param>
/// <param name="refusals">Tells of whom a proxy names in vain.</param>
internal sealed class Access(RequestDelegate next, ServerOptions options, AccountService accounts, SignInService signIn, ProxyRefusals refusals)
{
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        // What has no endpoint is a page or nothing.
        if (context.GetEndpoint() is not { } endpoint)
            return next(context);
        // Routing answers a wrong verb or media type with an endpoint of its own: that changes nothing.
        var scope = Scope.Of(endpoint) ?? (endpoint is RouteEndpoint ? Scope.Admin : Scope.SignedIn);
        // Asked even where nobody needs to be known: a health probe must answer while the database is away.
        if (scope == Scope.Public && endpoint.Metadata.GetMetadata<LooksWhoAsks>() is null)
            return next(context);
        var caller = options.SignIn && accounts.Any ? Find(context.Request) : Caller.Anybody;
        if (caller is not null)
            context.Features.Set(caller);
        if (scope == Scope.Public || caller?.May(scope) == true)
            return next(context);
        if (caller is not null)
            return Reply.WriteAsync(context, StatusCodes.Status403Forbidden, new Problem(ProblemCodes.NotAllowed, $"'{caller.Account}' may not do this here: it needs the scope {scope.Name}.", Suggestion: "Ask an administrator, or use a token with that scope."));
        if (ProxyUser.Of(context) is { } user)
            return RefuseAsync(context, user);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Reply.WriteAsync(context, StatusCodes.Status401Unauthorized, new Problem(
            ProblemCodes.SignInNeeded, context.Request.Headers.Authorization.Count > 0 ? "The token is unknown, revoked or past its end." : "This server wants to know who asks.",
            Suggestion: "Sign in on its pages, send Authorization: Bearer with a token, or put one into CARILLON_TOKEN on the command line."));
    }

    private async Task RefuseAsync(HttpContext context, ProxyUser user)
    {
        var problem = new Problem(ProblemCodes.InvalidRequest, "The request does not say which page asks for this change.", Suggestion: "Send Origin with this server's address, or a token instead of the proxy's sign-in.");
        if (SaysWhereFrom(context.Request))
        {
            var name = AccountService.IdOf(user.Name) ?? "?";
            await refusals.TellAsync(name, Caller.From(context));
            problem = new Problem(ProblemCodes.NoAccountFor, $"The proxy says that you are '{name}', who has no account here that could be used.", Suggestion: "Ask an administrator for one.");
        }
        await Reply.WriteAsync(context, StatusCodes.Status403Forbidden, problem);
    }

    /// <summary>
    /// True when nothing is changed, or the browser says which page asks, so that <see cref="LoopbackGuard"/> has looked at it. The proxy's own cookie may come along with what
    /// another site's page asks for, unlike this server's.
    /// </summary>
    private static bool SaysWhereFrom(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || request.Headers.Origin.Count > 0 || request.Headers["Sec-Fetch-Site"].Count > 0;

    private Caller? Find(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        Grant? grant = null;
        if (header.Length > 0)
            grant = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? signIn.OfToken(header[Bearer.Length..].Trim()) : null;
        else if (ProxyUser.Of(request.HttpContext) is { } named)
            grant = SaysWhereFrom(request) && AccountService.IdOf(named.Name) is { } account ? signIn.OfPerson(account) : null;
        else if (SessionCookie.Read(request) is { } session)
            grant = signIn.OfSession(session);
        return grant is null ? null : new Caller(grant.Account, grant.Scopes);
    }
}

/// <summary>Said of a public endpoint that answers those it knows otherwise.</summary>
internal sealed class LooksWhoAsks;
