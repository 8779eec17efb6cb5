using Carillon.Engine.Security;

namespace Carillon.Server.Security;

/// <summary>The cookie of a signed-in browser. Scripts cannot read it, and other sites' pages cannot send it.</summary>
internal static class SessionCookie
{
    private const string Kind = "carillon_session";

    /// <summary>What it is called in answer to this request.</summary>
    public static string Name(HttpRequest request) => BrowserCookie.Name(request, Kind);

    /// <summary>The session's secret, or null.</summary>
    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(Name(request), out var value) && value.StartsWith(SecretText.Session, StringComparison.Ordinal) ? value : null;

    /// <summary>Hands the secret of a new session to the browser, in place of any it had.</summary>
    public static void Write(HttpContext context, string secret) => context.Response.Cookies.Append(Name(context.Request), secret, Options(context.Request, SignInService.LastsFor.ToTimeSpan()));

    /// <summary>The same once somebody has signed in: the session that the browser brought, whoever gave it to the browser, ends.</summary>
    public static async Task ReplaceAsync(HttpContext context, SignInService signIn, string secret)
    {
        if (Read(context.Request) is { } brought)
            await signIn.CloseAsync(brought);
        Write(context, secret);
    }

    /// <summary>Takes it away.</summary>
    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name(context.Request), Options(context.Request, lasts: null));

    private static CookieOptions Options(HttpRequest request, TimeSpan? lasts) => BrowserCookie.Options(request, SameSiteMode.Strict, lasts);
}
