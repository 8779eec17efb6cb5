using System.Text.Json.Nodes;
using Carillon.Adapters.OpenId;
using Carillon.Core.Security;

namespace Carillon.Server.Security;

/// <summary>How people sign in here by an issuer. Immutable.</summary>
/// <param name="Settings">How this server is known to it.</param>
/// <param name="Claims">Who they are here by what it says of them.</param>
internal sealed record OpenIdSignIn(OpenIdSettings Settings, ClaimRules Claims);

/// <summary>The issuer of this server, when it has one. Thread safe.</summary>
/// <param name="setup">How people sign in by it; null: they do not.</param>
/// <param name="time">The clock.</param>
internal sealed class IssuerDoor(OpenIdSignIn? setup, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 16;
    private int _busy;

    /// <summary>Talks to the issuer; null when there is none.</summary>
    public OpenIdClient? Client { get; } = setup is null ? null : new OpenIdClient(setup.Settings, time);

    /// <summary>Who people are here.</summary>
    public ClaimRules Claims { get; } = setup?.Claims ?? new ClaimRules();

    /// <summary>True when the claims say who it is.</summary>
    public bool IsEnough(JsonObject claims) => Claims.IsEnough(claims);

    /// <summary>Begins to ask the issuer; false when so many ask already that one more has to wait. Then <see cref="Leave"/> must not be called.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _busy) <= MostAtOnce)
            return true;
        Leave();
        return false;
    }

    /// <summary>Ends it.</summary>
    public void Leave() => Interlocked.Decrement(ref _busy);

    public void Dispose() => Client?.Dispose();
}
