using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Server.Tests.Cli;

namespace Carillon.Server.Tests.Security;

/// <summary>Connections: what is secret of one is never shown, tasks use it by name, and a request cannot leave its address.</summary>
public sealed class ConnectionApiTests : IAsyncLifetime
{
    private const string Token = "tok-5f0c9d7e1b";

    private readonly HttpListener _service = new();
    private readonly HttpListener _elsewhere = new();
    private readonly string _elsewhereUrl = FreeUrl();
    private readonly List<string> _asked = [];
    private readonly string _url = FreeUrl();
    private readonly ServerFixture _server = new ServerFixture()
        .File("shop.yaml", "id: shop\ninput: { url: { type: string, default: orders } }\ntasks:\n  - { id: a, uses: http, with: { connection: shop, url: \"${{ input.url }}\" } }\n")
        .File("sums.yaml", "id: sums\ntasks:\n  - { id: a, uses: sql, with: { connection: books, query: 'select 1 as one' } }\n")
        .File("named.yaml", "id: named\ninput: { to: { type: string } }\ntasks:\n  - { id: a, uses: http, with: { connection: \"${{ input.to }}\", url: orders } }\n");

    public async Task InitializeAsync()
    {
        _service.Prefixes.Add(_url + "/");
        _service.Start();
        _ = ServeAsync(_service);
        _elsewhere.Prefixes.Add(_elsewhereUrl + "/");
        _elsewhere.Start();
        _ = ServeAsync(_elsewhere);
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _service.Close();
        _elsewhere.Close();
    }

    [Fact]
    public async Task A_task_uses_it_by_name_and_nobody_sees_its_token()
    {
        var made = await PutAsync("shop", new JsonObject { ["base_url"] = _url + "/v2", ["token"] = Token });
        var run = await _server.EndAsync(await _server.RunAsync("shop"));

        run["status"]!.ToString().ShouldBe("completed");
        _asked.ShouldBe([$"GET /v2/orders Bearer {Token}"]);
        made["sealed"]!.AsArray().Select(field => field!.ToString()).ShouldBe(["token"]);
        foreach (var path in (string[])["/api/connections", "/api/connections/shop", $"/api/runs/{run["id"]}/tasks", "/api/audit"])
            (await _server.GetAsync(path)).ToJsonString().ShouldNotContain(Token);
        // The service says what it was asked: that is masked too.
        (await _server.GetAsync($"/api/runs/{run["id"]}/tasks")).ToJsonString().ShouldContain("Bearer ***");
    }

    [Theory]
    [InlineData("../admin", "leads away")]
    [InlineData("/../../admin", "leads away")]
    [InlineData("http://127.0.0.1:1/v2/orders", "leads away")]
    [InlineData("//127.0.0.1:1/x", null)]
    public async Task A_request_stays_below_its_address(string url, string? refused)
    {
        await PutAsync("shop", new JsonObject { ["base_url"] = _url + "/v2", ["token"] = Token });

        var run = await _server.EndAsync(await _server.RunAsync("shop", new JsonObject { ["input"] = new JsonObject { ["url"] = url } }.ToJsonString()));

        if (refused is null)
            _asked.Single().ShouldStartWith("GET /v2/");
        else
            (run["error"]!["code"]!.ToString(), _asked.Count).ShouldBe(("SCH079", 0));
    }

    [Fact]
    public async Task Its_own_header_goes_to_no_other_server()
    {
        await PutAsync("shop", new JsonObject { ["base_url"] = _url, ["header_name"] = "X-Key", ["header_value"] = Token });

        (await _server.EndAsync(await _server.RunAsync("shop", """{"input":{"url":"away"}}""")))["status"]!.ToString().ShouldBe("completed");

        _asked.ShouldBe(["GET /away  " + Token, "GET /landed  "]);
    }

    [Fact]
    public async Task A_secret_setting_stays_when_an_edit_leaves_it_out_and_goes_when_it_is_null()
    {
        await PutAsync("shop", new JsonObject { ["base_url"] = _url, ["token"] = Token });
        (await PutAsync("shop", new JsonObject { ["base_url"] = _url + "/v3" }))["sealed"]!.AsArray().Count.ShouldBe(1);
        await _server.EndAsync(await _server.RunAsync("shop"));
        (await PutAsync("shop", new JsonObject { ["base_url"] = _url + "/v3", ["token"] = null }))["sealed"]!.AsArray().Count.ShouldBe(0);
        await _server.EndAsync(await _server.RunAsync("shop"));

        _asked.ShouldBe([$"GET /v3/orders Bearer {Token}", "GET /v3/orders "]);
    }

    [Fact]
    public async Task A_setting_may_name_a_secret_which_is_shown_as_its_name()
    {
        using (var answer = await _server.Http.PutAsync("/api/secrets/SHOP", SignedServer.Json(new JsonObject { ["value"] = Token })))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var made = await PutAsync("shop", new JsonObject { ["base_url"] = _url, ["username"] = "me", ["password"] = "${{ secrets.SHOP }}" });

        await _server.EndAsync(await _server.RunAsync("shop"));

        made["settings"]!["password"]!.ToString().ShouldBe("${{ secrets.SHOP }}");
        _asked.ShouldBe(["GET /orders Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + Token))]);
    }

    [Theory]
    [InlineData("""{"kind":"ftp"}""", "kind")]
    [InlineData("""{"kind":"http"}""", "settings.base_url")]
    [InlineData("""{"kind":"http","settings":{"base_url":"ftp://x"}}""", null)]
    [InlineData("""{"kind":"http","settings":{"base_url":"http://x","nmae":"y"}}""", "settings.nmae")]
    [InlineData("""{"kind":"http","settings":{"base_url":"http://x","token":"abc"}}""", "settings.token")]
    [InlineData("""{"kind":"http","settings":{"base_url":"http://${{ secrets.X }}"}}""", "settings.base_url")]
    [InlineData("""{"kind":"http","settings":{"base_url":"http://x","token":"Bearer ${{ secrets.X }}"}}""", "settings.token")]
    [InlineData("""{"kind":"http","settings":{"base_url":["x"]}}""", "settings.base_url")]
    [InlineData("""{"kind":"postgres","settings":{"host":"h","database":"d","username":"u","port":"many"}}""", "settings.port")]
    [InlineData("""{"kind":"postgres","settings":{"host":"h","database":"d","username":"u","ssl_mode":"yes"}}""", "settings.ssl_mode")]
    public async Task What_does_not_fit_its_kind_is_refused_with_the_field(string body, string? field)
    {
        using var answer = await _server.Http.PutAsync("/api/connections/x", new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await ServerFixture.ReadAsync(answer, HttpStatusCode.UnprocessableEntity);
        (problem["code"]!.ToString(), problem["problems"]![0]!["field"]?.ToString()).ShouldBe(("SCH079", field));
    }

    [Fact]
    public async Task A_check_really_connects_and_says_what_answered_or_why_nothing_did()
    {
        await PutAsync("shop", new JsonObject { ["base_url"] = _url, ["token"] = Token });
        await PutAsync("gone", new JsonObject { ["base_url"] = "http://127.0.0.1:1" });
        await PutAsync("bad", new JsonObject { ["base_url"] = _url + "/401" });
        await PutAsync("books", new JsonObject { ["path"] = "nowhere.db" }, "sqlite");

        var up = await _server.PostAsync("/api/connections/shop/check");
        (up["connected"]!.GetValue<bool>(), up["detail"]!.ToString()).ShouldBe((true, $"{_url}/ answered 200"));
        (await _server.PostAsync("/api/connections/gone/check"))["connected"]!.GetValue<bool>().ShouldBeFalse();
        (await _server.PostAsync("/api/connections/bad/check"))["detail"]!.ToString().ShouldContain("401");
        (await _server.PostAsync("/api/connections/books/check"))["detail"]!.ToString().ShouldContain("does not exist");
        await File.WriteAllBytesAsync(Path.Combine(_server.Workflows, "nowhere.db"), []);
        (await _server.PostAsync("/api/connections/books/check"))["connected"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_one_is_a_warning_at_first_and_a_clear_failure_then()
    {
        var answer = await _server.PostAsync("/api/workflows/validate", "id: w\ntasks:\n  - { id: a, uses: http, with: { connection: shpo, url: x } }\n", type: "application/yaml");
        var problem = answer["problems"]![0]!;
        (answer["valid"]!.GetValue<bool>(), problem["code"]!.ToString(), problem["severity"]!.ToString(), problem["line"]!.GetValue<int>()).ShouldBe((true, "SCH078", "warning", 3));

        var run = await _server.EndAsync(await _server.RunAsync("shop"));
        run["error"]!["code"]!.ToString().ShouldBe("SCH078");
        var named = await _server.EndAsync(await _server.RunAsync("named", """{"input":{"to":"nobody"}}"""));
        named["error"]!["message"]!.ToString().ShouldContain("'nobody'");
    }

    [Fact]
    public async Task One_of_another_kind_is_refused()
    {
        await PutAsync("books", new JsonObject { ["base_url"] = _url });

        (await _server.EndAsync(await _server.RunAsync("sums")))["error"]!["code"]!.ToString().ShouldBe("SCH079");
    }

    [Fact]
    public async Task A_SQLite_file_is_reached_by_name()
    {
        await File.WriteAllBytesAsync(Path.Combine(_server.Workflows, "books.db"), []);
        await PutAsync("books", new JsonObject { ["path"] = "books.db" }, "sqlite");

        (await _server.EndAsync(await _server.RunAsync("sums")))["status"]!.ToString().ShouldBe("completed");
    }

    [Fact]
    public async Task Edits_of_what_was_edited_meanwhile_are_refused()
    {
        await PutAsync("shop", new JsonObject { ["base_url"] = _url });
        await PutAsync("shop", new JsonObject { ["base_url"] = _url + "/v2" });
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/connections/shop") { Content = SignedServer.Json(new JsonObject { ["kind"] = "http", ["settings"] = new JsonObject { ["base_url"] = _url } }) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");

        using var answer = await _server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task The_command_line_makes_checks_and_deletes_them()
    {
        var made = await Captured.RunAsync("connections", "set", "shop", "--kind", "http", "base_url=" + _url, "token=${{ secrets.SHOP }}", "--server", _server.Url);
        made.Code.ShouldBe(0, made.Error);
        (await Captured.RunAsync("connections", "--server", _server.Url)).Out.ShouldContain("base_url=" + _url);
        (await Captured.RunAsync("connections", "set", "shop", "token=" + Token, "--server", _server.Url)).Error.ShouldContain("--secret token");
        (await Captured.RunAsync("connections", "check", "shop", "--server", _server.Url)).Error.ShouldContain("SCH076");
        (await Captured.RunAsync("connections", "set", "shop", "token=", "--server", _server.Url)).Code.ShouldBe(0);
        var check = await Captured.RunAsync("connections", "check", "shop", "--server", _server.Url);
        (check.Code, check.Out).ShouldSatisfyAllConditions(found => found.Code.ShouldBe(0), found => found.Out.ShouldContain("answered 200"));
        (await Captured.RunAsync("connections", "delete", "shop", "--server", _server.Url)).Code.ShouldBe(0);
        (await Captured.RunAsync("connections", "check", "shop", "--server", _server.Url)).Error.ShouldContain("SCH078");
    }

    private static string FreeUrl()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
    }

    private async Task<JsonNode> PutAsync(string name, JsonObject settings, string kind = "http")
    {
        using var answer = await _server.Http.PutAsync($"/api/connections/{name}", SignedServer.Json(new JsonObject { ["kind"] = kind, ["settings"] = settings }));
        return await ServerFixture.ReadAsync(answer, HttpStatusCode.OK);
    }

    private async Task ServeAsync(HttpListener listener)
    {
        try
        {
            while (listener.IsListening)
            {
                var context = await listener.GetContextAsync();
                var (request, response) = (context.Request, context.Response);
                var said = $"{request.HttpMethod} {request.RawUrl} {request.Headers["Authorization"]}{(request.Headers["X-Key"] is { } key ? " " + key : request.RawUrl == "/landed" ? " " : "")}";
                _asked.Add(said);
                if (request.RawUrl == "/away")
                {
                    response.StatusCode = 302;
                    response.Headers["Location"] = _elsewhereUrl + "/landed";
                }
                else if (request.RawUrl!.Contains("401", StringComparison.Ordinal))
                {
                    response.StatusCode = 401;
                }
                await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(said));
                response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
