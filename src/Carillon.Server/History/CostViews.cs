using System.Globalization;
using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.History;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.History;

/// <summary>What a month costs a schedule. Amounts in the currency of the installation, exact to six decimals.</summary>
internal sealed record ScheduleCostView
{
    /// <summary>The schedule.</summary>
    public required ScheduleId ScheduleId { get; init; }

    /// <summary>Its workflow; null when the schedule is gone.</summary>
    public WorkflowId? WorkflowId { get; init; }

    /// <summary>Whose it is, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>The zone of its months.</summary>
    public required string Timezone { get; init; }

    /// <summary>The month, <c>2026-03</c>.</summary>
    public required string Month { get; init; }

    /// <summary>How many nominal times the whole month has.</summary>
    public required long Occurrences { get; init; }

    /// <summary>How many of them are still to come and would run.</summary>
    public required long Remaining { get; init; }

    /// <summary>What a run is expected to cost.</summary>
    public required decimal CostPerRun { get; init; }

    /// <summary>What the whole month would cost from its number of occurrences alone.</summary>
    public required decimal Estimate { get; init; }

    /// <summary>What ended runs of the month cost.</summary>
    public required decimal Spent { get; init; }

    /// <summary>What open runs of the month are expected to cost.</summary>
    public required decimal Reserved { get; init; }

    /// <summary>What the month will have cost at its end if every occurrence to come runs.</summary>
    public required decimal Projected { get; init; }

    /// <summary>The budget of the month, or null.</summary>
    public decimal? Budget { get; init; }

    /// <summary><c>definition</c>, or <c>api</c> when somebody set it; null without a budget.</summary>
    public string? BudgetFrom { get; init; }

    /// <summary>Spent and reserved in percent of the budget, or null.</summary>
    public decimal? UtilizationPercent { get; init; }

    /// <summary>When the budget is exceeded: the first nominal time whose run does not fit; null for not in this month.</summary>
    public Instant? ExceededAt { get; init; }

    /// <summary>The same in the schedule's zone.</summary>
    public string? ExceededLocal { get; init; }

    /// <summary>What one run may cost, or null.</summary>
    public decimal? CostLimit { get; init; }

    public static ScheduleCostView From(ScheduleCost of)
    {
        var cost = of.Cost;
        return new ScheduleCostView
        {
            ScheduleId = of.ScheduleId,
            WorkflowId = of.WorkflowId,
            Owner = of.Owner,
            Timezone = of.Zone.Id,
            Month = cost.Month.Text,
            Occurrences = cost.Occurrences,
            Remaining = cost.Remaining,
            CostPerRun = Money.Amount(cost.RunMicros),
            Estimate = Money.Amount(cost.EstimateMicros),
            Spent = Money.Amount(cost.SpentMicros),
            Reserved = Money.Amount(cost.ReservedMicros),
            Projected = Money.Amount(cost.ProjectedMicros),
            Budget = CostText.Amount(cost.BudgetMicros),
            BudgetFrom = cost.BudgetMicros is null ? null : of.IsBudgetSet ? "api" : "definition",
            UtilizationPercent = cost.Utilization,
            ExceededAt = cost.ExceededAt,
            ExceededLocal = cost.ExceededAt is { } at ? LocalText.Of(at, of.Zone) : null,
            CostLimit = CostText.Amount(of.CostLimitMicros),
        };
    }
}

/// <summary>What a month costs an owner, or the whole project.</summary>
/// <param name="Name">The owner, or the project.</param>
/// <param name="Spent">What ended runs of the month (of UTC) cost.</param>
/// <param name="Reserved">What open runs of the month are expected to cost.</param>
/// <param name="Projected">Both, and what the runs to come in this month are expected to cost.</param>
/// <param name="Budget">The budget, or null.</param>
/// <param name="UtilizationPercent">Spent and reserved in percent of the budget, or null.</param>
internal sealed record CostSumView(string Name, decimal Spent, decimal Reserved, decimal Projected, decimal? Budget, decimal? UtilizationPercent)
{
    public static CostSumView From(CostSum sum) => new(
        sum.Name, Money.Amount(sum.SpentMicros), Money.Amount(sum.ReservedMicros), Money.Amount(sum.ProjectedMicros), CostText.Amount(sum.BudgetMicros),
        MonthCost.Percent(sum.SpentMicros + sum.ReservedMicros, sum.BudgetMicros));
}

/// <summary>What a day or a month has cost.</summary>
/// <param name="At">The day <c>2026-03-09</c>, or the month <c>2026-03</c>.</param>
/// <param name="Spent">How much.</param>
internal sealed record CostPointView(string At, decimal Spent);

/// <summary>What this month costs.</summary>
/// <param name="Month">The month of UTC.</param>
/// <param name="Total">The whole project.</param>
/// <param name="Owners">Each owner with costs or a budget, the most expensive first.</param>
/// <param name="Schedules">The most expensive schedules by what is projected.</param>
/// <param name="SchedulesTotal">How many schedules have costs or a budget.</param>
/// <param name="CostTrend">Days by when runs ended, or months by their nominal times; those without cost are left out.</param>
internal sealed record CostOverviewView(
    string Month, CostSumView Total, IReadOnlyList<CostSumView> Owners, IReadOnlyList<ScheduleCostView> Schedules, int SchedulesTotal, IReadOnlyList<CostPointView> CostTrend)
{
    public static CostOverviewView From(CostOverview overview, int top, bool byMonth) => new(
        CostMonth.TextOf(overview.Month),
        CostSumView.From(overview.Total),
        [.. overview.Owners.Take(top).Select(CostSumView.From)],
        [.. overview.Schedules.Take(top).Select(ScheduleCostView.From)],
        overview.Schedules.Count,
        [.. overview.Trend.Select(point => new CostPointView(point.At.ToString(byMonth ? "uuuu-MM" : "uuuu-MM-dd", CultureInfo.InvariantCulture), Money.Amount(point.SpentMicros)))]);
}

/// <summary>What a month to come is expected to cost.</summary>
/// <param name="Month">The month, in each schedule's zone.</param>
/// <param name="Runs">How many runs that cost something are to come in it.</param>
/// <param name="Projected">What they cost; for the month under way with what is spent and reserved.</param>
/// <param name="OverBudget">Schedules whose budget the month exceeds.</param>
internal sealed record ForecastMonthView(string Month, long Runs, decimal Projected, IReadOnlyList<ScheduleId> OverBudget)
{
    public static ForecastMonthView From(ForecastMonth month) => new(CostMonth.TextOf(month.Month), month.Runs, Money.Amount(month.ProjectedMicros), month.OverBudget);
}

/// <summary>A budget that somebody sets. <c>month</c> must be there.</summary>
internal sealed record BudgetRequest
{
    /// <summary>What each calendar month may cost, in the currency; 0 to 1000000000 with six decimals at most.</summary>
    public decimal? Month { get; init; }

    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }
}

/// <summary>Amounts in answers.</summary>
internal static class CostText
{
    /// <summary>The amount in the currency, or null.</summary>
    public static decimal? Amount(long? micros) => micros is { } known ? Money.Amount(known) : null;
}
