using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Carillon.Core;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary>Talks to a running server for the verbs that need one.</summary>
internal sealed class ServerClient : IDisposable
{
    // A newer server may say more than this program knows.
    private static readonly ApiJson Lenient = new(new JsonSerializerOptions(ApiJson.Default.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip });

    private readonly HttpClient _http;
    private readonly string _server;

    private ServerClient(Uri server, string? token)
    {
        _server = server.ToString().TrimEnd('/');
        _http = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("carillon", ServerVersion.Text));
        if (token is { Length: > 0 })
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token.Trim());
    }

    /// <summary>The variable that holds the token which verbs send.</summary>
    public const string TokenVariable = "CARILLON_TOKEN";

    /// <summary>Who acts, for the record: the user of this machine.</summary>
    public static string Actor => Environment.UserName is { Length: > 0 } name ? name : "cli";

    /// <summary>Runs a verb against a server; prints what goes wrong and answers with the exit code.</summary>
    public static async Task<int> UseAsync(Terminal terminal, bool json, string server, Func<ServerClient, Task<int>> verb)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            terminal.Error.WriteLine(terminal.PaintError("usage: ", Ink.Bad) + $"'{server}' is not a server's address; write http://127.0.0.1:8080.");
            return ExitCode.Usage;
        }

        using var client = new ServerClient(address, terminal.Environment(TokenVariable));
        try
        {
            return await verb(client);
        }
        catch (ServerProblemException e)
        {
            return ProblemPrinter.Fail(terminal, json, e.Problems);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or HttpIOException)
        {
            var problem = e is JsonException
                ? new Problem(ProblemCodes.ServerUnreachable, $"What answers at {client._server} is not a Carillon server.")
                : new Problem(ProblemCodes.ServerUnreachable, $"No server answers at {client._server}: {e.Message.TrimEnd('.')}.", Suggestion: "Start one with 'carillon serve', or name it with --server or CARILLON_SERVER.");
            ProblemPrinter.Fail(terminal, json, [problem]);
            return ExitCode.CannotStart;
        }
    }

    /// <summary>The text that the server answers.</summary>
    /// <exception cref="ServerProblemException">The server refused.</exception>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return await TextAsync(response, cancellationToken);
    }

    /// <summary>The stream that the server answers, as it comes.</summary>
    /// <exception cref="ServerProblemException">The server refused.</exception>
    public async Task<Stream> GetStreamAsync(string path, CancellationToken cancellationToken)
    {
        var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            await TextAsync(response, cancellationToken);
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>The text that the server answers, and its ETag or null.</summary>
    /// <exception cref="ServerProblemException">The server refused.</exception>
    public async Task<(string Text, string? Tag)> GetTaggedAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return (await TextAsync(response, cancellationToken), response.Headers.ETag?.ToString());
    }

    /// <summary>Posts JSON and returns the text that the server answers.</summary>
    /// <exception cref="ServerProblemException">The server refused.</exception>
    public Task<string> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body, type), tag: null, cancellationToken);

    /// <summary>Posts text that is JSON and returns the text that the server answers.</summary>
    /// <exception cref="ServerProblemException">The server refused.</exception>
    public Task<string> PostAsync(string path, string json, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, json, tag: null, cancellationToken);

    /// <summary>Sends a value as JSON; see <see cref="SendAsync(HttpMethod, string, string, string?, CancellationToken)"/>.</summary>
    /// <exception cref="ServerProblemException">The server refused.</exception>
    public Task<string> SendAsync<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> type, string? ifMatch, CancellationToken cancellationToken) =>
        SendAsync(method, path, JsonSerializer.Serialize(body, type), ifMatch, cancellationToken);

    /// <summary>Sends JSON and returns the text that the server answers.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="json">The body.</param>
    /// <param name="tag">The ETag of what is changed, when it may not have changed since; null for whatever there is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ServerProblemException">The server refused.</exception>
    public async Task<string> SendAsync(HttpMethod method, string path, string json, string? tag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var response = await _http.SendAsync(request, cancellationToken);
        return await TextAsync(response, cancellationToken);
    }

    /// <summary>The value of an answer.</summary>
    public static T Read<T>(string text)
        where T : class => (T?)JsonSerializer.Deserialize(text, Lenient.GetTypeInfo(typeof(T))!) ?? throw new JsonException("The answer is null.");

    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return text;
        if (response.Content.Headers.ContentType?.MediaType != Reply.ProblemType)
            throw new HttpRequestException($"status {(int)response.StatusCode}");
        throw new ServerProblemException([.. Read<ApiProblem>(text).Problems.Select(problem => problem.ToProblem())]);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>The server refused what was asked, and said why.</summary>
/// <param name="problems">Why.</param>
internal sealed class ServerProblemException(IReadOnlyList<Problem> problems) : Exception(problems[0].Message)
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
