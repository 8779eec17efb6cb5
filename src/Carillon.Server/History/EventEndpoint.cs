using System.Text;
using Carillon.Core;
using Carillon.Server.Hosting;

namespace Carillon.Server.History;

/// <summary><c>/api/events</c>: changes as they happen, as server-sent events.</summary>
internal static class EventEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly string[] Types = ["run", "schedule", "reconcile"];

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/events", StreamAsync).WithTags("system").Needs(Scope.ReadWorkflows)
        .Produces<string>(200, "text/event-stream")
        .Produces<ApiProblem>(400, Reply.ProblemType)
        .WithSummary("Live changes as server-sent events: run, schedule, reconcile. Last-Event-ID goes on where a connection broke; event reset says to read anew.");

    private static async Task<IResult> StreamAsync(HttpContext context, LiveEvents events, IHostApplicationLifetime lifetime, TimeProvider time, string? types, string? workflow, string? schedule)
    {
        var wanted = types?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted?.FirstOrDefault(type => !Types.Contains(type, StringComparer.Ordinal)) is { } unknown)
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidRequest, $"'types' has '{unknown}'; they are {string.Join(", ", Types)}."));
        var filter = new EventFilter(wanted, workflow is null ? null : new WorkflowId(workflow), schedule is null ? null : new ScheduleId(schedule));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var position = events.Enter(context.Request.Headers["Last-Event-ID"]);
        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await TellAsync(context.Response, events, filter, position, time, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader or the server goes.
        }
        finally
        {
            events.Leave();
        }

        return Results.Empty;
    }

    private static async Task TellAsync(HttpResponse response, LiveEvents events, EventFilter filter, long? known, TimeProvider time, CancellationToken stop)
    {
        var position = known ?? events.End;
        await WriteAsync(response, $"retry: 2000\n{Event(events, position, known is null ? "reset" : "ready", "{}")}", stop);
        var batch = new List<LiveEvent>();
        while (true)
        {
            var more = events.More;
            batch.Clear();
            if (!events.Read(ref position, filter, batch))
            {
                // So slow that events are lost: it may come again, and will be told to read anew.
                await WriteAsync(response, Event(events, events.End, "reset", "{}"), stop);
                return;
            }

            if (batch.Count > 0)
            {
                await WriteAsync(response, string.Concat(batch.Select(told => Event(events, told.Number, told.Type, Encoding.UTF8.GetString(told.Json)))), stop);
                continue;
            }

            try
            {
                await more.WaitAsync(Heartbeat, time, stop);
            }
            catch (TimeoutException)
            {
                await WriteAsync(response, $": beat\nid: {events.IdOf(position)}\n\n", stop);
            }
        }
    }

    private static string Event(LiveEvents events, long position, string type, string json) => $"id: {events.IdOf(position)}\nevent: {type}\ndata: {json}\n\n";

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken stop)
    {
        await response.WriteAsync(text, stop);
        await response.Body.FlushAsync(stop);
    }
}
