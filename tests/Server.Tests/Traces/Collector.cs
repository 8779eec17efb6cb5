using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Carillon.Server.Tests.Traces;

/// <summary>A span as it came. Ids in hexadecimal; the parent is empty for a root.</summary>
public sealed record CollectedSpan(string Trace, string Id, string Parent, string Name, int Kind, IReadOnlyDictionary<string, string> Tags);

/// <summary>A collector that takes OTLP over HTTP and reads as much of its protobuf as the tests look at.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public ConcurrentQueue<CollectedSpan> Spans { get; } = [];

    /// <summary>Names of services that have sent something.</summary>
    public ConcurrentQueue<string> Services { get; } = [];

    public string Url => _app.Urls.First();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new Collector(app);
        app.MapPost("/v1/traces", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            collector.Take(body.ToArray());
        });
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // ExportTraceServiceRequest.resource_spans(1) . resource(1).attributes(1) and scope_spans(2).spans(2): opentelemetry/proto/trace/v1/trace.proto.
    private void Take(byte[] request)
    {
        foreach (var resource in ProtoMessage.Of(request).All(1))
        {
            foreach (var holder in resource.All(1))
            {
                if (Tags(holder.All(1)).TryGetValue("service.name", out var name))
                    Services.Enqueue(name);
            }
            foreach (var span in resource.All(2).SelectMany(scope => scope.All(2)))
                Spans.Enqueue(new CollectedSpan(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), Tags(span.All(9))));
        }
    }

    private static Dictionary<string, string> Tags(IEnumerable<ProtoMessage> attributes) => attributes.ToDictionary(tag => tag.Text(1), tag => tag.All(2).Select(value => value.Text(1)).FirstOrDefault() ?? "", StringComparer.Ordinal);
}
