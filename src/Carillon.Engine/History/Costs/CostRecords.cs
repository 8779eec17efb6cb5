using Carillon.Core;
using Carillon.Core.History;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>What a month costs a schedule. Immutable.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="WorkflowId">Its workflow; null when the schedule is gone.</param>
/// <param name="Owner">Whose it is, or null.</param>
/// <param name="Zone">The zone of its months.</param>
/// <param name="Cost">The month.</param>
/// <param name="IsBudgetSet">True when somebody set the budget; false for the declared one, or none.</param>
/// <param name="CostLimitMicros">What one run may cost, or null.</param>
public sealed record ScheduleCost(ScheduleId ScheduleId, WorkflowId? WorkflowId, string? Owner, DateTimeZone Zone, MonthCost Cost, bool IsBudgetSet, long? CostLimitMicros);

/// <summary>What a month costs an owner, or the whole project. Amounts in micros. Immutable.</summary>
/// <param name="Name">The owner, or the project.</param>
/// <param name="SpentMicros">What ended runs of the month (of UTC) cost.</param>
/// <param name="ReservedMicros">What open runs of the month are expected to cost.</param>
/// <param name="ProjectedMicros">Both, and what the schedules' runs to come in this month are expected to cost.</param>
/// <param name="BudgetMicros">The budget, or null.</param>
public sealed record CostSum(string Name, long SpentMicros, long ReservedMicros, long ProjectedMicros, long? BudgetMicros);

/// <summary>What a day or a month has cost the project.</summary>
/// <param name="At">The day, or the first of the month, of UTC.</param>
/// <param name="SpentMicros">In micros.</param>
public sealed record CostPoint(LocalDate At, long SpentMicros);

/// <summary>What this month costs. Immutable.</summary>
/// <param name="Month">The month of UTC.</param>
/// <param name="Total">The whole project.</param>
/// <param name="Owners">Each owner with costs or a budget, the most expensive first.</param>
/// <param name="Schedules">Each schedule with costs or a budget, the most expensive first by what is projected.</param>
/// <param name="Trend">Days by when runs ended, or months by their nominal times, in order; those without cost are left out.</param>
public sealed record CostOverview(YearMonth Month, CostSum Total, IReadOnlyList<CostSum> Owners, IReadOnlyList<ScheduleCost> Schedules, IReadOnlyList<CostPoint> Trend);

/// <summary>What a month to come is expected to cost. Amounts in micros. Immutable.</summary>
/// <param name="Month">The month, in each schedule's zone.</param>
/// <param name="Runs">How many runs that cost something are to come in it.</param>
/// <param name="ProjectedMicros">What they cost; for the month under way with what is spent and reserved.</param>
/// <param name="OverBudget">Schedules whose declared or set budget the month exceeds.</param>
public sealed record ForecastMonth(YearMonth Month, long Runs, long ProjectedMicros, IReadOnlyList<ScheduleId> OverBudget);
