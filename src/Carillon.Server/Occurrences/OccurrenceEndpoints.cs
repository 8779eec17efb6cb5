using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>What a schedule did and will do: <c>/api/schedules/{id}/next-runs</c>, <c>/ledger</c>, <c>/why</c>.</summary>
internal static class OccurrenceEndpoints
{
    private const int MaxNext = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules/{id}").WithTags("occurrences").Needs(Scope.ReadSchedules);
        group.MapGet("/next-runs", NextRuns).Answers<ItemList<OccurrenceView>>(400, 404).WithSummary("Its next occurrences with their data windows, at or after from (default now); empty when it is archived.");
        group.MapGet("/explain", Explain).Answers<ExplanationView>(400, 404, 409).WithSummary("It in words: its rules, next occurrences, the clock changes of two years that touch it, and what lint says.");
        group.MapGet("/ledger", Ledger).Answers<RecordPage<LedgerRecord>>(400, 404).WithSummary("What became of its occurrences, latest first.");
        api.MapPost("/schedules/preview", PreviewAsync).WithTags("schedules").Needs(Scope.ReadSchedules).Answers<PreviewAnswer>(400, 413, 415, 422).Accepts<JsonObject>("application/json").WithSummary("The next occurrences of any schedule, with its data windows: the body that would make it, with from and count, and the workflow it is for; with workflow or cost_per_run, and budget, also what the month would cost.");
        group.MapGet("/why", Why).Answers<WhyRecord>(400, 404).WithSummary("Why it ran, or did not, at a time.");
    }

    private static IResult NextRuns(HttpContext context, ScheduleReader schedules, LiveSchedules live, TimeProvider time, string id, int? count, string? from)
    {
        var query = new Query();
        var number = query.Range("count", count, 10, MaxNext);
        var start = query.Instant("from", from) ?? time.Now();
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        return TypedResults.Ok(new ItemList<OccurrenceView>(live.Of(record).ValueOrDefault?.Definition is { } holds
            ? [.. SchedulePreview.Of(record.Id, holds, record.RunCount, start, number).Occurrences.Select(occurrence => OccurrenceView.From(occurrence, holds.Windows))]
            : []));
    }

    private static IResult Explain(HttpContext context, ScheduleReader schedules, LiveSchedules live, TimeProvider time, string id, int? count, string? from)
    {
        var query = new Query();
        var number = query.Range("count", count, 10, MaxNext);
        var start = query.Instant("from", from) ?? time.Now();
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        if (live.Of(record).ValueOrDefault is not var (workflow, holds, _))
            return Reply.Failed(context, new Problem(ProblemCodes.StateConflict, $"The schedule '{id}' is archived, or its definition no longer fits its workflow, so there is nothing to explain."));
        return TypedResults.Ok(ExplanationView.From(id, ScheduleExplanation.Of(holds, record.Id, start, number, ScheduleLint.Of(LintSubject.Of(workflow, holds, start)))));
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, Engine.Definitions.Catalog catalog, ScheduleReader schedules, ScheduleAdvice advice, CostReader costs, TimeProvider time)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.JsonObject, []);
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var request = PreviewRequest.Read(body.Value, time.Now());
        var workflow = request.Workflow is { } asked ? catalog.Find(new WorkflowId(asked))?.Live : null;
        if (request.Workflow is { } unknown && workflow is null)
            request = request with { Problems = [.. request.Problems, Reply.Missing(ProblemCodes.WorkflowNotFound, "workflow", unknown) with { Field = "workflow" }] };
        // A schedule that is to be changed is named by its own id.
        var stored = workflow is not null && request.Key is { } given && schedules.Find(new ScheduleId(given)) is { } found && found.WorkflowId == workflow.Id ? found : null;
        if (stored is not null)
            request.Document.Remove("id");
        var read = request.Schedule(workflow, stored?.Key ?? (workflow is null ? null : advice.FreeKey(workflow.Id)), catalog.Context);
        List<Problem> problems = [.. read.Problems, .. workflow is not null && read.IsOk ? advice.Before(workflow.Id, read.Value) : []];
        if (!read.IsOk || problems.Exists(problem => problem.Severity == ProblemSeverity.Error))
            return Reply.Failed(context, StatusCodes.Status422UnprocessableEntity, problems);
        var answer = PreviewAnswer.Of(read.Value, request.Range, problems);
        return TypedResults.Ok((request.RunMicros ?? (workflow is null ? null : costs.Estimate(workflow))) is { } run
            ? answer with { Cost = PreviewCost.Of(read.Value, request.Range.From, run) }
            : answer);
    }

    private static IResult Ledger(HttpContext context, ScheduleReader schedules, LedgerReader ledger, string id, string? outcome, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("ledger", cursor);
        var wanted = query.Word<OccurrenceOutcome>("outcome", outcome);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        return schedules.Find(new ScheduleId(id)) is null
            ? Reply.Failed(context, ScheduleEndpoints.Missing(id))
            : TypedResults.Ok(ledger.List(new ScheduleId(id), wanted, after, count).Sealed("ledger"));
    }

    private static IResult Why(HttpContext context, ScheduleReader schedules, LedgerReader ledger, LiveSchedules live, TimeProvider time, string id, string? at)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } record)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        var holds = live.Of(record).ValueOrDefault?.Definition;
        var asked = AskedTime.Parse(at, holds?.Zone ?? DateTimeZone.Utc);
        return asked.IsOk
            ? TypedResults.Ok(ledger.Why(record, holds?.Times, asked.Value, time.Now()))
            : Reply.Failed(context, asked.Problems);
    }
}
