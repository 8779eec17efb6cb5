using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Security;

namespace Carillon.Adapters.OpenId;

/// <summary>A JSON Web Token in its compact form (RFC 7519), not yet believed. Immutable.</summary>
internal sealed record SignedToken
{
    private const int Longest = 64 * 1024;
    private const int ShortestRsa = 2048;
    /// <summary>JSON from outside, in which no member comes twice.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly Dictionary<string, HashAlgorithmName> Hashes = new(StringComparer.Ordinal)
    {
        ["256"] = HashAlgorithmName.SHA256,
        ["384"] = HashAlgorithmName.SHA384,
        ["512"] = HashAlgorithmName.SHA512,
    };

    // Only what a public key verifies: never 'none', never HMAC, which would take the public key for a shared secret.
    private static readonly string[] Allowed = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>How it is signed, by its own account.</summary>
    public required string Algorithm { get; init; }

    /// <summary>With which key; null when it does not say.</summary>
    public string? KeyId { get; init; }

    /// <summary>What it says.</summary>
    public required JsonObject Claims { get; init; }

    private byte[] Signed { get; init; } = [];

    private byte[] Signature { get; init; } = [];

    /// <summary>Reads it; null when it is none, or is signed in a way that is not allowed.</summary>
    public static SignedToken? Parse(string text)
    {
        if (text.Length > Longest || text.Split('.') is not [var head, var body, var signature])
            return null;
        try
        {
            var header = Read(head);
            if (header is null || Read(body) is not { } claims || header.ContainsKey("crit") || IdTokenRules.TextOf(header["alg"]) is not { } algorithm || !Allowed.Contains(algorithm, StringComparer.Ordinal))
                return null;
            return new SignedToken
            {
                Algorithm = algorithm,
                KeyId = IdTokenRules.TextOf(header["kid"]),
                Claims = claims,
                Signed = Encoding.ASCII.GetBytes($"{head}.{body}"),
                Signature = Base64Url.DecodeFromChars(signature),
            };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>True when that key (RFC 7517) made the signature. A key that is for something else never did.</summary>
    public bool IsSignedBy(JsonObject key)
    {
        if ((KeyId is not null && IdTokenRules.TextOf(key["kid"]) is { } id && id != KeyId) || (IdTokenRules.TextOf(key["alg"]) is { } only && only != Algorithm) || IdTokenRules.TextOf(key["use"]) is not (null or "sig"))
            return false;
        try
        {
            return IdTokenRules.TextOf(key["kty"]) switch
            {
                "RSA" when Algorithm[0] is 'R' or 'P' => IsSignedByRsa(key),
                "EC" when Algorithm[0] == 'E' => IsSignedByCurve(key),
                _ => false,
            };
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }

    private bool IsSignedByRsa(JsonObject key)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
        return rsa.KeySize >= ShortestRsa && rsa.VerifyData(Signed, Signature, Hashes[Algorithm[2..]], Algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
    }

    private bool IsSignedByCurve(JsonObject key)
    {
        var (name, curve) = Algorithm switch
        {
            "ES256" => ("P-256", ECCurve.NamedCurves.nistP256),
            "ES384" => ("P-384", ECCurve.NamedCurves.nistP384),
            _ => ("P-521", ECCurve.NamedCurves.nistP521),
        };
        if (IdTokenRules.TextOf(key["crv"]) != name)
            return false;
        using var ec = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } });
        return ec.VerifyData(Signed, Signature, Hashes[Algorithm[2..]], DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static JsonObject? Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part), documentOptions: Strict) as JsonObject;

    private static byte[] Bytes(JsonObject key, string name) => Base64Url.DecodeFromChars(IdTokenRules.TextOf(key[name]) ?? throw new FormatException());
}
