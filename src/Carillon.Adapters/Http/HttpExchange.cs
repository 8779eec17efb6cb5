using System.Net;
using Carillon.Adapters.Guard;
using Carillon.Adapters.Tasks;
using Carillon.Core.Definitions;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Http;

/// <summary>One connection pool for all HTTP tasks: guarded, without proxies, cookies or redirects of the platform's own. Thread safe.</summary>
internal sealed class HttpExchange(NetworkGuard guard) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        ConnectCallback = guard.ConnectAsync,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        // The trace goes on from our own span, not from one that the platform makes and nobody sees.
        ActivityHeadersPropagator = null,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>One that reaches what the operator allows.</summary>
    public HttpExchange(TaskOptions options)
        : this(new NetworkGuard(options.AllowPrivateNetworks))
    {
    }

    /// <summary>Sends, follows redirects and hands the open answer to <paramref name="read"/>.</summary>
    /// <exception cref="TaskFailedException">The exchange failed, was refused or took longer than <paramref name="timeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The attempt was canceled.</exception>
    public async Task<T> SendAsync<T>(
        IHttpRequestInput input,
        string idempotencyKey,
        TimeSpan timeout,
        Func<HttpResponseMessage, Uri, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var start = HttpRequests.Address(input);
        try
        {
            using var response = await FollowAsync(input, start, idempotencyKey, limit.Token);
            return await read(response, response.RequestMessage!.RequestUri!, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TaskFailures.Timeout($"{HttpRequests.Shown(start)} did not answer within {DurationText.Format(NodaTime.Duration.FromTimeSpan(timeout))}");
        }
        catch (Exception bad) when (HttpFailures.Of(bad, HttpRequests.Shown(start)) is not null)
        {
            throw HttpFailures.Of(bad, HttpRequests.Shown(start))!;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> FollowAsync(IHttpRequestInput input, Uri start, string idempotencyKey, CancellationToken cancellationToken)
    {
        var (address, method, withBody) = (start, HttpMethod.Parse(input.Method.ToUpperInvariant()), true);
        for (var hops = 0; ; hops++)
        {
            var trusted = Uri.Compare(address, start, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
            using var request = HttpRequests.Create(input, method, address, idempotencyKey, withBody, trusted);
            using var span = HttpTrace.Begin(request);
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            HttpTrace.Answered(span, response);
            if (input.MaxRedirects == 0 || HttpRequests.Redirect(response, address, method) is not { } next) return response;
            response.Dispose();
            if (hops >= input.MaxRedirects) throw TaskFailures.Client($"{HttpRequests.Shown(start)} redirects more than {input.MaxRedirects} times");
            if (next.Address.Scheme is not ("http" or "https") || (address.Scheme == "https" && next.Address.Scheme == "http"))
                throw TaskFailures.Client($"{HttpRequests.Shown(start)} redirects to {next.Address.Scheme}, which is not followed");
            (address, method, withBody) = (next.Address, next.Method, withBody && next.WithBody);
        }
    }
}
