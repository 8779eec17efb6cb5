using System.Text.Json.Nodes;
using Carillon.Adapters.Http;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Carillon.Adapters.Tests.Http;

public sealed class HttpTaskTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly HttpExchange _exchange = new(new TaskOptions());
    private readonly HttpTask _http;

    public HttpTaskTests() => _http = new(_exchange);

    public void Dispose()
    {
        _exchange.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task A_json_answer_is_json_in_the_output()
    {
        await using var server = await LoopbackServer.StartAsync(http => http.Response.WriteAsJsonAsync(new { rows = 3 }));
        var output = await _bench.SucceedAsync(_http, Input(server, """ "url": "URL/x" """));

        output["status"]!.GetValue<int>().ShouldBe(200);
        output["json"]!["rows"]!.GetValue<int>().ShouldBe(3);
        output["body"].ShouldBeNull();
        output["headers"]!["content-type"]!.GetValue<string>().ShouldStartWith("application/json");
    }

    [Fact]
    public async Task Method_query_headers_body_and_credentials_arrive_as_written()
    {
        await using var server = await LoopbackServer.StartAsync(Echo);

        var sent = await Sent(server, """ "url": "URL/a?b=1", "method": "post", "query": { "c": 2, "d": "x y&z" }, "headers": { "X-One": 1 }, "json": { "k": [1] }, "auth": { "basic": { "username": "u", "password": "p" } } """);
        sent["method"]!.GetValue<string>().ShouldBe("POST");
        sent["query"]!.GetValue<string>().ShouldBe("?b=1&c=2&d=x%20y%26z");
        sent["body"]!.GetValue<string>().ShouldBe("""{"k":[1]}""");
        sent["headers"]!["X-One"]!.GetValue<string>().ShouldBe("1");
        sent["headers"]!["Authorization"]!.GetValue<string>().ShouldBe("Basic dTpw");
        sent["headers"]!["Idempotency-Key"]!.GetValue<string>().ShouldBe("key-1");
        sent["headers"]!["Content-Type"]!.GetValue<string>().ShouldBe("application/json; charset=utf-8");

        (await Sent(server, """ "url": "URL", "method": "PUT", "body": "<a/>", "headers": { "Content-Type": "text/xml" } """))["headers"]!["Content-Type"]!.GetValue<string>().ShouldBe("text/xml");
        (await Sent(server, """ "url": "URL", "method": "POST", "form": { "a": 1, "b": "x y" } """))["body"]!.GetValue<string>().ShouldBe("a=1&b=x+y");
        (await Sent(server, """ "url": "URL", "auth": { "bearer": "t" } """))["headers"]!["Authorization"]!.GetValue<string>().ShouldBe("Bearer t");
        (await Sent(server, """ "url": "URL" """))["headers"]!["Idempotency-Key"].ShouldBeNull();
    }

    [Fact]
    public async Task A_compressed_body_is_cut_at_the_limit_of_what_it_becomes()
    {
        // 500 MB of nothing, half a megabyte on the wire.
        using var bomb = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 500; i++) await zip.WriteAsync(new byte[1_000_000]);
        }

        await using var server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.StatusCode = http.Request.Path == "/bad" ? 400 : 200;
            await http.Response.Body.WriteAsync(bomb.ToArray());
        });
        var before = GC.GetTotalAllocatedBytes();

        (await _bench.FailAsync(_http, Input(server, """ "url": "URL", "download": "big.csv", "max_download": 5000000 """))).Code.ShouldBe(ProblemCodes.OutputTooLarge);
        (await _bench.FailAsync(_http, Input(server, """ "url": "URL" """))).Code.ShouldBe(ProblemCodes.OutputTooLarge);
        (await _bench.FailAsync(_http, Input(server, """ "url": "URL/bad" """))).Message.ShouldContain("answered 400");

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(200 << 20, "else the whole was unpacked; other tests run beside this one");
        new DirectoryInfo(_bench.ArtifactFolder).EnumerateFiles().Sum(file => file.Length).ShouldBeLessThanOrEqualTo(5_000_000);
    }

    [Fact]
    public async Task JSON_with_half_a_character_stays_text()
    {
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync("{\"a\":\"\\ud800\"}");
        });

        (await _bench.SucceedAsync(_http, Input(server, """ "url": "URL" """)))["body"]!.GetValue<string>().ShouldBe("{\"a\":\"\\ud800\"}");
    }

    [Theory]
    [InlineData("//%65xample.com%40169.254.169.254:80/x")]
    [InlineData("http://[::1")]
    public async Task A_redirect_to_what_is_no_address_fails_in_words(string location)
    {
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

        (await _bench.FailAsync(_http, Input(server, """ "url": "URL/x" """))).Code.ShouldBe(ProblemCodes.TaskFailed);
    }

    [Theory]
    [InlineData(400, ErrorClasses.Client, false)]
    [InlineData(404, ErrorClasses.Client, false)]
    [InlineData(408, ErrorClasses.Timeout, true)]
    [InlineData(425, ErrorClasses.Client, true)]
    [InlineData(429, ErrorClasses.RateLimit, true)]
    [InlineData(500, ErrorClasses.Server, true)]
    [InlineData(503, ErrorClasses.Server, true)]
    public async Task A_status_tells_whether_trying_again_can_help(int status, string @class, bool retryable)
    {
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("the reason");
        });
        var error = await _bench.FailAsync(_http, Input(server, """ "url": "URL/p?token=secret" """));

        (error.Class, error.Retryable).ShouldBe((@class, retryable));
        error.Message.ShouldBe($"{server.Url}/p answered {status}: the reason");
    }

    [Theory]
    [InlineData(429, "17")]
    [InlineData(503, "17")]
    [InlineData(429, "Mon, 02 Mar 2026 12:00:17 GMT")]
    public async Task Retry_after_is_kept_as_seconds_or_as_a_date(int status, string header)
    {
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });
        (await _bench.FailAsync(_http, Input(server, """ "url": "URL" """))).RetryAfter.ShouldBe(Duration.FromSeconds(17));
    }

    [Fact]
    public async Task Everything_that_is_not_as_expected_is_said_at_once()
    {
        await using var server = await LoopbackServer.StartAsync(http => http.Response.WriteAsJsonAsync(new { state = "busy", items = new[] { new { id = 1 } } }));

        await _bench.SucceedAsync(_http, Input(server, """ "url": "URL", "expect": { "status": [200], "header": { "content-type": "json" }, "body_contains": "busy", "json": { "state": "busy", "$.items[0].id": 1 } } """));
        var error = await _bench.FailAsync(_http, Input(server, """ "url": "URL", "expect": { "header": { "X-None": "1" }, "body_contains": "done", "json": { "state": "done", "items[1].id": 1 } } """));

        error.Class.ShouldBe(ErrorClasses.Assertion);
        error.Message.ShouldEndWith("""header X-None is missing; the body does not contain 'done'; state is "busy", not "done"; items[1].id is missing""");
    }

    [Fact]
    public async Task A_status_that_is_expected_is_no_failure()
    {
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        (await _bench.SucceedAsync(_http, Input(server, """ "url": "URL", "expect": { "status": [404] } """)))["status"]!.GetValue<int>().ShouldBe(404);
    }

    [Fact]
    public async Task A_download_goes_to_an_artifact_whatever_its_size()
    {
        await using var server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentType = "text/csv";
            for (var i = 0; i < 300; i++) await http.Response.Body.WriteAsync(new byte[10_000]);
        });
        var output = await _bench.SucceedAsync(_http, Input(server, """ "url": "URL", "download": "big.csv" """));

        output["size"]!.GetValue<long>().ShouldBe(3_000_000);
        output["artifact"]!["media_type"]!.GetValue<string>().ShouldBe("text/csv");
        new FileInfo(output["artifact"]!["path"]!.GetValue<string>()).Length.ShouldBe(3_000_000);

        (await _bench.FailAsync(_http, Input(server, """ "url": "URL", "download": "big.csv", "max_download": 1000000 """))).Code.ShouldBe(ProblemCodes.OutputTooLarge);
        (await _bench.FailAsync(_http, Input(server, """ "url": "URL" """))).Code.ShouldBe(ProblemCodes.OutputTooLarge);
    }

    [Fact]
    public async Task Redirects_are_followed_to_a_bound_and_credentials_stay_at_home()
    {
        await using var other = await LoopbackServer.StartAsync(Echo);
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            http.Response.Redirect(http.Request.Path == "/away" ? other.Url : "/again");
            return Task.CompletedTask;
        });

        var sent = (await _bench.SucceedAsync(_http, Input(server, """ "url": "URL/away", "method": "POST", "body": "x", "auth": { "bearer": "t" }, "headers": { "Cookie": "c=1" } """)))["json"]!;
        sent["method"]!.GetValue<string>().ShouldBe("GET");
        sent["headers"]!["Authorization"].ShouldBeNull();
        sent["headers"]!["Cookie"].ShouldBeNull();

        (await _bench.FailAsync(_http, Input(server, """ "url": "URL/loop", "max_redirects": 3 """))).Message.ShouldEndWith("redirects more than 3 times");
        (await _bench.SucceedAsync(_http, Input(server, """ "url": "URL/away", "max_redirects": 0, "expect": { "status": [302] } """)))["status"]!.GetValue<int>().ShouldBe(302);
    }

    [Fact]
    public async Task A_redirect_to_the_metadata_service_is_refused_for_good()
    {
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            http.Response.Redirect("http://169.254.169.254/latest/meta-data/");
            return Task.CompletedTask;
        });
        var error = await _bench.FailAsync(_http, Input(server, """ "url": "URL" """));
        (error.Class, error.Retryable).ShouldBe((ErrorClasses.Input, false));
    }

    [Fact]
    public async Task Loopback_is_refused_by_name_and_by_number_where_private_networks_are()
    {
        await using var server = await LoopbackServer.StartAsync(Echo);
        using var strict = new HttpExchange(new TaskOptions { AllowPrivateNetworks = false });
        var task = new HttpTask(strict);

        (await _bench.FailAsync(task, Input(server, """ "url": "URL" """))).Class.ShouldBe(ErrorClasses.Input);
        (await _bench.FailAsync(task, Input(server, """ "url": "URL" """).Replace("127.0.0.1", "localhost"))).Message.ShouldContain("'localhost' is refused");
    }

    [Fact]
    public async Task Nobody_listening_is_a_network_failure_worth_another_try()
    {
        string url;
        await using (var server = await LoopbackServer.StartAsync(Echo)) url = server.Url;
        var error = await _bench.FailAsync(_http, $$"""{ "url": "{{url}}" }""");
        (error.Class, error.Retryable).ShouldBe((ErrorClasses.Network, true));
    }

    [Fact]
    public async Task An_answer_broken_off_is_a_network_failure()
    {
        await using var server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("half");
            http.Abort();
        });
        (await _bench.FailAsync(_http, Input(server, """ "url": "URL" """))).Class.ShouldBe(ErrorClasses.Network);
    }

    [Fact]
    public async Task A_silent_server_runs_into_the_timeout_and_a_canceled_attempt_is_canceled()
    {
        var asked = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async http =>
        {
            asked.TrySetResult();
            var gone = new TaskCompletionSource();
            http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        var error = await _bench.FailAsync(_http, Input(server, """ "url": "URL", "timeout": "100ms" """));
        (error.Class, error.Code).ShouldBe((ErrorClasses.Timeout, ProblemCodes.ExecutionTimeout));

        using var cancel = new CancellationTokenSource();
        var run = _bench.RunAsync(_http, Input(server, """ "url": "URL" """), cancel.Token);
        await asked.Task;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    [Theory]
    [InlineData(""" "url": "ftp://x" """, "'url' must be an absolute http or https address")]
    [InlineData(""" "url": "http://x", "body": "a", "json": 1 """, "give only one of 'body', 'json' and 'form'")]
    [InlineData(""" "url": "http://x", "auth": {} """, "'auth' must have either 'basic' or 'bearer'")]
    [InlineData(""" "url": "http://x", "headers": { "A": "b\r\nEvil: 1" } """, "header 'A' has a line break")]
    public async Task Input_that_cannot_work_fails_once_and_for_all(string input, string message)
    {
        var error = await _bench.FailAsync(_http, $$"""{ {{input}} }""");
        error.Message.ShouldContain(message);
        error.Retryable.ShouldBeFalse();
    }

    private static string Input(LoopbackServer server, string fields) => "{" + fields.Replace("URL", server.Url) + "}";

    private static async Task Echo(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        await http.Response.WriteAsJsonAsync(new
        {
            method = http.Request.Method,
            query = http.Request.QueryString.Value,
            body = await reader.ReadToEndAsync(),
            headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()),
        });
    }

    private async Task<JsonNode> Sent(LoopbackServer server, string fields) => (await _bench.SucceedAsync(_http, Input(server, fields)))["json"]!;
}
