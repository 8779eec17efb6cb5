using Carillon.Engine.Security;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary>Who sends a request, once that is known. Immutable.</summary>
/// <param name="Account">The account; null for anybody, where there is no account yet and nobody signs in.</param>
/// <param name="Scopes">What it may do.</param>
internal sealed record Caller(string? Account, IReadOnlyList<string> Scopes)
{
    /// <summary>Anybody on this machine, before the first account is made: everything.</summary>
    public static Caller Anybody { get; } = new(null, [AccountService.Admin]);

    /// <summary>True when everything may be done.</summary>
    public bool IsAdmin => Scopes.Contains(AccountService.Admin, StringComparer.Ordinal);

    /// <summary>The caller of a request that <see cref="Access"/> has let through; null on a public endpoint for somebody unknown.</summary>
    public static Caller? Of(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>The address a request came from, for the record.</summary>
    public static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "?";

    /// <summary>True when it may use an endpoint with that scope.</summary>
    public bool May(Scope scope) => IsAdmin || scope == Scope.SignedIn || Scopes.Contains(scope.Name, StringComparer.Ordinal);
}
