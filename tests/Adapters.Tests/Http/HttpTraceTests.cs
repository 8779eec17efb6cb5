using System.Collections.Concurrent;
using System.Diagnostics;
using Carillon.Adapters.Http;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Microsoft.AspNetCore.Http;

namespace Carillon.Adapters.Tests.Http;

/// <summary>The other side of a request can go on with the trace.</summary>
public sealed class HttpTraceTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly HttpExchange _exchange = new(new TaskOptions());
    private readonly ActivitySource _source = new("Carillon");
    private readonly ConcurrentBag<Activity> _spans = [];

    public void Dispose()
    {
        _exchange.Dispose();
        _bench.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task It_gets_the_span_of_the_request_which_is_the_attempts_child()
    {
        using var listener = Listen();
        using var attempt = _source.StartActivity("task a")!;

        var got = await TraceParentAsync(headers: "{}");

        var span = _spans.Single(span => span.Kind == ActivityKind.Client);
        span.ParentSpanId.ShouldBe(attempt.SpanId);
        got.ShouldBe($"00-{attempt.TraceId}-{span.SpanId}-01");
        span.GetTagItem("http.response.status_code").ShouldBe(200);
        string.Join(' ', span.TagObjects).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_header_that_the_task_gives_stays()
    {
        using var listener = Listen();
        using var attempt = _source.StartActivity("task a")!;

        (await TraceParentAsync(headers: """{ "traceparent": "mine" }""")).ShouldBe("mine");
    }

    [Fact]
    public async Task While_nobody_collects_traces_nothing_is_sent() => (await TraceParentAsync(headers: "{}")).ShouldBe("none");

    private async Task<string> TraceParentAsync(string headers)
    {
        await using var server = await LoopbackServer.StartAsync(http => http.Response.WriteAsync(http.Request.Headers.TryGetValue("traceparent", out var value) ? value.ToString() : "none"));
        var input = $$"""{ "url": "{{server.Url}}/x?token=secret", "headers": {{headers}} }""";
        return (await _bench.SucceedAsync(new HttpTask(_exchange), input))["body"]!.GetValue<string>();
    }

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
