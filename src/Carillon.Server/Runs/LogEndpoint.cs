using System.Text;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.History;
using Carillon.Server.Hosting;

namespace Carillon.Server.Runs;

/// <summary><c>/api/runs/{id}/logs</c>: text while it is written.</summary>
internal static class LogEndpoint
{
    // Changes wake it; this is for those that nobody told.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/runs/{id}/logs", StreamAsync)
        .WithTags("runs")
        .Needs(Scope.ReadWorkflows)
        .Produces<string>(200, "text/plain")
        .Produces<ApiProblem>(400, Reply.ProblemType)
        .Produces<ApiProblem>(404, Reply.ProblemType)
        .WithSummary("Its logs as text; with follow=true until the run ends. Lines of more than one task begin with [task#attempt].");

    private static async Task<IResult> StreamAsync(
        HttpContext context, EngineHost host, RunReader runs, IHostApplicationLifetime lifetime, TimeProvider time, string id, string? task, int? item, int? attempt, bool? follow)
    {
        if (runs.Find(new RunId(id)) is null)
            return Reply.Failed(context, RunEndpoints.Missing(id));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var reader = new LogReader(host.Database, new LogFilter(new RunId(id), task is null ? null : new TaskId(task), item, attempt));
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.StartAsync(stop.Token);
        var prefixed = task is null;
        // Not disposed of: a change that is being told while this ends may still release it.
        var changed = new SemaphoreSlim(0);
        void Wake(RunId run)
        {
            if (run.Value == id)
                changed.Release();
        }

        host.Feed.Changed += Wake;
        try
        {
            // The end is looked at before the text: what was written before the end is then read after it.
            for (var ended = follow != true; ; await ChangeAsync(changed, time, stop.Token))
            {
                ended = ended || runs.Find(new RunId(id)) is not { } run || run.Status.IsEnded();
                while (reader.Next() is { Count: > 0 } chunks)
                    await WriteAsync(context.Response, chunks, prefixed, stop.Token);
                if (ended)
                    break;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader or the server goes; what was written stays written.
        }
        finally
        {
            host.Feed.Changed -= Wake;
        }

        return Results.Empty;
    }

    private static async Task ChangeAsync(SemaphoreSlim changed, TimeProvider time, CancellationToken stop)
    {
        if (await changed.WaitAsync(Poll, stop))
            await Task.Delay(Pace, time, stop);
        while (changed.Wait(0, CancellationToken.None))
        {
            // Many changes at once are one reading.
        }
    }

    private static async Task WriteAsync(HttpResponse response, IReadOnlyList<LogChunk> chunks, bool prefixed, CancellationToken stop)
    {
        var text = new StringBuilder();
        foreach (var chunk in chunks)
        {
            var prefix = prefixed ? $"[{new TaskKey(chunk.TaskId, chunk.Item ?? -1)}#{chunk.Attempt}] " : "";
            foreach (var line in chunk.Text.AsSpan().TrimEnd('\n').EnumerateLines())
                text.Append(prefix).Append(line).Append('\n');
        }

        await response.WriteAsync(text.ToString(), stop);
        await response.Body.FlushAsync(stop);
    }
}
