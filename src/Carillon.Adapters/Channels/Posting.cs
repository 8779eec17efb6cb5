using System.Net;
using System.Net.Sockets;
using System.Text;
using Carillon.Adapters.Guard;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Channels;

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The begin of the body, on one line.</param>
/// <param name="RetryAfter">It asked to wait so long.</param>
internal sealed record PostAnswer(int Status, string Body, Duration? RetryAfter)
{
    /// <summary>True for 2xx and nothing else.</summary>
    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>For people.</summary>
    public string Words => Body.Length == 0 ? $"HTTP {Status}" : $"HTTP {Status}: {Body}";
}

/// <summary>One connection pool for all channels that post: guarded, without proxies, cookies or redirects. Thread safe.</summary>
internal sealed class Posting(NetworkGuard guard) : IDisposable
{
    private const int MostBody = 4096;
    private const int MostShown = 200;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        ConnectCallback = guard.ConnectAsync,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Posts JSON and lets the kind say what the answer means. The address, which may hold a secret, is in no error.</summary>
    public async Task<SendResult> SendAsync(string url, byte[] json, Action<HttpRequestMessage>? sign, Func<PostAnswer, SendResult> meaning, CancellationToken cancellationToken)
    {
        if (AddressOf(url) is not { } address)
            return new SendResult.Refused("The address is none that a request can be sent to.");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(json) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Carillon");
        sign?.Invoke(request);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return meaning(new PostAnswer((int)response.StatusCode, await BodyAsync(response, url, cancellationToken), RetryAfterOf(response)));
        }
        catch (Exception e) when (e is TaskFailedException || e.InnerException is TaskFailedException)
        {
            return new SendResult.Refused($"Channels may not connect to the address of '{address.Host}'.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new SendResult.Later($"'{address.Host}' cannot be reached: {Reason(e)}");
        }
    }

    /// <summary>What is usual: 2xx is taken, what asks to come again does, everything else never will be.</summary>
    public static SendResult Usual(PostAnswer answer) => answer switch
    {
        { IsTaken: true } => new SendResult.Accepted(answer.Words),
        { Status: 408 or 425 or 429 or >= 500 } => new SendResult.Later(answer.Words, answer.RetryAfter),
        { Status: 410 } => new SendResult.Refused($"{answer.Words}. The receiver wants no more messages.", Disables: true),
        { Status: >= 300 and < 400 } => new SendResult.Refused($"{answer.Words}. Redirects are not followed."),
        _ => new SendResult.Refused(answer.Words),
    };

    /// <summary>What is wrong with the address of a channel; null when nothing is.</summary>
    public static Problem? Check(string? url, bool needsHttps)
    {
        if (string.IsNullOrEmpty(url))
            return new Problem(ProblemCodes.ChannelUnusable, "'url' is missing: the address that messages are posted to.") { Field = "url" };
        if (AddressOf(url) is not { } address || url.Length > 2000)
            return new Problem(ProblemCodes.ChannelUnusable, "'url' must be an absolute http or https address of at most 2000 characters, without a user's name in it.") { Field = "url" };
        return needsHttps && address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback
            ? new Problem(ProblemCodes.ChannelUnusable, "'url' must begin with https://, because it is a secret itself.") { Field = "url" }
            : null;
    }

    private static Uri? AddressOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && !url.Any(char.IsControl) ? address : null;

    private static string Reason(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name has no address.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection; is its certificate valid?",
        HttpRequestException { InnerException: SocketException inner } => inner.SocketErrorCode + ".",
        HttpRequestException other => other.HttpRequestError + ".",
        _ => e.GetType().Name + ".",
    };

    // Only the begin: what else a receiver sends is nothing to us. An address in it is not shown.
    private static async Task<string> BodyAsync(HttpResponseMessage response, string url, CancellationToken cancellationToken)
    {
        var bytes = new byte[MostBody];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = ShownText.Line(Encoding.UTF8.GetString(bytes, 0, count)).Replace(url, "…", StringComparison.Ordinal);
        return ShownText.Cut(text, MostShown);
    }

    private static Duration? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Duration.FromTimeSpan(delta),
        { Date: { } date } when response.Headers.Date is { } sent && date > sent => Duration.FromTimeSpan(date - sent),
        _ => null,
    };

    public void Dispose() => _client.Dispose();
}
