using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Engine.Security;

namespace Carillon.Server.Tests.Security;

/// <summary>A proxy in front says who has signed in to it. It is heard; others are not.</summary>
public sealed class ProxyUserTests : IAsyncLifetime
{
    private const string Header = "X-Forwarded-User";
    private SignedServer _signed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _signed.DisposeAsync();

    [Fact]
    public async Task Whom_the_trusted_proxy_names_may_what_the_account_of_that_name_may()
    {
        await StartAsync("127.0.0.1/32");
        using var ann = Named("Ann");

        (await WhoAsync(ann)).ShouldBe("ann");
        (await ann.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.GetAsync("/api/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("::1/128")]
    [InlineData(null)]
    public async Task A_strangers_header_changes_nothing_and_this_machine_is_a_stranger_until_it_is_named(string? trusted)
    {
        await StartAsync(trusted);
        using var root = Named("root");

        (await WhoAsync(root)).ShouldBeNull();
        (await root.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        root.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.2.3");
        (await root.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_the_setting_no_proxy_is_heard()
    {
        await StartAsync("127.0.0.1/32", header: null);
        using var root = Named("root");

        (await root.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_header_that_comes_twice_is_nobodys()
    {
        await StartAsync("127.0.0.1/32");
        // On two lines: the client of the platform would make one of them.
        using var socket = new TcpClient("127.0.0.1", _signed.Server.Http.BaseAddress!.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/workflows HTTP/1.1\r\nHost: localhost\r\n{Header}: ann\r\n{Header}: root\r\nConnection: close\r\n\r\n"));
        using var answer = new StreamReader(socket.GetStream());

        (await answer.ReadLineAsync()).ShouldBe("HTTP/1.1 401 Unauthorized");
        using var joined = Named("ann, root");
        (await joined.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("bot")]
    [InlineData("gone")]
    [InlineData("no name at all!")]
    public async Task Whoever_has_no_account_of_a_person_that_holds_is_refused_with_the_reason(string name)
    {
        await StartAsync("127.0.0.1/32");
        await _signed.Accounts.CreateAsync("bot", AccountKind.Service, ["admin"], "test");
        await _signed.PersonAsync("gone", "admin");
        await _signed.Accounts.ChangeAsync("gone", null, disabled: true, "test");
        using var http = Named(name);
        using var answer = await http.GetAsync("/api/workflows");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("SCH087");
        using var again = await http.GetAsync("/api/workflows");
        using var root = await _signed.SignedInAsync("root");
        var told = JsonNode.Parse(await root.GetStringAsync("/api/audit?subject=account&limit=50"))!["items"]!.AsArray().Where(entry => entry!["action"]!.ToString() == "sign_in_failed").ToList();
        // Once, however often the browser asks.
        told.ShouldHaveSingleItem()!["detail"]!["why"]!.ToString().ShouldBe("proxy");
    }

    [Fact]
    public async Task A_token_comes_before_the_header()
    {
        await StartAsync("127.0.0.1/32");
        using var http = await _signed.TokenAsync("ann", "workflow:read");
        http.DefaultRequestHeaders.Add(Header, "root");

        (await http.GetAsync("/api/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_sites_page_cannot_use_the_proxys_cookie_for_changes()
    {
        await StartAsync("127.0.0.1/32");
        using var ann = Named("ann");
        // A browser says where a change comes from; what does not say it may be an old browser on another site's page.
        (await ann.PostAsync("/api/workflows/greet/run-now", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ann.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        (await ann.PostAsync("/api/workflows/greet/run-now", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ann.DefaultRequestHeaders.Remove("Origin");
        ann.DefaultRequestHeaders.Add("Origin", _signed.Server.Url);
        (await ann.PostAsync("/api/workflows/greet/run-now", SignedServer.Json(new JsonObject { ["input"] = new JsonObject { ["who"] = "Ann" } }))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private async Task StartAsync(string? trusted, string? header = Header)
    {
        _signed = await SignedServer.StartAsync(new ServerFixture
        {
            Setup = options => options with { ProxyUserHeader = header, TrustedProxies = trusted is null ? [] : [IPNetwork.Parse(trusted)] },
        }.File("greet.yaml", Samples.Greet));
        await _signed.PersonAsync("ann", "workflow:read", "run:execute");
    }

    private HttpClient Named(string name)
    {
        var http = _signed.Browser();
        http.DefaultRequestHeaders.TryAddWithoutValidation(Header, name);
        return http;
    }

    private static async Task<string?> WhoAsync(HttpClient http) => (string?)JsonNode.Parse(await http.GetStringAsync("/api/account"))!["account"];
}
