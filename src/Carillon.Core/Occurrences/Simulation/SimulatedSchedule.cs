using NodaTime;

namespace Carillon.Core.Occurrences.Simulation;

/// <summary>A schedule to simulate.</summary>
/// <param name="Schedule">The schedule with its switches.</param>
/// <param name="WorkflowId">Its workflow; schedules of one workflow share its limit.</param>
/// <param name="RunLength">How long a run takes, as measured or assumed; not negative.</param>
/// <param name="CostPerRun">What a run costs, in the currency of the installation.</param>
/// <param name="MaxConcurrentRuns">The workflow's limit; null for none.</param>
/// <param name="MonthlyBudget">What its runs may cost in a month of its zone, in the currency; null for no budget. Nothing is skipped for it.</param>
public sealed record SimulatedSchedule(Schedule Schedule, WorkflowId WorkflowId, Duration RunLength, decimal CostPerRun = 0, int? MaxConcurrentRuns = null, decimal? MonthlyBudget = null);

/// <summary>One run of a simulation.</summary>
/// <param name="ScheduleId">Its schedule.</param>
/// <param name="NominalAt">Its nominal time.</param>
/// <param name="StartedAt">When it started; null when it never did.</param>
/// <param name="EndedAt">When it ended; null when it was still open at the end of the simulation.</param>
/// <param name="Canceled">True when a later occurrence canceled it.</param>
public sealed record SimulatedRun(ScheduleId ScheduleId, Instant NominalAt, Instant? StartedAt, Instant? EndedAt, bool Canceled);

/// <summary>What a schedule did in a simulation.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Runs">Runs made.</param>
/// <param name="Skipped">Occurrences without a run.</param>
/// <param name="Reasons">Those by reason, the most frequent first.</param>
/// <param name="Waited">Runs that did not start when they were due.</param>
/// <param name="LongestWait">The longest such wait.</param>
/// <param name="Canceled">Runs that a later occurrence canceled.</param>
/// <param name="Cost">What its runs cost in all.</param>
/// <param name="Months">Its runs by calendar month of their nominal time in the schedule's zone, in order; months without a run are left out.</param>
/// <param name="MonthlyBudget">Its budget, or null.</param>
/// <param name="FirstMonthOverBudget">The first of these months whose runs cost more than the budget; null for none.</param>
public sealed record SimulatedTotals(
    ScheduleId ScheduleId,
    long Runs,
    long Skipped,
    IReadOnlyList<(string Reason, long Count)> Reasons,
    long Waited,
    Duration LongestWait,
    long Canceled,
    decimal Cost,
    IReadOnlyList<(YearMonth Month, long Runs)> Months,
    decimal? MonthlyBudget = null,
    YearMonth? FirstMonthOverBudget = null);
