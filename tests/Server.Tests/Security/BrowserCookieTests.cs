using System.Net;

namespace Carillon.Server.Tests.Security;

/// <summary>What the session's cookie is called, and what that keeps apart.</summary>
public sealed class BrowserCookieTests
{
    [Fact]
    public async Task Two_servers_on_one_host_name_do_not_sign_each_other_out()
    {
        await using var one = await SignedServer.StartAsync();
        await using var other = await SignedServer.StartAsync();
        // One browser: cookies know hosts, not ports.
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });
        foreach (var server in (SignedServer[])[one, other])
        {
            using var entered = await browser.PostAsync(server.Server.Url + "/api/sign-in", SignedServer.Json(new System.Text.Json.Nodes.JsonObject { ["name"] = "root", ["password"] = SignedServer.Password }));
            entered.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await browser.GetAsync(one.Server.Url + "/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.PostAsync(other.Server.Url + "/api/sign-out", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(one.Server.Url + "/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(other.Server.Url + "/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("http", "carillon.example", "carillon_session=")]
    [InlineData("http", "carillon.example:8080", "carillon_session_8080=")]
    [InlineData("https", "carillon.example", "__Host-carillon_session=")]
    [InlineData("https", "carillon.example:8443", "__Host-carillon_session_8443=")]
    public async Task By_https_no_neighbouring_name_can_set_it(string scheme, string host, string name)
    {
        await using var signed = await SignedServer.StartAsync();
        using var http = signed.Browser();
        http.DefaultRequestHeaders.Host = host;
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        using var answer = await SignedServer.SignInAsync(http, "root", SignedServer.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith(name);
        cookie.ShouldContain("path=/");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain("domain=");
        cookie.Contains("secure", StringComparison.Ordinal).ShouldBe(scheme == "https");
    }
}
