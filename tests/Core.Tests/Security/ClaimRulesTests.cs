using System.Text.Json.Nodes;
using Carillon.Core.Security;

namespace Carillon.Core.Tests.Security;

public sealed class ClaimRulesTests
{
    [Theory]
    [InlineData("""{"preferred_username":"ann","email":"a@x.org","email_verified":true}""", "ann")]
    [InlineData("""{"email":"a@x.org","email_verified":true}""", "a@x.org")]
    [InlineData("""{"email":"a@x.org","email_verified":false}""", null)]
    [InlineData("""{"email":"a@x.org"}""", null)]
    [InlineData("""{"email":"a@x.org","email_verified":"true"}""", null)]
    [InlineData("""{"preferred_username":" ","email":"a@x.org","email_verified":true}""", "a@x.org")]
    [InlineData("""{"preferred_username":["ann"]}""", null)]
    public void The_name_is_the_user_name_or_an_address_that_the_issuer_has_verified(string claims, string? name) => new ClaimRules().NameOf(Read(claims)).ShouldBe(name);

    [Fact]
    public void Another_claim_can_hold_the_name_and_then_no_other_does()
    {
        var rules = new ClaimRules { NameClaim = "upn" };

        rules.NameOf(Read("""{"upn":"ann","preferred_username":"root"}""")).ShouldBe("ann");
        rules.NameOf(Read("""{"preferred_username":"root"}""")).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"groups":["ops"]}""", "admin")]
    [InlineData("""{"groups":["dev","cooks"]}""", "workflow:read run:execute")]
    [InlineData("""{"groups":"dev"}""", "workflow:read run:execute")]
    [InlineData("""{"groups":["Ops"]}""", "")]
    [InlineData("""{"groups":[7]}""", "")]
    [InlineData("{}", "")]
    public void Members_of_groups_may_what_their_groups_may(string claims, string scopes)
    {
        var rules = new ClaimRules { Groups = ClaimRules.ParseGroups("ops=admin, dev=workflow:read,dev=run:execute")! };

        string.Join(' ', rules.ScopesOf(Read(claims))!).ShouldBe(scopes);
    }

    [Fact]
    public void Without_rules_groups_are_not_looked_at() => new ClaimRules().ScopesOf(Read("""{"groups":["ops"]}""")).ShouldBeNull();

    [Theory]
    [InlineData("cn=ops=admin", "cn=ops")]
    [InlineData("ops", null)]
    [InlineData("=admin", null)]
    [InlineData("ops=", null)]
    [InlineData("", null)]
    public void A_rule_is_a_group_and_a_scope(string text, string? group) => ClaimRules.ParseGroups(text)?[0].Group.ShouldBe(group);

    private static JsonObject Read(string json) => JsonNode.Parse(json)!.AsObject();
}
