using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.History;

/// <summary><c>/api/costs</c> and <c>/api/schedules/{id}/cost</c>.</summary>
internal static class CostEndpoints
{
    private const int MostTop = 1000;
    private const int MostMonths = 12;
    private const int MaxOwner = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/schedules/{id}/cost", OfSchedule).WithTags("costs").Needs(Scope.ReadSchedules).Answers<ScheduleCostView>(404, 409)
            .WithSummary("What this month costs the schedule: estimate, spent, reserved, projected, budget, and when that is exceeded.");
        var group = api.MapGroup("/costs").WithTags("costs").Needs(Scope.ReadSchedules);
        group.MapGet("/", Overview).Answers<CostOverviewView>(400)
            .WithSummary("What this month costs: the project, owners, the most expensive schedules (top, 20 by default), and the trend by day (of the last days, 30 by default) or month.");
        group.MapGet("/forecast", Forecast).Answers<ItemList<ForecastMonthView>>(400).WithSummary("What this month and those after it are expected to cost: 3 months by default, 12 at most.");
        group.MapGet("/budgets", Budgets).Answers<ItemList<BudgetRecord>>().WithSummary("Budgets that somebody set, of owners and of schedules. Those that schedules declare are not among them.");
        group.MapGet("/budgets/{scope}/{**subject}", Find).Answers<BudgetRecord>(400, 404).WithSummary("The budget of an owner, or the one that was set for a schedule.");
        group.MapPut("/budgets/{scope}/{**subject}", SetAsync).Needs(Scope.WriteSchedules).Answers<BudgetRecord>(400, 404, 413, 415, 422, 503).Accepts<BudgetRequest>("application/json")
            .WithSummary("Set what a month may cost an owner, or a schedule in place of its own budget. It holds at once.");
        group.MapDelete("/budgets/{scope}/{**subject}", DeleteAsync).Needs(Scope.WriteSchedules).Answers<BudgetRecord>(400, 404, 413, 415, 503).Accepts<ActRequest>(isOptional: true, "application/json")
            .WithSummary("Take a budget away: a schedule's own holds again.");
    }

    private static IResult OfSchedule(HttpContext context, ScheduleReader schedules, CostReader costs, TimeProvider time, string id)
    {
        if (schedules.Find(new ScheduleId(id)) is null)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        return costs.OfSchedule(new ScheduleId(id), time.Now()) is { } cost
            ? TypedResults.Ok(ScheduleCostView.From(cost))
            : Reply.Failed(context, new Problem(ProblemCodes.StateConflict, $"The schedule '{id}' is archived, or its definition no longer fits its workflow, so its cost cannot be estimated."));
    }

    private static IResult Overview(HttpContext context, CostReader costs, TimeProvider time, string? trend, int? days, int? top)
    {
        var query = new Query();
        if (trend is not (null or "day" or "month"))
            query.Add($"'trend' is '{trend}'; it must be day or month.");
        var count = query.Range("days", days, 30, CostReader.MostDays);
        var most = query.Range("top", top, 20, MostTop);
        var byMonth = trend == "month";
        return query.Problems.Count > 0
            ? Reply.Failed(context, query.Problems)
            : TypedResults.Ok(CostOverviewView.From(costs.Overview(time.Now(), byMonth, count, context.RequestAborted), most, byMonth));
    }

    private static IResult Forecast(HttpContext context, CostReader costs, TimeProvider time, int? months)
    {
        var query = new Query();
        var count = query.Range("months", months, 3, MostMonths);
        return query.Problems.Count > 0
            ? Reply.Failed(context, query.Problems)
            : TypedResults.Ok(new ItemList<ForecastMonthView>([.. costs.Forecast(time.Now(), count, context.RequestAborted).Select(ForecastMonthView.From)]));
    }

    private static IResult Budgets(BudgetService budgets) => TypedResults.Ok(new ItemList<BudgetRecord>(budgets.List()));

    private static IResult Find(HttpContext context, BudgetService budgets, string scope, string subject)
    {
        var query = new Query();
        var asked = Asked(query, scope, subject);
        return query.Problems.Count > 0
            ? Reply.Failed(context, query.Problems)
            : Reply.OkOr404(context, budgets.Find(asked, subject), () => Missing(scope, subject));
    }

    private static async Task<IResult> SetAsync(HttpContext context, BudgetService budgets, string scope, string subject)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.BudgetRequest, new BudgetRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var query = new Query();
        var asked = Asked(query, scope, subject);
        foreach (var problem in Actor.Check(body.Value.By, body.Value.Reason))
            query.Refuse(problem);
        if (body.Value.Month is not { } month)
            query.Add("The member 'month' is missing: what each month may cost.");
        else if (!Money.IsExact(month))
            query.Refuse(new Problem(ProblemCodes.InvalidValue, "'month' must be from 0 to 1000000000, with six decimals at most."));
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var set = await budgets.SetAsync(asked, subject, body.Value.Month!.Value, Actor.Of(context, body.Value.By), body.Value.Reason);
        return set.IsOk ? TypedResults.Ok(set.Value) : Reply.Failed(context, set.Problems);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, BudgetService budgets, string scope, string subject)
    {
        var body = await RequestBody.JsonAsync(context.Request, ApiJson.Default.ActRequest, new ActRequest());
        if (!body.IsOk)
            return Reply.Failed(context, body.Problems);
        var query = new Query();
        var asked = Asked(query, scope, subject);
        foreach (var problem in Actor.Check(body.Value.By, body.Value.Reason))
            query.Refuse(problem);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        return Reply.OkOr404(context, await budgets.DeleteAsync(asked, subject, Actor.Of(context, body.Value.By), body.Value.Reason), () => Missing(scope, subject));
    }

    private static BudgetScope Asked(Query query, string scope, string? subject)
    {
        if (string.IsNullOrWhiteSpace(subject) || subject.Length > MaxOwner || subject.Any(char.IsControl))
            query.Add($"The budget's subject must have 1 to {MaxOwner} characters on one line.");
        return query.Word<BudgetScope>("scope", scope) ?? default;
    }

    private static Problem Missing(string scope, string subject) => Reply.Missing(ProblemCodes.PartNotFound, $"budget that was set for {scope}", subject);
}
