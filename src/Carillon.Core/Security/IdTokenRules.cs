using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;

namespace Carillon.Core.Security;

/// <summary>What the claims of an ID token must say to be believed (OpenID Connect Core 1.0, 3.1.3.7). Its signature is looked at elsewhere.</summary>
public static class IdTokenRules
{
    /// <summary>By how much the issuer's clock may be wrong.</summary>
    private static readonly Duration Leeway = Duration.FromMinutes(1);

    /// <summary>What is wrong with the claims, in words; null when nothing is.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="issuer">Who must have made it.</param>
    /// <param name="client">For whom.</param>
    /// <param name="nonce">What this sign-in sent along.</param>
    /// <param name="now">The time.</param>
    public static string? Wrong(JsonObject claims, string issuer, string client, string nonce, Instant now)
    {
        var audience = TextsOf(claims["aud"]);
        var party = TextOf(claims["azp"]);
        return true switch
        {
            _ when TextOf(claims["iss"]) != issuer => "it was made by another issuer",
            _ when TextOf(claims["sub"]) is not { Length: >= 1 and <= 255 } => "it names nobody",
            _ when !audience.Contains(client, StringComparer.Ordinal) => "it is for another client",
            _ when audience.Count > 1 && party is null => "it is for several clients and does not say for whom first",
            _ when party is not null && party != client => "it was asked for by another client",
            _ when TimeOf(claims["exp"]) is not { } ends => "it has no end",
            _ when TimeOf(claims["exp"]) + Leeway <= now => "it is past its end",
            _ when TimeOf(claims["nbf"]) - Leeway > now => "it does not hold yet",
            _ when TimeOf(claims["iat"]) is not { } made => "it does not say when it was made",
            _ when TimeOf(claims["iat"]) - Leeway > now => "it was made in the future",
            _ when TextOf(claims["nonce"]) != nonce => "it belongs to another sign-in",
            _ => null,
        };
    }

    /// <summary>A claim that is text; null for anything else.</summary>
    public static string? TextOf(JsonNode? claim) => claim is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A claim that is a text or a list of them; anything else in it is left out.</summary>
    public static IReadOnlyList<string> TextsOf(JsonNode? claim) => claim switch
    {
        JsonArray list => [.. list.Select(TextOf).OfType<string>()],
        _ => TextOf(claim) is { } text ? [text] : [],
    };

    // Seconds since 1970, with decimals or without. What no clock shows is as good as missing.
    private static Instant? TimeOf(JsonNode? claim) =>
        claim is JsonValue value && value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e11
            ? Instant.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;
}
