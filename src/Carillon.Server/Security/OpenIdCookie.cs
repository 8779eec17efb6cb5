using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Carillon.Adapters.OpenId;
using Carillon.Core.Security;

namespace Carillon.Server.Security;

/// <summary>
/// A sign-in by the issuer while the browser is there: what it was begun with, in a cookie of that browser, so that no other browser can end it and every node can.
/// It comes back although the issuer's page asks (<c>SameSite=Lax</c>), and only within ten minutes.
/// </summary>
internal static class OpenIdCookie
{
    private const string Kind = "carillon_openid";
    private const int Bytes = 32;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>Begins one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="redirect">Where the issuer sends the browser back to.</param>
    /// <param name="to">The page to go to in the end.</param>
    public static OpenIdAttempt Write(HttpContext context, string redirect, string to)
    {
        var attempt = new OpenIdAttempt(redirect, New(), New(), New());
        var value = $"{attempt.State}.{attempt.Nonce}.{attempt.Verifier}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(to))}";
        context.Response.Cookies.Append(BrowserCookie.Name(context.Request, Kind), value, Options(context.Request, Lasts));
        return attempt;
    }

    /// <summary>The one that was begun here with that state, and the page to go to; null when there is none. It can be ended once.</summary>
    public static (OpenIdAttempt Attempt, string To)? Take(HttpContext context, string redirect, string? state)
    {
        var name = BrowserCookie.Name(context.Request, Kind);
        if (!context.Request.Cookies.TryGetValue(name, out var value))
            return null;
        context.Response.Cookies.Delete(name, Options(context.Request, lasts: null));
        return value.Split('.') is [{ Length: > 0 } own, { Length: > 0 } nonce, { Length: > 0 } verifier, var to] && state is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(state))
            ? (new OpenIdAttempt(redirect, own, nonce, verifier), ReturnPath.Of(Text(to)))
            : null;
    }

    private static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    private static string? Text(string encoded) => Base64Url.IsValid(encoded) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : null;

    private static CookieOptions Options(HttpRequest request, TimeSpan? lasts) => BrowserCookie.Options(request, SameSiteMode.Lax, lasts);
}
