using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using NodaTime;

namespace Carillon.Adapters.Http;

/// <summary>A name and a password.</summary>
public sealed record BasicCredentials
{
    /// <summary>The name.</summary>
    [Description("The user's name.")]
    public required string Username { get; init; }

    /// <summary>The password.</summary>
    [Description("The password.")]
    public required string Password { get; init; }
}

/// <summary>How a request says whose it is.</summary>
public sealed record HttpAuth
{
    /// <summary>HTTP Basic.</summary>
    [Description("Name and password, sent as HTTP Basic.")]
    public BasicCredentials? Basic { get; init; }

    /// <summary>A bearer token.</summary>
    [Description("A token, sent as Authorization: Bearer.")]
    public string? Bearer { get; init; }
}

/// <summary>What an answer must be.</summary>
public sealed record HttpExpectation
{
    /// <summary>Statuses.</summary>
    [Description("The statuses that mean success. Default: 200 to 299.")]
    public IReadOnlyList<int> Status { get; init; } = [];

    /// <summary>Headers.</summary>
    [Description("Headers that must be there and hold this text, upper and lower case alike.")]
    public IReadOnlyDictionary<string, Scalar> Header { get; init; } = new Dictionary<string, Scalar>();

    /// <summary>Text.</summary>
    [Description("A text the body must contain.")]
    public string? BodyContains { get; init; }

    /// <summary>Values by path.</summary>
    [Description("Values the JSON body must have, by path, for example data.items[0].id.")]
    public IReadOnlyDictionary<string, JsonNode?> Json { get; init; } = new Dictionary<string, JsonNode?>();
}

/// <summary>What <c>http</c> and <c>sensor.http</c> send.</summary>
internal interface IHttpRequestInput
{
    string Method { get; }

    string Url { get; }

    IReadOnlyDictionary<string, Scalar> Query { get; }

    IReadOnlyDictionary<string, Scalar> Headers { get; }

    string? Body { get; }

    JsonNode? Json { get; }

    IReadOnlyDictionary<string, Scalar> Form { get; }

    HttpAuth? Auth { get; }

    int MaxRedirects { get; }

    string? Connection { get; }

    /// <summary>A header that says whose the request is; it goes to the host of the address only. Null for none.</summary>
    (string Name, string Value)? OwnHeader => null;
}

/// <summary>The input of <c>http</c>.</summary>
public sealed record HttpInput : IHttpRequestInput
{
    /// <summary>The method.</summary>
    [Description("The method. POST and PATCH carry an Idempotency-Key header that is the same for every attempt.")]
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
    [Description("The body as text; its Content-Type is text/plain unless a header says otherwise.")]
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

    /// <summary>The limit.</summary>
    [Description("How long the whole exchange may take.")]
    public Duration Timeout { get; init; } = Duration.FromSeconds(60);

    /// <summary>What the answer must be.</summary>
    [Description("What the answer must be; anything else fails the attempt.")]
    public HttpExpectation Expect { get; init; } = new();

    /// <summary>The artifact's name.</summary>
    [Description("Keeps the body as an artifact of this name instead of in the output. Any size up to max_download.")]
    public string? Download { get; init; }

    /// <summary>The limit of a download.</summary>
    [Description("The most bytes a download may have.")]
    public long MaxDownload { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Redirects.</summary>
    [Description("How many redirects are followed; 0 follows none.")]
    public int MaxRedirects { get; init; } = 10;
}

/// <summary>The output of <c>http</c>.</summary>
public sealed record HttpOutput
{
    /// <summary>The status.</summary>
    [Description("The status code.")]
    public required int Status { get; init; }

    /// <summary>The headers.</summary>
    [Description("The response headers, names in lower case, several values joined by a comma.")]
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body.</summary>
    [Description("The body as text, unless it is JSON or was downloaded.")]
    public string? Body { get; init; }

    /// <summary>The body as JSON.</summary>
    [Description("The body, when its Content-Type is JSON.")]
    public JsonNode? Json { get; init; }

    /// <summary>Its size.</summary>
    [Description("Bytes of the body after decompression.")]
    public required long Size { get; init; }

    /// <summary>The artifact.</summary>
    [Description("The downloaded file, else null.")]
    public ArtifactOutput? Artifact { get; init; }
}
