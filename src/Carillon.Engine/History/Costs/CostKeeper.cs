using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>What a run takes from budgets while it is open, and where that is booked.</summary>
/// <param name="EstimateMicros">What it is expected to cost.</param>
/// <param name="ScheduleMonth">The month in its schedule's zone; null without a schedule.</param>
/// <param name="Owner">Whose it is; null for nobody's.</param>
/// <param name="Month">The month of UTC.</param>
internal sealed record CostClaim(long EstimateMicros, int? ScheduleMonth, string? Owner, int Month);

/// <summary>
/// Budgets as reservations: a run's estimate is reserved in the transaction that makes the run, and becomes its real cost in the one that ends it. All of it is on
/// the writer's thread, so two runs never see the same last cent.
/// </summary>
internal sealed class CostKeeper(EngineOptions options, LiveSchedules live, TypicalCosts typical)
{
    private Dictionary<(BudgetScope, string), long>? _budgets;

    /// <summary>Budgets are read once for each batch, and again when one of it is set.</summary>
    public void ForgetBudgets() => _budgets = null;

    /// <summary>What a run that is about to be made claims.</summary>
    public CostClaim Claim(Sql sql, NewRun made, Instant now)
    {
        var schedule = Definition(sql, made);
        var at = made.NominalAt ?? now;
        return new CostClaim(
            typical.Estimate(sql, made.Definition),
            made.ScheduleId is null ? null : SpendingStore.Number(CostMonth.MonthOf(at, schedule?.Zone ?? DateTimeZone.Utc)),
            schedule?.Owner ?? made.Definition.Owner,
            SpendingStore.Number(CostMonth.MonthOf(at, DateTimeZone.Utc)));
    }

    /// <summary>Reserves what the claim says.</summary>
    public void Reserve(Sql sql, CostClaim claim, ScheduleId? schedule)
    {
        if (claim.EstimateMicros > 0)
            Book(sql, claim, schedule?.Value, claim.EstimateMicros, spent: 0);
    }

    /// <summary>The same for a run that is held in memory: most neither reserve nor cost anything, and need no look.</summary>
    public void Settle(Sql sql, HeldRun held)
    {
        if (held.Facts.EstimateMicros > 0 || RunTotals.Any(held.State))
            Settle(sql, held.State.Id);
    }

    /// <summary>Makes the reservation of a run that has ended its real cost. Once for each run; what neither reserved nor cost anything is left alone.</summary>
    public void Settle(Sql sql, RunId run)
    {
        var settled = sql.First(
            """
            update runs set cost_settled = 1 where id = $1 and cost_settled = 0 and completed_at is not null and (estimate_micros > 0 or cost_micros > 0)
            returning estimate_micros, cost_micros, schedule_id, cost_schedule_month, cost_owner, cost_month, completed_at, workflow_id
            """,
            row => (
                Claim: new CostClaim(row.GetInt64(0), (int?)row.NumberOrNull(3), row.TextOrNull(4), row.GetInt32(5)),
                Cost: row.GetInt64(1), Schedule: row.TextOrNull(2), CompletedAt: row.GetInt64(6).ToInstant(), Workflow: new WorkflowId(row.GetString(7))),
            run.Value);
        if (settled.Claim is not { } claim)
            return;
        Book(sql, claim, settled.Schedule, -claim.EstimateMicros, settled.Cost);
        if (settled.Cost > 0)
            SpendingStore.AddDay(sql, options.Project, settled.CompletedAt, settled.Cost);
        // What is as expected changes no mean.
        if (settled.Cost != claim.EstimateMicros)
            typical.Changed(sql, settled.Workflow);
    }

    /// <summary>What budgets let occurrences from an instant on cost; null when nothing limits them.</summary>
    public RunBudget? BudgetOf(Sql sql, WorkflowDefinition workflow, ScheduleId? id, ScheduleDefinition? schedule, Instant from)
    {
        var rooms = new List<BudgetRoom>();
        if (id is { } known && Budget(sql, BudgetScope.Schedule, known.Value) is var set && (set ?? (schedule?.Budget is { Skips: true } own ? own.MonthMicros : null)) is { } month)
            rooms.Add(Room(sql, "schedule", known.Value, "the schedule's budget", schedule?.Zone ?? DateTimeZone.Utc, month, from));
        if ((schedule?.Owner ?? workflow.Owner) is { } owner && Budget(sql, BudgetScope.Owner, owner) is { } all)
            rooms.Add(Room(sql, "owner", owner, $"the budget of owner '{owner}'", DateTimeZone.Utc, all, from));
        return rooms.Count == 0 && schedule?.CostLimitMicros is null ? null : new RunBudget(typical.Estimate(sql, workflow), schedule?.CostLimitMicros, rooms);
    }

    /// <summary>Why budgets do not allow a run that somebody asks for; null when they do.</summary>
    public Problem? Refusal(Sql sql, NewRun made, Instant now)
    {
        var at = made.NominalAt ?? now;
        if (BudgetOf(sql, made.Definition, made.ScheduleId, Definition(sql, made), at)?.Refusal(at) is not { } reason)
            return null;
        return new Problem(ProblemCodes.BudgetExceeded, $"The run is over budget: {reason[(ProblemCodes.BudgetExceeded.Length + 1)..]}.", Suggestion: "Ask with over_budget and a reason to run it all the same.");
    }

    private long? Budget(Sql sql, BudgetScope scope, string subject)
    {
        _budgets ??= BudgetStore.List(sql, options.Project).ToDictionary(b => (b.Scope, b.Subject), b => Money.Micros(b.Month));
        return _budgets.TryGetValue((scope, subject), out var micros) ? micros : null;
    }

    private BudgetRoom Room(Sql sql, string scope, string subject, string name, DateTimeZone zone, long month, Instant from) =>
        new(name, zone, month, SpendingStore.Used(sql, options.Project, scope, subject, CostMonth.MonthOf(from, zone)));

    private void Book(Sql sql, CostClaim claim, string? schedule, long reserved, long spent)
    {
        if (schedule is not null && claim.ScheduleMonth is { } month)
            SpendingStore.Add(sql, options.Project, "schedule", schedule, month, reserved, spent);
        if (claim.Owner is { } owner)
            SpendingStore.Add(sql, options.Project, "owner", owner, claim.Month, reserved, spent);
        SpendingStore.Add(sql, options.Project, "project", options.Project, claim.Month, reserved, spent);
    }

    private ScheduleDefinition? Definition(Sql sql, NewRun made) => made.Schedule
        ?? (made.ScheduleId is { } id && ScheduleStore.Find(sql, options.Project, id) is { } stored ? live.Of(stored).ValueOrDefault?.Definition : null);
}
