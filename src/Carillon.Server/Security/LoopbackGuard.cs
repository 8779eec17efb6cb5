using System.Net;
using Carillon.Core;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary>
/// This version has no sign-in, so it serves this machine only. Web pages of others must not reach it through the user's browser: a request
/// for a foreign host name (DNS rebinding) is refused, and so is a change that another site's page asks for.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class LoopbackGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (!IsLoopback(context.Request.Host.Host))
            return Reply.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, new Problem(ProblemCodes.InvalidRequest, "This server answers for localhost only."));
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
