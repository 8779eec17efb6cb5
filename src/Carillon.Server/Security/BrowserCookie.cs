using System.Globalization;

namespace Carillon.Server.Security;

/// <summary>
/// A cookie of this server. Its name carries the port that the browser asked for, because cookies of one host name are shared by all its ports; by https it has the prefix
/// <c>__Host-</c>, with which no page of a neighbouring name and no http answer can set it.
/// </summary>
internal static class BrowserCookie
{
    private const int Http = 80;
    private const int Https = 443;

    /// <summary>What it is called in answer to this request.</summary>
    /// <param name="request">As the browser sent it.</param>
    /// <param name="kind">What it is for, for example <c>carillon_session</c>.</param>
    public static string Name(HttpRequest request, string kind)
    {
        var port = request.Host.Port is { } asked && asked != (request.IsHttps ? Https : Http) ? "_" + asked.ToString(CultureInfo.InvariantCulture) : "";
        return $"{(request.IsHttps ? "__Host-" : "")}{kind}{port}";
    }

    /// <summary>Scripts cannot read it, and it goes to this host only.</summary>
    /// <param name="request">As the browser sent it.</param>
    /// <param name="site">When it is sent along with what other sites ask for.</param>
    /// <param name="lasts">How long the browser keeps it; null as long as it is open.</param>
    public static CookieOptions Options(HttpRequest request, SameSiteMode site, TimeSpan? lasts) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = site,
        Secure = request.IsHttps,
        Path = "/",
        MaxAge = lasts,
    };
}
