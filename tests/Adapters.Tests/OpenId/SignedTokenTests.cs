using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Adapters.OpenId;

namespace Carillon.Adapters.Tests.OpenId;

/// <summary>Only what one of the issuer's keys has signed, in a way that is allowed, is a token.</summary>
public sealed class SignedTokenTests : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("RS512")]
    [InlineData("ES256")]
    public void What_the_key_has_signed_is_known_by_it(string alg)
    {
        var token = SignedToken.Parse(Signed(alg)).ShouldNotBeNull();

        token.IsSignedBy(Key(alg)).ShouldBeTrue();
        token.Claims["sub"]!.ToString().ShouldBe("s-1");
    }

    [Theory]
    [InlineData("RS256", "{\"sub\":\"s-2\"}")]
    [InlineData("ES256", "{\"sub\":\"s-2\"}")]
    public void What_was_changed_since_is_not(string alg, string body)
    {
        var parts = Signed(alg).Split('.');

        SignedToken.Parse($"{parts[0]}.{Encode(body)}.{parts[2]}")!.IsSignedBy(Key(alg)).ShouldBeFalse();
        SignedToken.Parse($"{parts[0]}.{parts[1]}.")!.IsSignedBy(Key(alg)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("ES256K")]
    [InlineData("")]
    public void What_needs_no_key_or_a_shared_one_is_no_token(string alg)
    {
        // With HMAC the issuer's public key would be the secret.
        var head = Encode(new JsonObject { ["alg"] = alg }.ToJsonString());
        var signature = HMACSHA256.HashData(_rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes($"{head}.{Encode("{}")}"));

        SignedToken.Parse($"{head}.{Encode("{}")}.{Base64Url.EncodeToString(signature)}").ShouldBeNull();
        SignedToken.Parse($"{head}.{Encode("{}")}.").ShouldBeNull();
    }

    [Theory]
    [InlineData("kid", "other")]
    [InlineData("use", "enc")]
    [InlineData("alg", "RS512")]
    [InlineData("kty", "EC")]
    [InlineData("n", "AQAB")]
    [InlineData("n", "!")]
    [InlineData("e", null)]
    public void A_key_for_something_else_has_not_signed_it(string member, string? value)
    {
        var key = Key("RS256");
        key[member] = value;

        SignedToken.Parse(Signed("RS256"))!.IsSignedBy(key).ShouldBeFalse();
    }

    [Fact]
    public void A_key_that_is_too_short_has_not_signed_it_though_it_has()
    {
        using var small = RSA.Create(1024);
        var text = Signed("RS256", small);

        SignedToken.Parse(text)!.IsSignedBy(Key("RS256", small)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("!.!.!")]
    [InlineData("W10.W10.")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.")]
    public void What_is_no_token_is_none(string text) => SignedToken.Parse(text).ShouldBeNull();

    [Fact]
    public void Members_that_come_twice_or_that_must_be_understood_make_it_none()
    {
        SignedToken.Parse($"{Encode("{\"alg\":\"RS256\"}")}.{Encode("{\"sub\":\"a\",\"sub\":\"b\"}")}.").ShouldBeNull();
        SignedToken.Parse($"{Encode("{\"alg\":\"RS256\",\"crit\":[\"x\"]}")}.{Encode("{}")}.").ShouldBeNull();
        SignedToken.Parse(new string('a', 70_000)).ShouldBeNull();
    }

    private string Signed(string alg, RSA? rsa = null)
    {
        var text = $"{Encode(new JsonObject { ["alg"] = alg, ["kid"] = "k" }.ToJsonString())}.{Encode("{\"sub\":\"s-1\"}")}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var hash = alg.EndsWith("512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
        var signature = alg[0] == 'E' ? _ec.SignData(bytes, hash) : (rsa ?? _rsa).SignData(bytes, hash, alg[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private JsonObject Key(string alg, RSA? rsa = null)
    {
        var key = new JsonObject { ["kid"] = "k", ["use"] = "sig" };
        if (alg[0] == 'E')
        {
            var point = _ec.ExportParameters(false).Q;
            (key["kty"], key["crv"], key["x"], key["y"]) = ("EC", "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        }
        else
        {
            var numbers = (rsa ?? _rsa).ExportParameters(false);
            (key["kty"], key["n"], key["e"]) = ("RSA", Base64Url.EncodeToString(numbers.Modulus), Base64Url.EncodeToString(numbers.Exponent));
        }
        return key;
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
