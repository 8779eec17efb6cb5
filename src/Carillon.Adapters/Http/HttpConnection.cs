using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Http;

/// <summary>The kind of connection <c>http</c>: where a service is, and how it knows us.</summary>
internal sealed class HttpConnection(HttpExchange exchange) : IConnectionKind
{
    public const string Name = "http";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public ConnectionKind Kind { get; } = new(Name, "A service that is reached by HTTP.",
    [
        new("base_url", "The address that requests begin with, http or https, for example https://api.example.com/v2.") { IsRequired = true },
        new("username", "The user's name, sent as HTTP Basic."),
        new("password", "The password, sent as HTTP Basic.") { IsSecret = true },
        new("token", "A token, sent as Authorization: Bearer.") { IsSecret = true },
        new("header_name", "A header of your own that says who asks, for example X-Api-Key."),
        new("header_value", "What that header holds.") { IsSecret = true },
        new("check_path", "What is asked for when the connection is checked. Default: base_url itself; any answer below 500 but 401 and 403 is well."),
    ]);

    public IEnumerable<string> Check(JsonObject settings)
    {
        if (!HttpRequests.IsAddress(Text("base_url")!) || new Uri(Text("base_url")!) is not { Query: "", Fragment: "", UserInfo: "" }) yield return "'base_url' must be an absolute http or https address without name, password and query.";
        if (Text("username") is null != Text("password") is null) yield return "'username' and 'password' belong together.";
        if (Text("header_name") is null != Text("header_value") is null) yield return "'header_name' and 'header_value' belong together.";
        if (Text("token") is not null && Text("password") is not null) yield return "Give either 'token' or 'username' and 'password'.";
        if (Text("header_name") is { } header && !header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) yield return "'header_name' cannot be a header's name.";

        string? Text(string field) => settings[field]?.ToString();
    }

    public async Task<string> ConnectAsync(OpenConnection connection, CancellationToken cancellationToken)
    {
        var input = Lay(new HttpInput { Url = connection.Text("check_path") ?? "", Connection = connection.Name, MaxRedirects = 0 }, connection);
        return await exchange.SendAsync(input, "check", Patience, (response, address, _) =>
        {
            var status = (int)response.StatusCode;
            var words = $"{HttpRequests.Shown(address)} answered {status}";
            return status is >= 500 or 401 or 403
                ? throw new TaskFailedException(new TaskError(ProblemCodes.TaskFailed, status >= 500 ? ErrorClasses.Server : ErrorClasses.Client, words))
                : Task.FromResult(words);
        }, cancellationToken);
    }

    /// <summary>The request as the connection completes it; the input itself where there is none.</summary>
    /// <exception cref="TaskFailedException">It would lead elsewhere, or its connection is not here.</exception>
    public static IHttpRequestInput Lay(IHttpRequestInput input, OpenConnection? connection)
    {
        if (input.Connection is null) return input;
        if (connection is null) throw TaskFailures.Input($"there is no connection '{input.Connection}' here");
        var root = connection.Text("base_url")!.TrimEnd('/');
        var url = HttpRequests.IsAddress(input.Url) ? input.Url : input.Url.Length == 0 || input.Url[0] == '?' ? root + input.Url : $"{root}/{input.Url.TrimStart('/')}";
        // Compared after both were made plain, so that no '..' leads out.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !IsBelow(address, new Uri(root)))
            throw new TaskFailedException(new TaskError(ProblemCodes.ConnectionUnfit, ErrorClasses.Input, $"'url' leads away from the address of the connection '{connection.Name}'", Retryable: false));
        return new Laid(input, address.AbsoluteUri, connection);
    }

    private static bool IsBelow(Uri address, Uri root) =>
        Uri.Compare(address, root, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
        && (address.AbsolutePath + "/").StartsWith(root.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal);

    private sealed class Laid(IHttpRequestInput input, string url, OpenConnection connection) : IHttpRequestInput
    {
        public string Method => input.Method;

        public string Url => url;

        public IReadOnlyDictionary<string, Scalar> Query => input.Query;

        public IReadOnlyDictionary<string, Scalar> Headers => input.Headers;

        public string? Body => input.Body;

        public JsonNode? Json => input.Json;

        public IReadOnlyDictionary<string, Scalar> Form => input.Form;

        public int MaxRedirects => input.MaxRedirects;

        public string? Connection => input.Connection;

        public HttpAuth? Auth { get; } = connection.Text("token") is { } token ? new HttpAuth { Bearer = token }
            : connection.Text("password") is { } password ? new HttpAuth { Basic = new BasicCredentials { Username = connection.Text("username") ?? "", Password = password } }
            : null;

        public (string Name, string Value)? OwnHeader { get; } = connection.Text("header_name") is { } name ? (name, connection.Text("header_value") ?? "") : null;
    }
}
