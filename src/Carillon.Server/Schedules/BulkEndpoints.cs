using System.ComponentModel.DataAnnotations;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using Carillon.Server.Security;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/schedules/bulk</c>: one change of many schedules, with an answer for each.</summary>
internal static class BulkEndpoints
{
    private const int Most = 1000;
    private static readonly int[] Failures = [400, 403, 409, 413, 415, 422, 503];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules/bulk").WithTags("schedules").Needs(Scope.WriteSchedules);
        Each(group.MapPost("/enable", (HttpContext context, ScheduleService service, ScheduleReader schedules, Owners owners) => ActAsync(context, service, schedules, owners, ScheduleAct.Enable)), "Switch up to 1,000 schedules on: an answer for each, in their order.");
        Each(group.MapPost("/disable", (HttpContext context, ScheduleService service, ScheduleReader schedules, Owners owners) => ActAsync(context, service, schedules, owners, ScheduleAct.Disable)), "Switch up to 1,000 schedules off.");
        Each(group.MapPost("/pause", (HttpContext context, ScheduleService service, ScheduleReader schedules, Owners owners) => ActAsync(context, service, schedules, owners, ScheduleAct.Pause)), "Pause up to 1,000 schedules.");
        Each(group.MapPost("/resume", (HttpContext context, ScheduleService service, ScheduleReader schedules, Owners owners) => ActAsync(context, service, schedules, owners, ScheduleAct.Resume)), "End the pauses of up to 1,000 schedules.");
        Each(group.MapDelete("", (HttpContext context, ScheduleService service, ScheduleReader schedules, Owners owners) => ActAsync(context, service, schedules, owners, ScheduleAct.Delete)), "Take up to 1,000 schedules out of use.");
    }

    private static void Each(RouteHandlerBuilder route, string summary) =>
        route.Answers<BulkAnswer>(Failures).Accepts<BulkRequest>("application/json").WithSummary(summary);

    private static async Task<IResult> ActAsync(HttpContext context, ScheduleService service, ScheduleReader schedules, Owners owners, ScheduleAct act)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.BulkRequest, new BulkRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var edit = ScheduleEditEndpoints.Edit(context, body.Value.By, body.Value.Reason, body.Value.Until);
        List<Problem> problems = [.. edit.Problems];
        if (body.Value.Ids is not { Count: >= 1 and <= Most } ids || ids.Any(id => id is null))
            return Reply.Failed(context, [new Problem(ProblemCodes.InvalidRequest, $"'ids' must be a list of 1 to {Most} schedule ids.") { Field = "ids" }, .. problems]);
        if (problems.Count > 0)
            return Reply.Failed(context, problems);
        List<ScheduleId> wanted = [.. ids.Select(id => new ScheduleId(id!))];
        // What belongs to others is refused one by one, like anything else that cannot be done.
        var others = Caller.Of(context) is { IsAdmin: false } caller ? owners.Of(wanted).Where(owned => !Owners.May(caller, owned.Value)).ToDictionary(owned => owned.Key, owned => owned.Value) : [];
        var own = wanted.Where(id => !others.ContainsKey(id)).ToList();
        var done = new Queue<Checked<ScheduleId>>(own.Count > 0 ? await service.ActOnEachAsync(own, act, edit.Value) : []);
        var answers = wanted.Select(id => others.TryGetValue(id, out var names) ? Checked<ScheduleId>.Bad(new Problem(ProblemCodes.NotAllowed, $"This belongs to '{names[0]}'.")) : done.Dequeue()).ToList();
        var stand = schedules.Find([.. wanted.Distinct()]).ToDictionary(record => record.Id, record => record.Status);
        return TypedResults.Ok(BulkAnswer.Of([.. wanted.Zip(answers, (id, answer) => BulkItem.Of(id, answer, stand))]));
    }
}

/// <summary>One change of many schedules.</summary>
internal sealed record BulkRequest
{
    /// <summary>Which, 1 to 1,000.</summary>
    [Required]
    public IReadOnlyList<string?>? Ids { get; init; }

    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }

    /// <summary>When pauses and overrides end by themselves, exclusive; left out, they hold until they are undone.</summary>
    public Instant? Until { get; init; }
}

/// <summary>What became of each.</summary>
/// <param name="Done">How many of the answers are ok.</param>
/// <param name="Failed">How many are not.</param>
/// <param name="Items">An answer for each id, in the order asked.</param>
internal sealed record BulkAnswer(int Done, int Failed, IReadOnlyList<BulkItem> Items)
{
    public static BulkAnswer Of(IReadOnlyList<BulkItem> items) => new(items.Count(item => item.Ok), items.Count(item => !item.Ok), items);
}

/// <summary>What became of one.</summary>
/// <param name="Id">The schedule as it was asked for.</param>
/// <param name="Ok">True when it is as asked for now.</param>
/// <param name="Status">Where it stands now; null when it was refused.</param>
/// <param name="Problem">Why it was refused, or null.</param>
internal sealed record BulkItem(ScheduleId Id, bool Ok, ScheduleStatus? Status, ProblemView? Problem)
{
    public static BulkItem Of(ScheduleId id, Checked<ScheduleId> answer, IReadOnlyDictionary<ScheduleId, ScheduleStatus> stand) => answer.IsOk
        ? new BulkItem(id, true, stand.TryGetValue(id, out var status) ? status : null, null)
        : new BulkItem(id, false, null, ProblemView.From(answer.Problems[0]));
}
