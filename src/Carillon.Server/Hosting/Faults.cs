using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Server.Hosting;

/// <summary>Turns faults and bare statuses into problem details, once for all endpoints.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="log">For what is our fault.</param>
internal sealed class Faults(RequestDelegate next, ILogger<Faults> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // The client has gone: nobody reads an answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var (status, problem) = Describe(e);
            if (status == StatusCodes.Status500InternalServerError)
                log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            context.Response.Clear();
            await Reply.WriteAsync(context, status, problem);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } response)
            await Reply.WriteAsync(context, response.StatusCode, Bare(context, response.StatusCode));
    }

    private static (int Status, Problem Problem) Describe(Exception e) => e switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (413, new Problem(ProblemCodes.TooLarge, "The body is larger than is allowed here.")),
        BadHttpRequestException bad => (bad.StatusCode, new Problem(ProblemCodes.InvalidRequest, bad.Message)),
        StorageException storage => (503, new Problem(storage.Code, storage.Message)),
        _ => (500, new Problem(ProblemCodes.Internal, "The server has a fault of its own; its log says more.")),
    };

    private static Problem Bare(HttpContext context, int status) => status switch
    {
        404 => new Problem(ProblemCodes.InvalidRequest, "There is nothing at this path.", Suggestion: "See /openapi.json for what there is."),
        405 => new Problem(ProblemCodes.InvalidRequest, $"{context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}."),
        415 => new Problem(ProblemCodes.InvalidRequest, $"The content type '{context.Request.ContentType}' is not taken here.", Suggestion: "Send application/json, or application/yaml for a definition."),
        _ => new Problem(ProblemCodes.InvalidRequest, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) + "."),
    };
}
