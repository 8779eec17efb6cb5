using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Core.Security;

/// <summary>Who somebody is here by what an issuer says of them. Immutable.</summary>
public sealed record ClaimRules
{
    private const string Email = "email";
    private static readonly string[] Usual = ["preferred_username", Email];

    /// <summary>The claim that holds the account's name. Default null: <c>preferred_username</c>, and without it <c>email</c>.</summary>
    public string? NameClaim { get; init; }

    /// <summary>What an account may do that is made at its first sign-in. Default null: accounts must be there.</summary>
    public IReadOnlyList<string>? NewScopes { get; init; }

    /// <summary>The claim that lists groups. Default <c>groups</c>.</summary>
    public string GroupClaim { get; init; } = "groups";

    /// <summary>What members of a group may do. Default empty: groups are not looked at, and an account keeps what it has.</summary>
    public IReadOnlyList<(string Group, string Scope)> Groups { get; init; } = [];

    /// <summary>The claims that are needed to know the name, in the order in which they are looked at.</summary>
    public IReadOnlyList<string> NameClaims => NameClaim is { } only ? [only] : Usual;

    /// <summary>True when the claims say enough to know who it is, and in which groups.</summary>
    public bool IsEnough(JsonObject claims) => NameClaims.Any(claims.ContainsKey) && (Groups.Count == 0 || claims.ContainsKey(GroupClaim));

    /// <summary>The name that the account has; null when there is none. An address counts only when the issuer has verified it.</summary>
    public string? NameOf(JsonObject claims) => NameClaims
        .Where(name => name != Email || claims["email_verified"]?.GetValueKind() == JsonValueKind.True)
        .Select(name => IdTokenRules.TextOf(claims[name])).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));

    /// <summary>What the person may do by their groups, from this sign-in on; null when groups are not looked at. Empty when none of theirs may do anything.</summary>
    public IReadOnlyList<string>? ScopesOf(JsonObject claims)
    {
        if (Groups.Count == 0)
            return null;
        var theirs = IdTokenRules.TextsOf(claims[GroupClaim]);
        return [.. (NewScopes ?? []).Concat(Groups.Where(rule => theirs.Contains(rule.Group, StringComparer.Ordinal)).Select(rule => rule.Scope)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reads <c>ops=admin,dev=workflow:read,dev=run:execute</c>; null when a part is not so.</summary>
    public static IReadOnlyList<(string Group, string Scope)>? ParseGroups(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => (Part: part, At: part.LastIndexOf('='))).ToList();
        return parts.Count > 0 && parts.TrueForAll(part => part.At > 0 && part.At < part.Part.Length - 1) ? [.. parts.Select(part => (part.Part[..part.At].Trim(), part.Part[(part.At + 1)..].Trim()))] : null;
    }
}
