using System.Net;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Http;

/// <summary>What a status or a broken exchange means for retries. Pure.</summary>
internal static class HttpFailures
{
    /// <summary>The failure that a status other than the expected ones is.</summary>
    public static TaskFailedException Of(HttpResponseMessage response, string shown, string start, Instant now)
    {
        var status = (int)response.StatusCode;
        var message = start.Length == 0 ? $"{shown} answered {status}" : $"{shown} answered {status}: {start}";
        var wait = RetryAfter(response, now);
        return status switch
        {
            429 => new(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.RateLimit, message, Retryable: true, wait)),
            408 => TaskFailures.Timeout(message),
            425 => TaskFailures.Client(message, retryable: true),
            >= 500 => TaskFailures.Server(message, wait),
            // Who we are is the connection's matter.
            401 or 403 => new(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Client, message, Retryable: false) { IsOfConnection = true }),
            >= 400 => TaskFailures.Client(message),
            _ => TaskFailures.Assertion(message),
        };
    }

    /// <summary>What an exception of the exchange means, or null when it is not one of the exchange.</summary>
    public static TaskFailedException? Of(Exception exception, string shown)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is TaskFailedException own) return own;
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } tls => TaskFailures.Network($"{shown}: no secure connection: {Innermost(tls)}"),
            HttpRequestException or IOException => TaskFailures.Network($"{shown}: {Innermost(exception)}"),
            _ => null,
        };
    }

    private static Duration? RetryAfter(HttpResponseMessage response, Instant now)
    {
        if (response.Headers.RetryAfter is not { } asked || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) return null;
        var wait = asked.Delta is { } delta ? Duration.FromTimeSpan(delta) : Instant.FromDateTimeOffset(asked.Date!.Value) - now;
        return Duration.Max(wait, Duration.Zero);
    }

    private static string Innermost(Exception exception) => exception.GetBaseException().Message;
}
