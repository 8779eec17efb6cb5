using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.History;

/// <summary>What a month costs a schedule: what is spent and reserved, and what is still to come. Amounts in micros. Immutable.</summary>
/// <param name="Month">The month, in the schedule's zone.</param>
/// <param name="Occurrences">How many nominal times the whole month has.</param>
/// <param name="Remaining">How many of them are still to come and would run; 0 while it is switched off or paused.</param>
/// <param name="RunMicros">What a run is expected to cost.</param>
/// <param name="SpentMicros">What ended runs of the month cost.</param>
/// <param name="ReservedMicros">What open runs of the month are expected to cost.</param>
/// <param name="BudgetMicros">The budget of the month, or null.</param>
/// <param name="ExceededAt">When the budget is exceeded: the nominal time of the first run that does not fit, or the moment asked about when it is exceeded by then; null for not within the month.</param>
public sealed record MonthCost(
    CostMonth Month, long Occurrences, long Remaining, long RunMicros, long SpentMicros, long ReservedMicros, long? BudgetMicros, Instant? ExceededAt)
{
    /// <summary>What the whole month would cost from its number of occurrences alone.</summary>
    public long EstimateMicros => Times(Occurrences);

    /// <summary>What the month will have cost at its end if every occurrence to come runs.</summary>
    public long ProjectedMicros => Sum(Sum(SpentMicros, ReservedMicros), Times(Remaining));

    /// <summary>Spent and reserved in percent of the budget, to one decimal; null without a budget, or one of 0.</summary>
    public decimal? Utilization => Percent(Sum(SpentMicros, ReservedMicros), BudgetMicros);

    /// <summary>A part of a budget in percent, to one decimal; null without a budget, or one of 0.</summary>
    public static decimal? Percent(long micros, long? budget) => budget is > 0 and var whole ? decimal.Round(micros * 100m / whole, 1, MidpointRounding.AwayFromZero) : null;

    /// <summary>The month of a schedule at <paramref name="now"/>. It walks over the month's real occurrences.</summary>
    /// <param name="times">Its nominal times.</param>
    /// <param name="isRunning">False while it is switched off or paused.</param>
    /// <param name="month">Which month.</param>
    /// <param name="now">Occurrences after this are still to come.</param>
    /// <param name="run">What a run is expected to cost, in micros.</param>
    /// <param name="spent">What ended runs of the month cost.</param>
    /// <param name="reserved">What open runs of the month are expected to cost.</param>
    /// <param name="budget">The budget of the month, or null.</param>
    public static MonthCost Of(OccurrenceTimes times, bool isRunning, CostMonth month, Instant now, long run, long spent, long reserved, long? budget) =>
        Of(MonthCount.Of(times, month, now), isRunning, run, spent, reserved, budget);

    /// <summary>The same of a month that is counted already.</summary>
    public static MonthCost Of(MonthCount count, bool isRunning, long run, long spent, long reserved, long? budget)
    {
        var remaining = isRunning ? count.All - count.Passed : 0;
        Instant? exceeded = (budget - Sum(spent, reserved)) switch
        {
            < 0 => Instant.Max(count.Through, count.Month.Start),
            { } left when run > 0 && left / run < remaining => count.ToCome(left / run),
            _ => null,
        };
        return new MonthCost(count.Month, count.All, remaining, run, spent, reserved, budget, exceeded);
    }

    private static long Sum(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;

    private long Times(long runs) => (long)Math.Min(long.MaxValue, (decimal)RunMicros * runs);
}
