using Carillon.Engine.Security;

namespace Carillon.Server.Security;

/// <summary>The cookie of a signed-in browser. Scripts cannot read it, and other sites' pages cannot send it.</summary>
internal static class SessionCookie
{
    /// <summary>What it is called.</summary>
    public const string Name = "carillon_session";

    /// <summary>The session's secret, or null.</summary>
    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(Name, out var value) && value.StartsWith(SecretText.Session, StringComparison.Ordinal) ? value : null;

    /// <summary>Hands the secret of a new session to the browser, in place of any it had.</summary>
    public static void Write(HttpContext context, string secret) => context.Response.Cookies.Append(Name, secret, Options(context.Request, SignInService.LastsFor.ToTimeSpan()));

    /// <summary>Takes it away.</summary>
    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context.Request, lasts: null));

    private static CookieOptions Options(HttpRequest request, TimeSpan? lasts) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        Path = "/",
        MaxAge = lasts,
    };
}
