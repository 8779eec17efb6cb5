using System.Net;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary>
/// Web pages of others must not reach the server through the user's browser: a change that another site's page asks for is refused. Where nobody signs in, only this machine is
/// served, and a request for a foreign host name (DNS rebinding) is refused too; where somebody does, the browser keeps the session from such a page.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="options">Whether anybody may have to sign in.</param>
/// <param name="accounts">Whether there is anybody who can.</param>
internal sealed class LoopbackGuard(RequestDelegate next, ServerOptions options, AccountService accounts)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (!IsLoopback(context.Request.Host.Host) && !(options.SignIn && accounts.Any))
            return Reply.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, new Problem(ProblemCodes.InvalidRequest, "Nobody has to sign in to this server, so it answers for localhost only."));
        if (IsForeign(context.Request))
            return Reply.WriteAsync(context, StatusCodes.Status403Forbidden, new Problem(ProblemCodes.InvalidRequest, "A page of another site may not ask for changes here."));
        return next(context);
    }

    /// <summary>True for <c>localhost</c>, names below it, and loopback addresses.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsForeign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return false;
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return true;
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
