using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Http;

/// <summary>The task type <c>http</c>.</summary>
internal sealed class HttpTask(HttpExchange exchange)
    : TaskHandler<HttpInput, HttpOutput>("http", "Sends an HTTP request, checks the answer, and keeps it as output or file.", connections: [HttpConnection.Name]), IConnectionUser
{
    public IReadOnlyList<IConnectionKind> ConnectionKinds { get; } = [new HttpConnection(exchange)];

    protected override IEnumerable<string> Check(HttpInput input)
    {
        var problems = HttpRequests.Check(input);
        if (input.Timeout <= Duration.Zero) problems = problems.Append("'timeout' must be longer than nothing");
        if (input.Download is not null && (input.Expect.BodyContains is not null || input.Expect.Json.Count > 0))
            problems = problems.Append("'download' does not go with 'expect.body_contains' and 'expect.json'");
        return problems;
    }

    protected override async Task<TaskResult> RunAsync(HttpInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var output = await exchange.SendAsync(HttpConnection.Lay(input, context.Connection), context.IdempotencyKey, input.Timeout.ToTimeSpan(), ReadAsync, cancellationToken);
        return Done(output);

        async Task<HttpOutput> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken token)
        {
            var shown = HttpRequests.Shown(address);
            context.Log.Line($"{input.Method.ToUpperInvariant()} {shown} answered {(int)response.StatusCode}");
            if (!HttpExpectations.AcceptsStatus(input.Expect, (int)response.StatusCode))
                throw HttpFailures.Of(response, shown, await HttpBody.StartAsync(response, token), Instant.FromDateTimeOffset(context.Time.GetUtcNow()));
            return input.Download is { } name
                ? await DownloadAsync(name, input, context, response, shown, token)
                : await KeepBodyAsync(input, response, shown, token);
        }
    }

    private static async Task<HttpOutput> KeepBodyAsync(HttpInput input, HttpResponseMessage response, string shown, CancellationToken cancellationToken)
    {
        var body = await HttpBody.ReadAsync(response, shown, cancellationToken);
        HttpExpectations.Demand(input.Expect, response, body, shown);
        if (!OutputLimit.Fits(body.IsJson ? body.Json : JsonValue.Create(body.Text)))
            throw TaskFailures.TooLarge($"{shown} answered more than fits into an output; keep it as a file with 'download'");
        return new()
        {
            Status = (int)response.StatusCode,
            Headers = HeadersOf(response),
            Body = body.IsJson ? null : body.Text,
            Json = body.Json,
            Size = body.Size,
        };
    }

    private static async Task<HttpOutput> DownloadAsync(
        string name, HttpInput input, TaskContext context, HttpResponseMessage response, string shown, CancellationToken cancellationToken)
    {
        HttpExpectations.Demand(input.Expect, response, body: null, shown);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var bounded = new BoundedStream(stream, input.MaxDownload, context.Heartbeat, shown);
        var type = response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream";
        var artifact = await context.Artifacts.KeepAsync(name, type, bounded, cancellationToken);
        return new()
        {
            Status = (int)response.StatusCode,
            Headers = HeadersOf(response),
            Size = artifact.Size,
            Artifact = ArtifactOutput.From(artifact),
        };
    }

    private static SortedDictionary<string, string> HeadersOf(HttpResponseMessage response) =>
        new(response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(", ", h.Value)), StringComparer.Ordinal);
}
