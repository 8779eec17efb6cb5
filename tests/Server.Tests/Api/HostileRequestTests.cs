using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Api;

/// <summary>Every operation of the contract with everything that can be wrong: a problem document each, never a fault, and what was refused has written nothing.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private static readonly string Long = new('x', 5000);
    private static readonly string Deep = new string('[', 1000) + new string(']', 1000);

    private static readonly string[] Texts =
    [
        "x", Uri.EscapeDataString(Long), "-1", "0", "201", "999999999999999999999", "1.5", "%00", "%FF%FE", "%0d%0a", "null", "true", "''", "%25", "..%2f..%2fcarillon.db", "%F0%9F%92%A3",
        "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9000-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59-18:00", "999999-01-01T00:00:00Z", "2026-13-45T99:00:00Z", "-9998-01-01T00:00:00Z",
        "Nowhere/Zone", "completed,failed,,", "%7B%7D",
    ];

    private static readonly string[] Bodies =
    [
        "", " ", "{", "null", "[]", "1", "\"text\"", "true", "{}", "{\"unknown\": 1}", "{\"by\": 1}", "{\"by\": \"\"}", "{\"by\": \"a\\nb\"}", "{\"by\": \"a\", \"by\": \"b\"}", "{\"input\": {\"a\": 1, \"a\": 2}}", "{\"until\": \"0000-01-01T00:00:00Z\"}",
        "{\"until\": \"9999-12-31T23:59:59Z\"}", "{\"until\": \"999999-01-01T00:00:00Z\"}", "{\"until\": \"tomorrow\"}", "{\"until\": 0}", "{\"ids\": 7}", "{\"ids\": [7]}", "{\"enabled\": \"yes\"}", "{\"enabled\": null}",
        "{\"input\": []}", "{\"allow_deletions\": 1}", "\uFEFF{}", "{\"a\": " + Deep + "}", Deep, "{\"by\": \"" + Long + "\"}", "{\"reason\": \"" + Long + "\"}", "{\"id\": \"\\u0000\"}", "{\"id\": \"\\ud800\"}",
    ];

    private static readonly string[] Keys =
    [
        "id", "cron", "every", "at", "anchor", "daily", "weekly", "monthly", "once", "timezone", "dst", "calendar", "start_at", "end_at", "jitter", "overlap_policy", "catch_up", "input", "enabled", "tags", "owner", "description",
        "priority", "by", "reason", "until", "from", "count", "max_runs", "run_window", "depends_on", "concurrency", "window", "budget", "auto_pause", "workflow", "cost_per_run", "unknown",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e308", "999999999999999999999", "\"\"", "\"x\"", "\"Nowhere/Zone\"", "\"0 0 31 2 *\"", "\"99999999d\"", "\"-5m\"", "\"0000-01-01\"", "\"9999-12-31T23:59\"", "\"9999-12-31T23:59:59Z\"",
        "\"999999-01-01\"", "[]", "{}", "[null]", "{\"at\": null}", "{\"on\": \"last\", \"at\": \"25:00\"}", "{\"mode\": 3}", "\"\\u0000\"", "\"" + Long + "\"",
    ];

    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("yearly.yaml", Samples.Yearly);
    private readonly List<string> _wrong = [];
    private int _refused;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_parameter_of_every_operation_may_be_anything()
    {
        var document = await _server.GetAsync("/openapi.json");
        foreach (var (verb, path, operation) in Operations(document))
        {
            var good = Fill(path);
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                var name = parameter!["name"]!.ToString();
                foreach (var text in Texts)
                {
                    if (parameter["in"]!.ToString() == "path")
                        await SendAsync(verb, Fill(path.Replace("{" + name + "}", text, StringComparison.Ordinal)), null);
                    else
                        await SendAsync(verb, $"{good}?{name}={text}", null);
                }
            }
        }

        Conclude(atLeast: 500);
    }

    [Fact]
    public async Task Every_body_of_every_operation_may_be_anything()
    {
        var document = await _server.GetAsync("/openapi.json");
        foreach (var (verb, path, _) in Operations(document).Where(o => o.Verb != "GET"))
        {
            foreach (var body in Bodies)
                await SendAsync(verb, Fill(path), new StringContent(body, Encoding.UTF8, "application/json"));
            await SendAsync(verb, Fill(path), new ByteArrayContent([0x7B, 0xFF, 0xFE, 0x7D]) { Headers = { ContentType = new("application/json") } });
            await SendAsync(verb, Fill(path), new StringContent("{\"by\": \"" + new string('x', 1 << 20) + "\"}", Encoding.UTF8, "application/json"));
            foreach (var type in new[] { "text/xml", "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream" })
                await SendAsync(verb, Fill(path), new StringContent("{}", Encoding.UTF8, type));
            await SendAsync(verb, Fill(path), new StringContent("{}", Encoding.UTF8, "application/json"), ("If-Match", "\"999\""));
            await SendAsync(verb, Fill(path), new StringContent("{}", Encoding.UTF8, "application/json"), ("If-Match", "W/rubbish, \"1"));
            await SendAsync(verb, Fill(path), new StringContent("{}", Encoding.UTF8, "application/json"), ("Idempotency-Key", Long));
        }

        Conclude(atLeast: 300);
    }

    [Theory]
    [InlineData("POST", "/api/schedules/preview")]
    [InlineData("POST", "/api/workflows/greet/schedules")]
    [InlineData("PUT", "/api/schedules/schedule-default-yearly")]
    public async Task Every_key_of_a_schedule_may_be_anything(string verb, string path)
    {
        foreach (var key in Keys)
        {
            foreach (var value in Values)
            {
                await SendAsync(verb, path, new StringContent($"{{\"{key}\": {value}}}", Encoding.UTF8, "application/json"));
                if (key is not ("cron" or "every" or "daily" or "weekly" or "monthly" or "once"))
                    await SendAsync(verb, path, new StringContent($"{{\"cron\": \"0 9 1 1 *\", \"{key}\": {value}}}", Encoding.UTF8, "application/json"));
            }
        }

        Conclude(atLeast: 500);
    }

    private void Conclude(int atLeast)
    {
        _wrong.ShouldBeEmpty();
        _refused.ShouldBeGreaterThan(atLeast, "else this test has not reached the endpoints");
    }

    private static IEnumerable<(string Verb, string Path, JsonNode Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        select (verb.Key.ToUpperInvariant(), path.Key, verb.Value!);

    private static string Fill(string path) => path
        .Replace("/api/schedules/{id}", "/api/schedules/schedule-default-yearly", StringComparison.Ordinal)
        .Replace("/api/workflows/{id}", "/api/workflows/greet", StringComparison.Ordinal)
        .Replace("{workflowId}", "yearly", StringComparison.Ordinal)
        .Replace("{", "", StringComparison.Ordinal)
        .Replace("}", "", StringComparison.Ordinal);

    private async Task SendAsync(string verb, string path, HttpContent? content, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path) { Content = content };
        // Else the server may close the connection of a body that it will not read while that is still being sent.
        request.Headers.ExpectContinue = content is { Headers.ContentLength: > 1 << 20 };
        if (header is { } given)
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        var before = verb == "GET" ? 0 : Checksum();
        var what = $"{verb} {path[..Math.Min(path.Length, 150)]} {(content is null ? "" : Encoding.UTF8.GetString((await content.ReadAsByteArrayAsync()).AsSpan(0, (int)Math.Min(200, content.Headers.ContentLength ?? 0))))}";
        using var response = await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.IsSuccessStatusCode)
            return;
        _refused++;
        var text = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode >= 500 || (response.Content.Headers.ContentType?.MediaType != "application/problem+json" && text.Length > 0))
            _wrong.Add($"{what}: {(int)response.StatusCode} {text}");
        else if (text.Length > 0 && JsonNode.Parse(text) is var problem && (problem!["code"] is null || problem["detail"]!.ToString().Length == 0 || problem["problems"]!.AsArray().Count == 0))
            _wrong.Add($"{what}: {text}");
        if (verb != "GET" && Checksum() != before)
            _wrong.Add($"{what}: refused with {(int)response.StatusCode}, and something was written");
    }

    private long Checksum() => _server.Services.GetRequiredService<Database>().Read(sql => sql
        .Query("select id || revision || content || coalesce(override, '') || coalesce(paused_by, '') || coalesce(cast(archived_at as text), '') from schedules union all select count(*) || '' from audit union all select count(*) || '' from runs", row => row.GetString(0))
        .Aggregate(17L, (sum, row) => unchecked((sum * 31) + string.GetHashCode(row, StringComparison.Ordinal))));
}
