using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Security;

namespace Carillon.Server.Hosting;

/// <summary>
/// <c>Idempotency-Key</c> on POSTs that change something: the same request again gets the answer of the first, kept for a day. What was refused has changed
/// nothing, so its key may come again. After a crash between change and kept answer the request is carried out again, and what it made is found by its key.
/// </summary>
/// <param name="store">Where answers are kept.</param>
/// <param name="log">For answers that could not be kept.</param>
internal sealed class Idempotency(RequestStore store, ILogger<Idempotency> log) : IEndpointFilter
{
    /// <summary>The header of the key.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    private readonly ConcurrentDictionary<string, byte> _running = new(StringComparer.Ordinal);

    /// <summary>The key of a request that goes through this filter, or null.</summary>
    public static string? KeyOf(HttpContext context) => context.Items[typeof(Idempotency)] as string;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (!HttpMethods.IsPost(context.Request.Method) || Scope.Of(context.GetEndpoint()) is { IsReading: true } || !context.Request.Headers.TryGetValue(Header, out var given))
            return await next(invocation);
        var key = given.ToString();
        if (Actor.Check(null, null, key) is { Count: > 0 } problems)
            return Reply.Failed(context, problems);
        if (!_running.TryAdd(key, 0))
        {
            context.Response.Headers.RetryAfter = "1";
            return Reply.Failed(context, StatusCodes.Status409Conflict, new Problem(ProblemCodes.RequestRunning, "The first request with this Idempotency-Key is still being carried out.", Suggestion: "Send it again in a second."));
        }

        try
        {
            return await FirstOrKeptAsync(invocation, next, key);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private async Task<object?> FirstOrKeptAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next, string key)
    {
        var context = invocation.HttpContext;
        var request = await HashAsync(context.Request);
        if (store.Find(key) is { } kept)
        {
            if (kept.Request != request)
                return Reply.Failed(context, new Problem(ProblemCodes.IdempotencyConflict, "This Idempotency-Key came before with another request.", Suggestion: "Take a new key for a new request."));
            context.Response.Headers[Replayed] = "true";
            await WriteAsync(context.Response, kept);
            return Results.Empty;
        }

        context.Items[typeof(Idempotency)] = key;
        var answer = await CaptureAsync(context, () => next(invocation), request);
        if (answer.Status is >= 200 and < 300)
            await KeepAsync(key, answer);
        await WriteAsync(context.Response, answer);
        return Results.Empty;
    }

    private async Task KeepAsync(string key, KeptAnswer answer)
    {
        try
        {
            await store.KeepAsync(key, answer);
        }
        catch (StorageException e)
        {
            // The change itself is durable: to say otherwise would be wrong.
            log.LogWarning("The answer to an Idempotency-Key was not kept: {Reason}", e.Message);
        }
    }

    private static async Task<string> HashAsync(HttpRequest request)
    {
        var body = await RequestBody.ReadAsync(request);
        request.HttpContext.Response.RegisterForDispose(body);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString} {Caller.Of(request.HttpContext)?.Account}\n"));
        hash.AppendData(body.GetBuffer(), 0, (int)body.Length);
        body.Position = 0;
        request.Body = body;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<KeptAnswer> CaptureAsync(HttpContext context, Func<ValueTask<object?>> next, string request)
    {
        var response = context.Response;
        var body = response.Body;
        using var captured = new MemoryStream();
        response.Body = captured;
        try
        {
            if (await next() is IResult result)
                await result.ExecuteAsync(context);
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            response.Body = body;
        }

        var (location, etag) = (response.Headers.Location.ToString(), response.Headers.ETag.ToString());
        return new KeptAnswer(request, response.StatusCode, location.Length == 0 ? null : location, etag.Length == 0 ? null : etag, response.ContentType, captured.ToArray());
    }

    private static async Task WriteAsync(HttpResponse response, KeptAnswer answer)
    {
        response.StatusCode = answer.Status;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        if (answer.ETag is not null)
            response.Headers.ETag = answer.ETag;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body);
    }
}
