using System.Globalization;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary><c>/api/schedules/{id}/backfill</c> and <c>/api/backfills</c>.</summary>
internal static class BackfillEndpoints
{
    private static readonly int[] Failures = [400, 403, 404, 409, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/schedules/{id}/backfill", StartAsync).WithTags("backfills").Needs(Scope.ExecuteRuns).Answers<BackfillPreviewView>(Failures).Answers<BackfillRecord>(202, []).Accepts<BackfillBody>("application/json")
            .WithSummary("Run nominal times of the past. With dry_run it only says which; otherwise it answers 202 with the backfill.");
        var group = api.MapGroup("/backfills").WithTags("backfills").Needs(Scope.ReadSchedules);
        group.MapGet("/", List).Answers<RecordPage<BackfillRecord>>(400).WithSummary("Backfills with their progress, latest first: those of a schedule or a status.");
        group.MapGet("/{id}", Find).Answers<BackfillRecord>(404).WithSummary("One backfill with its progress.");
        group.MapGet("/{id}/items", Items).Answers<RecordPage<BackfillItemRecord>>(400, 404).WithSummary("Its nominal times in the order in which they run, each with its run.");
        Act(group, "pause", (service, id, act) => service.PauseAsync(id, act.By!, act.Reason)).WithSummary("Make no further run for now; open ones go on.");
        Act(group, "resume", (service, id, act) => service.ResumeAsync(id, act.By!, act.Reason)).WithSummary("Go on.");
        Act(group, "cancel", (service, id, act) => service.CancelAsync(id, act.By!, act.Reason)).WithSummary("End it: open runs are canceled, what waits never runs.");
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, BackfillService service, BackfillReader backfills, ScheduleReader schedules, LiveSchedules live, string id)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.BackfillBody, new BackfillBody());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        if (Actor.Check(body.Value.By, body.Value.Reason) is { Count: > 0 } problems)
            return Reply.Failed(context, problems);
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        var request = (body.Value with { By = Actor.Of(context, body.Value.By) }).Read(live.Of(record).ValueOrDefault?.Definition.Zone ?? DateTimeZone.Utc, Actor.Unnamed, Idempotency.KeyOf(context));
        if (!request.IsOk)
            return Reply.Failed(context, request.Problems);
        if (body.Value.DryRun)
        {
            var preview = await service.PreviewAsync(record.Id, request.Value);
            return preview.IsOk ? TypedResults.Ok(BackfillPreviewView.Of(preview.Value)) : Reply.Failed(context, preview.Problems);
        }

        var made = await service.StartAsync(record.Id, request.Value);
        return made.IsOk
            ? TypedResults.Accepted($"/api/backfills/{made.Value.ToString(CultureInfo.InvariantCulture)}", backfills.Find(made.Value))
            : Reply.Failed(context, made.Problems);
    }

    private static IResult List(HttpContext context, BackfillReader backfills, string? schedule, string? status, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var wanted = query.Word<BackfillStatus>("status", status);
        var after = query.Cursor("backfills", cursor);
        return query.Problems.Count > 0
            ? Reply.Failed(context, query.Problems)
            : TypedResults.Ok(backfills.List(schedule is null ? null : new ScheduleId(schedule), wanted, after, count).Sealed("backfills"));
    }

    private static IResult Find(HttpContext context, BackfillReader backfills, string id) =>
        Reply.OkOr404(context, backfills.Find(Number(id)), () => Missing(id));

    private static IResult Items(HttpContext context, BackfillReader backfills, string id, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("backfill items", cursor);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        return backfills.Find(Number(id)) is null ? Reply.Failed(context, Missing(id)) : TypedResults.Ok(backfills.Items(Number(id), after, count).Sealed("backfill items"));
    }

    private static RouteHandlerBuilder Act(RouteGroupBuilder group, string verb, Func<BackfillService, long, ActRequest, Task<Checked<long>>> act) => group
        .MapPost("/{id}/" + verb, async (HttpContext context, BackfillService service, BackfillReader backfills, string id) =>
        {
            var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ActRequest, new ActRequest());
            if (!body.IsOk)
                return Reply.Failed(context, body.Problems);
            if (Actor.Check(body.Value.By, body.Value.Reason) is { Count: > 0 } problems)
                return Reply.Failed(context, problems);
            var done = await act(service, Number(id), body.Value with { By = Actor.Of(context, body.Value.By) });
            return done.IsOk ? Find(context, backfills, id) : Reply.Failed(context, done.Problems);
        })
        .Needs(Scope.ExecuteRuns).Answers<BackfillRecord>(Failures).Accepts<ActRequest>(isOptional: true, "application/json");

    // What is no number is the number of no backfill.
    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static Problem Missing(string id) => Reply.Missing(ProblemCodes.BackfillNotFound, "backfill", id);
}
