using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Http;

/// <summary>The input of <c>sensor.http</c>.</summary>
public sealed record HttpSensorInput : SensorInput, IHttpRequestInput
{
    /// <summary>The method.</summary>
    [Description("The method.")]
    public string Method { get; init; } = "GET";

    /// <summary>The address.</summary>
    [Description("The address, http or https; with a connection, what follows its base_url.")]
    public required string Url { get; init; }

    /// <summary>The connection.</summary>
    [Description("The connection of the kind http that gives the begin of the address and the credentials.")]
    public string? Connection { get; init; }

    /// <summary>The query.</summary>
    [Description("Query parameters, added to those of the address.")]
    public IReadOnlyDictionary<string, Scalar> Query { get; init; } = new Dictionary<string, Scalar>();

    /// <summary>Headers.</summary>
    [Description("Request headers.")]
    public IReadOnlyDictionary<string, Scalar> Headers { get; init; } = new Dictionary<string, Scalar>();

    /// <summary>A text body.</summary>
    [Description("The body as text.")]
    public string? Body { get; init; }

    /// <summary>A JSON body.</summary>
    [Description("The body as JSON. Instead of body.")]
    public JsonNode? Json { get; init; }

    /// <summary>A form.</summary>
    [Description("The body as form fields. Instead of body.")]
    public IReadOnlyDictionary<string, Scalar> Form { get; init; } = new Dictionary<string, Scalar>();

    /// <summary>Credentials.</summary>
    [Description("Credentials; not sent on to another host by a redirect.")]
    public HttpAuth? Auth { get; init; }

    /// <summary>The limit of one request.</summary>
    [Description("How long one request may take.")]
    public Duration RequestTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>The condition.</summary>
    [Description("What the answer must be for the condition to hold. Any other answer means: not yet.")]
    public HttpExpectation Expect { get; init; } = new();

    /// <summary>Redirects.</summary>
    [Description("How many redirects are followed; 0 follows none.")]
    public int MaxRedirects { get; init; } = 10;
}

/// <summary>The output of <c>sensor.http</c>.</summary>
public sealed record HttpSensorOutput
{
    /// <summary>The status.</summary>
    [Description("The status code of the answer for which the condition held.")]
    public required int Status { get; init; }

    /// <summary>The body.</summary>
    [Description("The body, when it is JSON, else null.")]
    public JsonNode? Json { get; init; }
}

/// <summary>The task type <c>sensor.http</c>.</summary>
internal sealed class HttpSensor(HttpExchange exchange)
    : SensorHandler<HttpSensorInput, HttpSensorOutput>("sensor.http", "Waits until an HTTP answer is as expected.", connections: [HttpConnection.Name]), IConnectionUser
{
    public IReadOnlyList<IConnectionKind> ConnectionKinds { get; } = [new HttpConnection(exchange)];

    protected override IEnumerable<string> Check(HttpSensorInput input) => base.Check(input).Concat(HttpRequests.Check(input));

    protected override Task<HttpSensorOutput?> PokeAsync(HttpSensorInput input, TaskContext context, CancellationToken cancellationToken) =>
        exchange.SendAsync(HttpConnection.Lay(input, context.Connection), context.IdempotencyKey, input.RequestTimeout.ToTimeSpan(), (response, address, token) => ReadAsync(input, context, response, address, token), cancellationToken);

    private static async Task<HttpSensorOutput?> ReadAsync(HttpSensorInput input, TaskContext context, HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        var (status, shown) = ((int)response.StatusCode, HttpRequests.Shown(address));
        if (!HttpExpectations.AcceptsStatus(input.Expect, status))
        {
            context.Log.Line($"not yet: {shown} answered {status}");
            if (status is >= 500 or 401 or 403) context.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Server, $"{shown} answered {status}"));
            return null;
        }

        var body = await HttpBody.ReadAsync(response, shown, cancellationToken);
        HttpExpectations.Demand(input.Expect, response, body, shown);
        return new() { Status = status, Json = OutputLimit.Fits(body.Json) ? body.Json : null };
    }
}
