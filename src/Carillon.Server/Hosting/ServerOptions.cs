using System.Globalization;
using System.Net;
using Carillon.Core;
using Carillon.Engine;
using Carillon.Engine.Runs;
using Carillon.Server.Security;

namespace Carillon.Server.Hosting;

/// <summary>How a server is set up.</summary>
/// <param name="Engine">The engine in it.</param>
/// <param name="Listen">Where it listens; port 0 for any free one. Beyond loopback addresses only with <see cref="SignIn"/>, and once there is an account.</param>
/// <param name="Handlers">The task types.</param>
internal sealed record ServerOptions(EngineOptions Engine, IReadOnlyList<IPEndPoint> Listen, IReadOnlyList<ITaskHandler> Handlers)
{
    /// <summary>Who may change schedules. Default everybody.</summary>
    public EditingPolicy Editing { get; init; } = EditingPolicy.On;

    /// <summary>False: nobody signs in, whatever accounts there are, and only this machine is served. Default true: from the first account on everybody does.</summary>
    public bool SignIn { get; init; } = true;

    /// <summary>Where proxies stand whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are heard, beside those on this machine. Default none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The header in which a proxy names who has signed in to it, heard from <see cref="TrustedProxies"/> only. Default null: from nobody.</summary>
    public string? ProxyUserHeader { get; init; }

    /// <summary>How people sign in by an OpenID Connect issuer. Default null: they do not.</summary>
    public OpenIdSignIn? OpenId { get; init; }

    /// <summary>Where spans are sent, by OTLP over HTTP. Default null: nobody listens, and none is made.</summary>
    public Uri? Collector { get; init; }

    /// <summary>True: log lines are JSON, one object on each, with the ids of run and task. Default false: text for people.</summary>
    public bool LogsJson { get; init; }

    /// <summary>How many changes of schedules a caller may ask for within a minute; null for any number.</summary>
    public int? ChangesPerMinute { get; init; }

    /// <summary>The folder of the web UI; it may be missing. Default beside the program.</summary>
    public string Pages { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");
}

/// <summary>Addresses to listen on.</summary>
internal static class ListenAddress
{
    /// <summary>Reads <c>http://127.0.0.1:8080</c>, several separated by <c>;</c>.</summary>
    public static Checked<IReadOnlyList<IPEndPoint>> Parse(string urls)
    {
        var points = new List<IPEndPoint>();
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.AbsolutePath != "/" || uri.Query.Length > 0)
                return Bad($"'{url}' is not an address to listen on.", "Write http://127.0.0.1:8080.");
            if (uri.Scheme != Uri.UriSchemeHttp)
                return Bad($"'{url}' is not http.", "Write http://127.0.0.1:8080; a reverse proxy in front can give https.");
            if (!IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && !LoopbackGuard.IsLoopback(uri.Host))
                return Bad($"'{url}' names a host; an address of this machine is needed to listen on.", "Write http://127.0.0.1:8080, or http://0.0.0.0:8080 for all of them.");
            points.Add(new IPEndPoint(address ?? IPAddress.Loopback, uri.Port));
        }

        return points.Count > 0 ? Checked<IReadOnlyList<IPEndPoint>>.Ok(points) : Bad("There is no address to listen on.", "Write http://127.0.0.1:8080.");
    }

    /// <summary>The address as a browser takes it.</summary>
    public static string Url(IPEndPoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"http://{(point.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{point.Address}]" : point.Address.ToString())}:{point.Port}");

    /// <summary>The same address for a browser on this machine: <c>localhost</c> in place of one that means all of them.</summary>
    public static string Here(string url) =>
        new Uri(url) is var uri && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? string.Create(CultureInfo.InvariantCulture, $"http://localhost:{uri.Port}")
            : url;

    private static Checked<IReadOnlyList<IPEndPoint>> Bad(string message, string suggestion) =>
        Checked<IReadOnlyList<IPEndPoint>>.Bad(new Problem(ProblemCodes.InvalidRequest, message, Suggestion: suggestion));
}
