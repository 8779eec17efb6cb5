using Carillon.Core.Security;

namespace Carillon.Core.Tests.Security;

public sealed class ReturnPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/runs?status=failed&limit=5")]
    [InlineData("/workflows/a%20b#log")]
    public void A_page_of_this_server_is_gone_on_to(string asked) => ReturnPath.Of(asked).ShouldBe(asked);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("runs")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("/\n/evil.example/")]
    [InlineData("/ /evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/api/sign-in/openid?to=/")]
    [InlineData("/API/sign-out")]
    [InlineData("/é")]
    public void Anything_else_leads_to_the_first_page(string? asked) => ReturnPath.Of(asked).ShouldBe("/");

    [Fact]
    public void What_is_longer_than_any_page_leads_to_the_first_page() => ReturnPath.Of("/" + new string('a', 2000)).ShouldBe("/");
}
