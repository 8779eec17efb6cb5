using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>What a schedule has missed and what is done about it, and its test runs.</summary>
internal static class MissedEndpoints
{
    private static readonly int[] Failures = [400, 403, 404, 409, 412, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules/{id}").WithTags("occurrences");
        group.MapGet("/missed", Missed).Needs(Scope.ReadSchedules).Answers<MissedRecord>(400, 404, 409).WithSummary("Occurrences that were due and have no run: since its pause, else in the last 7 days, or since a time.");
        group.MapPost("/resume", ResumeAsync).WithTags("schedules").Needs(Scope.WriteSchedules).Answers<ScheduleView>(Failures).Accepts<ResumeRequest>(isOptional: true, "application/json")
            .WithSummary("End a pause, auto-pause included. Nothing of the past fires, unless missed is last or all: a backfill runs those.");
        group.MapPost("/approve", ApproveAsync).Needs(Scope.ExecuteRuns).Answers<RunAccepted>(202, Failures).Accepts<ApprovalRequest>("application/json")
            .WithSummary("Run a missed occurrence that waits for approval because its effects are irreversible.");
        group.MapPost("/test-run", TestRunAsync).WithTags("schedules").Needs(Scope.ExecuteRuns).Answers<RunAccepted>(202, Failures).Accepts<RunActRequest>(isOptional: true, "application/json")
            .WithSummary("Run it once as if it were due now. Counts neither as an occurrence nor as a failure in a row. Over budget only with over_budget and a reason.");
    }

    private static IResult Missed(HttpContext context, ScheduleReader schedules, MissedReader missed, LiveSchedules live, TimeProvider time, string id, string? since)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        if (live.Of(record).ValueOrDefault?.Definition is not { } holds)
            return Reply.Failed(context, new Problem(ProblemCodes.StateConflict, $"Schedule '{id}' has no definition any more."));
        var from = since is null ? Checked<Instant>.Ok(default) : AskedTime.Parse(since, holds.Zone);
        return from.IsOk
            ? TypedResults.Ok(missed.Find(record, holds.Times, since is null ? null : from.Value, time.Now()))
            : Reply.Failed(context, from.Problems);
    }

    private static async Task<IResult> ResumeAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, LiveSchedules live, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ResumeRequest, new ResumeRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var edit = ScheduleEditEndpoints.Edit(context, body.Value.By, body.Value.Reason, until: null);
        if (!edit.IsOk)
            return Reply.Failed(context, edit.Problems);
        if (body.Value.MaxRuns is < 1 || (body.Value.MaxRuns is not null && body.Value.Missed != MissedChoice.All))
            return Reply.Failed(context, new Problem(ProblemCodes.InvalidRequest, "'max_runs' is a number from 1 and belongs to 'missed: all'."));
        var done = await service.ResumeAsync(new ScheduleId(id), edit.Value, body.Value.Missed, body.Value.MaxRuns);
        return done.IsOk ? ScheduleEndpoints.Find(context, schedules, live, id) : Reply.Failed(context, done.Problems);
    }

    private static async Task<IResult> ApproveAsync(HttpContext context, OccurrenceService service, ScheduleReader schedules, LiveSchedules live, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ApprovalRequest, new ApprovalRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        var at = AskedTime.Parse(body.Value.At, live.Of(record).ValueOrDefault?.Definition.Zone ?? DateTimeZone.Utc);
        List<Problem> problems = [.. Actor.Check(body.Value.By, body.Value.Reason), .. at.Problems];
        if (problems.Count > 0)
            return Reply.Failed(context, problems);
        return Answer(context, await service.ApproveAsync(record.Id, at.Value, Actor.Of(context, body.Value.By), body.Value.Reason));
    }

    private static async Task<IResult> TestRunAsync(HttpContext context, OccurrenceService service, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.RunActRequest, new RunActRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (Actor.Check(body.Value.By, body.Value.Reason, body.Value.OverBudget) is { Count: > 0 } problems)
            return Reply.Failed(context, problems);
        return Answer(context, await service.TestRunAsync(new ScheduleId(id), Actor.Of(context, body.Value.By), body.Value.Reason, body.Value.OverBudget));
    }

    private static IResult Answer(HttpContext context, Checked<RunId> made) => made.IsOk ? RunEndpoints.Accepted(made.Value) : Reply.Failed(context, made.Problems);
}
