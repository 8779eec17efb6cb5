using System.Diagnostics;

namespace Carillon.Adapters.Http;

/// <summary>The span of one request within that of its attempt, and the header that lets the other side go on with the trace (W3C Trace Context).</summary>
internal static class HttpTrace
{
    private const string Header = "traceparent";

    /// <summary>Begins it; null while nobody collects traces. A header that the task gives stays. The address's path and query stay here: they may hold a secret.</summary>
    public static Activity? Begin(HttpRequestMessage request)
    {
        // The attempt's source: there is one for each engine.
        if (Activity.Current is not { } attempt || attempt.Source.StartActivity(request.Method.Method, ActivityKind.Client) is not { } span)
            return null;
        span.SetTag("http.request.method", request.Method.Method).SetTag("server.address", request.RequestUri!.Host).SetTag("server.port", request.RequestUri.Port).SetTag("url.scheme", request.RequestUri.Scheme);
        if (!request.Headers.Contains(Header))
            request.Headers.TryAddWithoutValidation(Header, span.Id);
        return span;
    }

    /// <summary>The other side has answered. One that did not answer stays without a status code.</summary>
    public static void Answered(Activity? span, HttpResponseMessage response)
    {
        if (span is null)
            return;
        span.SetTag("http.response.status_code", (int)response.StatusCode);
        if ((int)response.StatusCode >= 400)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
