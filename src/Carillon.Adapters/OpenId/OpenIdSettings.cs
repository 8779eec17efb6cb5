namespace Carillon.Adapters.OpenId;

/// <summary>How this server is known to an OpenID Connect issuer. Immutable.</summary>
/// <param name="Issuer">The issuer's address, as its tokens name it; https, or http on this machine.</param>
/// <param name="ClientId">What the issuer calls this server.</param>
public sealed record OpenIdSettings(string Issuer, string ClientId)
{
    /// <summary>What this server proves itself with to the issuer. Default null: by PKCE alone, as a public client.</summary>
    public string? Secret { get; init; }

    /// <summary>What the issuer is asked for. Default <c>openid profile email</c>.</summary>
    public string Asks { get; init; } = "openid profile email";

    /// <summary>True for an address that nobody on the way can change: https, or http that does not leave this machine.</summary>
    public static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}

/// <summary>What one sign-in by the issuer is made of, and must come back with. Immutable.</summary>
/// <param name="RedirectUri">Where the issuer sends the browser back to.</param>
/// <param name="State">Ties the answer to the browser that asked.</param>
/// <param name="Nonce">Ties the token to this sign-in.</param>
/// <param name="Verifier">Shows the issuer that who asks for the token began the sign-in (RFC 7636).</param>
public sealed record OpenIdAttempt(string RedirectUri, string State, string Nonce, string Verifier);
