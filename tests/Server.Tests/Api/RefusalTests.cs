using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Api;

/// <summary>Whatever is wrong with a request, the answer is problem details that say what.</summary>
public sealed class RefusalTests(RefusalTests.Greeting shared) : IClassFixture<RefusalTests.Greeting>
{
    private readonly ServerFixture _server = shared.Server;

    [Theory]
    [InlineData("/api/nothing", 404, "SCH043")]
    [InlineData("/nothing.txt", 404, "SCH043")]
    [InlineData("/api/runs/x", 404, "SCH030")]
    [InlineData("/api/runs/x/tasks", 404, "SCH030")]
    [InlineData("/api/runs/x/logs", 404, "SCH030")]
    [InlineData("/api/runs/x/artifacts", 404, "SCH030")]
    [InlineData("/api/runs/x/artifacts/..%2f..%2fcarillon.db", 404, "SCH032")]
    [InlineData("/api/schedules/x", 404, "SCH031")]
    [InlineData("/api/schedules/x/runs", 404, "SCH031")]
    [InlineData("/api/schedules/x/ledger", 404, "SCH031")]
    [InlineData("/api/schedules/x/why?at=2026-01-01T00:00:00Z", 404, "SCH031")]
    [InlineData("/api/workflows/x", 404, "SCH006")]
    [InlineData("/api/workflows/x/graph", 404, "SCH006")]
    [InlineData("/api/workflows/x/versions", 404, "SCH006")]
    [InlineData("/api/workflows/greet/versions/x", 404, "SCH006")]
    [InlineData("/api/runs?status=lost", 400, "SCH043")]
    [InlineData("/api/runs?limit=0", 400, "SCH043")]
    [InlineData("/api/runs?limit=ten", 400, "SCH043")]
    [InlineData("/api/runs?trigger=1", 400, "SCH043")]
    [InlineData("/api/schedules?status=broken", 400, "SCH043")]
    public async Task A_bad_address_is_a_problem(string path, int status, string code)
    {
        using var response = await _server.Http.GetAsync(path);

        var problem = await ProblemAsync(response, status);
        problem["code"]!.ToString().ShouldBe(code);
    }

    [Theory]
    [InlineData("{", "request", 1, 2)]
    [InlineData("{\n  \"input\": {\"who\": }\n}", "request", 2, 20)]
    [InlineData("[]", "request", 1, 2)]
    [InlineData("{\"inputs\": {}}", "request", 1, 11)]
    public async Task Bad_json_is_refused_with_its_place(string json, string file, int line, int column)
    {
        var problem = await _server.PostAsync("/api/workflows/greet/run-now", json, HttpStatusCode.BadRequest);

        var first = problem["problems"]![0]!;
        (first["file"]!.ToString(), first["line"]!.GetValue<int>(), first["column"]!.GetValue<int>()).ShouldBe((file, line, column));
    }

    [Fact]
    public async Task A_doubled_member_is_refused() =>
        (await _server.PostAsync("/api/workflows/greet/run-now", """{"by":"a","by":"b"}""", HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");

    [Fact]
    public async Task Another_content_type_is_refused() =>
        (await _server.PostAsync("/api/workflows/greet/run-now", "by=me", HttpStatusCode.UnsupportedMediaType, "application/x-www-form-urlencoded"))["detail"]!.ToString().ShouldContain("x-www-form-urlencoded");

    [Fact]
    public async Task A_huge_body_is_refused()
    {
        // Without asking first, the answer may be lost: the server closes a connection on which it does not want to read the rest.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workflows/greet/run-now")
        {
            Content = new StringContent($$"""{"by":"{{new string('x', 2 << 20)}}"}""", Encoding.UTF8, "application/json"),
            Headers = { ExpectContinue = true },
        };
        using var response = await _server.Http.SendAsync(request);

        (await ProblemAsync(response, 413))["code"]!.ToString().ShouldBe("SCH009");
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused()
    {
        using var content = new ByteArrayContent([0x7B, 0xFF, 0xFE, 0x7D]);
        content.Headers.ContentType = new("application/json");
        using var response = await _server.Http.PostAsync("/api/workflows/greet/run-now", content);

        (await ProblemAsync(response, 400))["detail"]!.ToString().ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData("POST", "/api/runs", "GET")]
    [InlineData("PUT", "/api/workflows/greet/graph", "GET")]
    [InlineData("GET", "/api/workflows/greet/run-now", "POST")]
    public async Task A_wrong_verb_says_which_are_right(string verb, string path, string allowed)
    {
        using var response = await _server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(verb), path));

        (await ProblemAsync(response, 405))["detail"]!.ToString().ShouldContain(allowed);
    }

    [Theory]
    [InlineData("""{"by":""}""")]
    [InlineData("""{"by":"a\nb"}""")]
    public async Task A_name_that_would_forge_the_record_is_refused(string json) =>
        await _server.PostAsync("/api/workflows/greet/run-now", json, HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_header_with_a_line_break_never_reaches_an_endpoint()
    {
        var answer = await RawAsync("POST /api/workflows/greet/run-now HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: a\rb\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 400");
        (await _server.GetAsync("/api/runs"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:1234", 200)]
    [InlineData("[::1]:80", 200)]
    public async Task Only_names_of_this_machine_are_answered(string host, int status)
    {
        var answer = await RawAsync($"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith($"HTTP/1.1 {status}");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_site_cannot_start_a_run(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workflows/greet/run-now");
        request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
        using var response = await _server.Http.SendAsync(request);

        await ProblemAsync(response, 403);
        (await _server.GetAsync("/api/runs"))["items"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, int status)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await ServerFixture.ReadAsync(response, (HttpStatusCode)status);
        problem["status"]!.GetValue<int>().ShouldBe(status);
        problem["title"]!.ToString().ShouldNotBeEmpty();
        problem["detail"]!.ToString().ShouldNotBeEmpty();
        problem["problems"]!.AsArray().ShouldNotBeEmpty();
        return problem;
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Http.BaseAddress!.Host, _server.Http.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    public sealed class Greeting() : SharedServer(new ServerFixture().File("greet.yaml", Samples.Greet));
}
