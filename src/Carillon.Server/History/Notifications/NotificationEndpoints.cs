using System.Globalization;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Server.Hosting;

namespace Carillon.Server.History;

/// <summary><c>/api/notifications</c>: what was told to whom, and what became of it.</summary>
internal static class NotificationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/notifications").WithTags("notifications").Needs(Scope.ReadWorkflows);
        group.MapGet("", List).Answers<RecordPage<NotificationRecord>>(400)
            .WithSummary("Messages to channels, latest first: of a channel, about an event, of a run, schedule or workflow, or by status (waiting, sent, gathered, failed, several with commas).");
        group.MapGet("/{id}", Find).Answers<NotificationRecord>(404).WithSummary("One message: what became of it, how often it was tried, and what the receiver said.");
    }

    private static IResult List(
        HttpContext context, NotificationReader notifications, string? channel, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "event")] string? about, string? status, string? run, string? schedule, string? workflow, string? cursor, int? limit)
    {
        var query = new Query();
        var filter = new NotificationFilter
        {
            Channel = channel,
            Event = query.Word<NotificationEvent>("event", about),
            Statuses = query.Words<NotificationStatus>("status", status),
            Run = run is null ? null : new RunId(run),
            Schedule = schedule is null ? null : new ScheduleId(schedule),
            Workflow = workflow is null ? null : new WorkflowId(workflow),
        };
        var count = query.Limit(limit);
        var after = query.Cursor("notifications", cursor);
        return query.Problems.Count > 0 ? Reply.Failed(context, query.Problems) : TypedResults.Ok(notifications.List(filter, after, count).Sealed("notifications"));
    }

    private static IResult Find(HttpContext context, NotificationReader notifications, string id) => Reply.OkOr404(
        context,
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? notifications.Find(number) : null,
        () => Reply.Missing(ProblemCodes.NotificationNotFound, "notification", id));
}
