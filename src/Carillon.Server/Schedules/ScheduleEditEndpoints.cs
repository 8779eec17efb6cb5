using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary>Changing schedules.</summary>
internal static class ScheduleEditEndpoints
{
    private static readonly int[] Failures = [400, 403, 404, 409, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/workflows/{workflowId}/schedules", CreateAsync).WithTags("schedules").Needs(Scope.WriteSchedules).Answers<ScheduleView>(201, Failures).Accepts<JsonObject>("application/json")
            .WithSummary("Make a managed schedule: the keys of a schedule as in YAML, with by and reason for the record.");
        var group = api.MapGroup("/schedules/{id}").WithTags("schedules").Needs(Scope.WriteSchedules);
        group.MapPut("", EditAsync).Answers<ScheduleView>(Failures).Accepts<JsonObject>("application/json")
            .WithSummary("The whole definition anew, with by, reason and until. Of a declared schedule it is an override until the next reload, or until the time given.");
        group.MapDelete("", DeleteAsync).Answers<ScheduleView>(Failures).Accepts<ScheduleActRequest>(isOptional: true, "application/json").WithSummary("Take it out of use. History stays; a declared one comes back with the next reload.");
        Act(group, "enable", (service, id, edit) => service.ActAsync(id, ScheduleAct.Enable, edit)).WithSummary("Switch it on.");
        Act(group, "disable", (service, id, edit) => service.ActAsync(id, ScheduleAct.Disable, edit)).WithSummary("Switch it off. Nothing is recorded while it is off.");
        Act(group, "pause", (service, id, edit) => service.ActAsync(id, ScheduleAct.Pause, edit)).WithSummary("Pause it, perhaps until a time. Its occurrences are recorded as skipped.");
        Act(group, "revert", (service, id, edit) => service.RevertAsync(id, edit)).WithSummary("Take its override away: the file holds again.");
    }

    private static RouteHandlerBuilder Act(RouteGroupBuilder group, string verb, Func<ScheduleService, ScheduleId, ScheduleEdit, Task<Checked<ScheduleId>>> act) => group
        .MapPost("/" + verb, (HttpContext context, ScheduleService service, ScheduleReader schedules, LiveSchedules live, string id) =>
            ActAsync(context, schedules, live, id, edit => act(service, new ScheduleId(id), edit)))
        .Answers<ScheduleView>(Failures).Accepts<ScheduleActRequest>(isOptional: true, "application/json");

    private static async Task<IResult> CreateAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, LiveSchedules live, string workflowId)
    {
        var asked = await DocumentAsync(context);
        if (!asked.IsOk)
            return Reply.Failed(context, asked.Problems);
        var made = await service.CreateAsync(new WorkflowId(workflowId), asked.Value.Document, asked.Value.Edit with { RequestKey = Idempotency.KeyOf(context) });
        if (!made.IsOk)
            return Reply.Failed(context, made.Problems);
        var record = schedules.Find(made.Value)!;
        Revision.Tell(context, record.Revision);
        return TypedResults.Created($"/api/schedules/{Uri.EscapeDataString(record.Id.Value)}", ScheduleEndpoints.View(context, record, live));
    }

    private static async Task<IResult> EditAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, LiveSchedules live, string id)
    {
        var asked = await DocumentAsync(context);
        if (!asked.IsOk)
            return Reply.Failed(context, asked.Problems);
        var done = await service.EditAsync(new ScheduleId(id), asked.Value.Document, asked.Value.Edit);
        return done.IsOk ? ScheduleEndpoints.Find(context, schedules, live, id) : Reply.Failed(context, done.Problems);
    }

    private static Task<IResult> DeleteAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, LiveSchedules live, string id) =>
        ActAsync(context, schedules, live, id, edit => service.DeleteAsync(new ScheduleId(id), edit));

    private static async Task<IResult> ActAsync(HttpContext context, ScheduleReader schedules, LiveSchedules live, string id, Func<ScheduleEdit, Task<Checked<ScheduleId>>> act)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ScheduleActRequest, new ScheduleActRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var edit = Edit(context, body.Value.By, body.Value.Reason, body.Value.Until);
        if (!edit.IsOk)
            return Reply.Failed(context, edit.Problems);
        var done = await act(edit.Value);
        return done.IsOk ? ScheduleEndpoints.Find(context, schedules, live, id) : Reply.Failed(context, done.Problems);
    }

    /// <summary>The body as a schedule's document, without what is for the record.</summary>
    private static async Task<Checked<(JsonObject Document, ScheduleEdit Edit)>> DocumentAsync(HttpContext context)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.JsonObject, []);
        if (!body.IsOk)
            return Checked<(JsonObject, ScheduleEdit)>.Bad(body.Problems);
        var document = body.Value;
        var record = new JsonObject();
        foreach (var name in new[] { "by", "reason", "until" })
        {
            if (document.Remove(name, out var value))
                record[name] = value;
        }

        var act = RequestBody.Part(record, ApiJson.Default.ScheduleActRequest);
        if (!act.IsOk)
            return Checked<(JsonObject, ScheduleEdit)>.Bad(act.Problems);
        var edit = Edit(context, act.Value.By, act.Value.Reason, act.Value.Until);
        return edit.IsOk ? Checked<(JsonObject, ScheduleEdit)>.Ok((document, edit.Value)) : Checked<(JsonObject, ScheduleEdit)>.Bad(edit.Problems);
    }

    /// <summary>The change as it is asked for, or what is wrong with it.</summary>
    internal static Checked<ScheduleEdit> Edit(HttpContext context, string? by, string? reason, Instant? until)
    {
        var revision = Revision.Asked(context.Request);
        List<Problem> problems = [.. Actor.Check(by, reason), .. revision.Problems];
        return problems.Count > 0
            ? Checked<ScheduleEdit>.Bad(problems)
            : Checked<ScheduleEdit>.Ok(new ScheduleEdit(Actor.Of(context, by), reason) { Until = until, Revision = revision.Value });
    }
}
