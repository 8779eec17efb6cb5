using System.Text.Json.Nodes;
using Carillon.Core.Security;
using NodaTime;

namespace Carillon.Core.Tests.Security;

public sealed class IdTokenRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 12, 0);

    [Fact]
    public void A_token_of_this_sign_in_holds() => Wrong(Good()).ShouldBeNull();

    [Fact]
    public void Clocks_may_differ_by_a_minute()
    {
        Wrong(Good("exp", Seconds(-59))).ShouldBeNull();
        Wrong(Good("iat", Seconds(59))).ShouldBeNull();
        Wrong(Good("nbf", Seconds(59))).ShouldBeNull();
    }

    [Theory]
    [InlineData("iss", "\"https://other.example\"", "another issuer")]
    [InlineData("iss", "null", "another issuer")]
    [InlineData("iss", "[\"https://id.example\"]", "another issuer")]
    [InlineData("sub", "\"\"", "names nobody")]
    [InlineData("sub", "7", "names nobody")]
    [InlineData("aud", "\"other\"", "another client")]
    [InlineData("aud", "[]", "another client")]
    [InlineData("aud", "[\"carillon\",\"other\"]", "several clients")]
    [InlineData("azp", "\"other\"", "asked for by another client")]
    [InlineData("exp", "null", "no end")]
    [InlineData("exp", "\"soon\"", "no end")]
    [InlineData("exp", "1e300", "no end")]
    [InlineData("iat", "null", "when it was made")]
    [InlineData("nonce", "null", "another sign-in")]
    [InlineData("nonce", "\"m\"", "another sign-in")]
    public void Anything_that_is_not_of_this_sign_in_does_not(string claim, string value, string why) => Wrong(Good(claim, JsonNode.Parse(value))).ShouldNotBeNull().ShouldContain(why);

    [Fact]
    public void What_is_past_its_end_or_from_the_future_does_not()
    {
        Wrong(Good("exp", Seconds(-60))).ShouldBe("it is past its end");
        Wrong(Good("nbf", Seconds(61))).ShouldBe("it does not hold yet");
        Wrong(Good("iat", Seconds(61))).ShouldBe("it was made in the future");
    }

    [Fact]
    public void For_several_clients_it_must_say_for_whom_first()
    {
        var token = Good("aud", new JsonArray("other", "carillon"));
        token["azp"] = "carillon";
        Wrong(token).ShouldBeNull();
    }

    private static string? Wrong(JsonObject claims) => IdTokenRules.Wrong(claims, "https://id.example", "carillon", "n", Now);

    private static JsonNode Seconds(int fromNow) => JsonValue.Create(Now.ToUnixTimeSeconds() + fromNow);

    private static JsonObject Good(string? claim = null, JsonNode? value = null)
    {
        var claims = new JsonObject { ["iss"] = "https://id.example", ["sub"] = "s-1", ["aud"] = "carillon", ["exp"] = Seconds(300), ["iat"] = Seconds(0), ["nonce"] = "n" };
        if (claim is not null)
            claims[claim] = value;
        return claims;
    }
}
