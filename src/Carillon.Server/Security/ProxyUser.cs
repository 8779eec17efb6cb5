using System.Net;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary>Whom a proxy in front says it has let in. Immutable.</summary>
/// <param name="Name">As it wrote it; not yet an account.</param>
internal sealed record ProxyUser(string Name)
{
    /// <summary>Whom the proxy in front of this request names; null for nobody.</summary>
    public static ProxyUser? Of(HttpContext context) => context.Features.Get<ProxyUser>();
}

/// <summary>
/// Hears the header in which a proxy names who has signed in to it, from the proxies that were named and from nobody else, this machine included. It stands before everything that
/// changes the address a request came from. From others the header is taken away.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="options">The header and the proxies.</param>
internal sealed class ProxyHeader(RequestDelegate next, ServerOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.ProxyUserHeader is { } header && context.Request.Headers.TryGetValue(header, out var names))
        {
            // Twice: one of them may be the caller's own, which the proxy has let through.
            if (IsTrusted(context.Connection.RemoteIpAddress) && names is [{ Length: > 0 } name])
                context.Features.Set(new ProxyUser(name));
            context.Request.Headers.Remove(header);
        }
        return next(context);
    }

    private bool IsTrusted(IPAddress? address)
    {
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return options.TrustedProxies.Any(network => network.Contains(plain));
    }
}
