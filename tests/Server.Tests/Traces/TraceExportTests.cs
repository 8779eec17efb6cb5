using System.Text.Json.Nodes;
using Carillon.Server.Hosting;

namespace Carillon.Server.Tests.Traces;

/// <summary>Traces arrive at a collector that speaks OTLP over HTTP.</summary>
public sealed class TraceExportTests : IAsyncLifetime
{
    private Collector _collector = null!;

    public async Task InitializeAsync() => _collector = await Collector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task A_run_arrives_with_its_attempts_and_their_requests_in_one_trace()
    {
        string run;
        await using (var server = new ServerFixture { Setup = options => options with { Collector = TraceExport.Parse(_collector.Url).Value } }
            .File("asks.yaml", "id: asks\ntasks:\n  - { id: a, uses: http, with: { url: \"${{ input.url }}\" } }\n  - { id: b, uses: shell, needs: [a], with: { run: \"echo $TRACEPARENT\" } }\ninput: { url: { type: string } }\n"))
        {
            await server.StartAsync();
            run = await server.RunAsync("asks", new JsonObject { ["input"] = new JsonObject { ["url"] = server.Url + "/healthz" } }.ToJsonString());
            (await server.EndAsync(run))["status"]!.ToString().ShouldBe("completed");
            (await server.Http.GetStringAsync($"/api/runs/{run}/logs")).ShouldContain("00-" + run.Replace("-", "", StringComparison.Ordinal) + "-");
            // What is left is sent when the server ends.
        }

        var spans = _collector.Spans.Where(span => span.Trace == run.Replace("-", "", StringComparison.Ordinal)).ToList();
        var root = spans.Single(span => span.Name == "run asks");
        var task = spans.Single(span => span.Name == "task a");
        var request = spans.Single(span => span.Name == "GET");
        root.Parent.ShouldBeEmpty();
        root.Id.ShouldBe(root.Trace[16..]);
        task.Parent.ShouldBe(root.Id);
        request.Parent.ShouldBe(task.Id);
        spans.Single(span => span.Name == "task b").Parent.ShouldBe(root.Id);
        // SPAN_KIND_CLIENT
        request.Kind.ShouldBe(3);
        task.Tags["carillon.run"].ShouldBe(run);
        _collector.Services.ShouldContain("carillon");
    }

    [Theory]
    [InlineData("http://localhost:4318", "http://localhost:4318/v1/traces")]
    [InlineData("https://otlp.example/custom/path", "https://otlp.example/custom/path")]
    [InlineData("localhost:4318", null)]
    [InlineData("ftp://x", null)]
    public void An_address_without_a_path_gets_the_standard_one(string text, string? url) => TraceExport.Parse(text).ValueOrDefault?.ToString().ShouldBe(url);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_an_address_nothing_is_sent(string? text) => TraceExport.Parse(text).Value.ShouldBeNull();
}
