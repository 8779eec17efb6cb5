using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Occurrences.Simulation;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>Asks for a simulation. Every member may be left out, and so may the body.</summary>
internal sealed record SimulationRequest
{
    /// <summary>The first instant. Default now.</summary>
    public Instant? From { get; init; }

    /// <summary>How many days, 1 to 3660. Default 365.</summary>
    public int? Days { get; init; }

    /// <summary>Runs of the first so many hours are listed one by one, 0 to 744. Default 0.</summary>
    public int? ListHours { get; init; }

    /// <summary>How many seconds a run takes of which none has been measured. Default 60.</summary>
    public double? RunSeconds { get; init; }

    /// <summary>What if runs took so many times as long? Default 1.</summary>
    public double? Factor { get; init; }
}

/// <summary>What all schedules would do.</summary>
internal sealed record SimulationView
{
    private const int Shown = 5;

    public required Instant From { get; init; }

    /// <summary>The end, exclusive.</summary>
    public required Instant To { get; init; }

    public required long Runs { get; init; }

    /// <summary>Occurrences without a run.</summary>
    public required long Skipped { get; init; }

    /// <summary>Runs that did not start when they were due.</summary>
    public required long Waited { get; init; }

    /// <summary>Runs that a later occurrence canceled.</summary>
    public required long Canceled { get; init; }

    public required decimal Cost { get; init; }

    /// <summary>The minutes in which most runs start.</summary>
    public required IReadOnlyList<BusyMinute> Busiest { get; init; }

    /// <summary>The first minute in which most runs are open.</summary>
    public BusyMinute? Peak { get; init; }

    public required IReadOnlyList<SimulatedScheduleView> Schedules { get; init; }

    /// <summary>The runs of the beginning, where they were asked for.</summary>
    public required IReadOnlyList<SimulatedRun> FirstRuns { get; init; }

    /// <summary>How long the simulation took.</summary>
    public double TookMilliseconds { get; init; }

    public static SimulationView Of(SimulationResult result, TimeSpan took) => new()
    {
        From = result.From,
        To = result.To,
        Runs = result.Schedules.Sum(s => s.Runs),
        Skipped = result.Schedules.Sum(s => s.Skipped),
        Waited = result.Schedules.Sum(s => s.Waited),
        Canceled = result.Schedules.Sum(s => s.Canceled),
        Cost = result.Schedules.Sum(s => s.Cost),
        Busiest = result.Busiest,
        Peak = result.Peak,
        Schedules = [.. result.Schedules.Select(Of)],
        FirstRuns = result.Runs,
        TookMilliseconds = Math.Round(took.TotalMilliseconds, 1),
    };

    private static SimulatedScheduleView Of(SimulatedTotals totals) => new(
        totals.ScheduleId,
        totals.Runs,
        totals.Skipped,
        [.. totals.Reasons.Take(Shown).Select(r => new ReasonCount(r.Reason, r.Count))],
        totals.Waited,
        totals.LongestWait.TotalSeconds,
        totals.Canceled,
        totals.Cost,
        [.. totals.Months.Select(m => new MonthCount(m.Month.ToString("uuuu-MM", System.Globalization.CultureInfo.InvariantCulture), m.Runs))],
        totals.MonthlyBudget,
        totals.FirstMonthOverBudget is { } month ? CostMonth.TextOf(month) : null);
}

/// <summary>What one schedule would do.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Runs">Runs made.</param>
/// <param name="Skipped">Occurrences without a run.</param>
/// <param name="Reasons">Why, the most frequent reasons.</param>
/// <param name="Waited">Runs that did not start when they were due.</param>
/// <param name="LongestWaitSeconds">The longest such wait.</param>
/// <param name="Canceled">Runs that a later occurrence canceled.</param>
/// <param name="Cost">What its runs would cost.</param>
/// <param name="Months">Its runs by month in its zone.</param>
/// <param name="Budget">What its runs may cost in a month; null for no budget. The simulation skips nothing for it.</param>
/// <param name="FirstMonthOverBudget">The first month whose runs cost more, <c>2026-03</c>; null for none.</param>
internal sealed record SimulatedScheduleView(
    ScheduleId ScheduleId,
    long Runs,
    long Skipped,
    IReadOnlyList<ReasonCount> Reasons,
    long Waited,
    double LongestWaitSeconds,
    long Canceled,
    decimal Cost,
    IReadOnlyList<MonthCount> Months,
    decimal? Budget = null,
    string? FirstMonthOverBudget = null);

/// <summary>How many occurrences had no run for that reason.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Count">How many.</param>
internal sealed record ReasonCount(string Reason, long Count);

/// <summary>How many runs a month has.</summary>
/// <param name="Month">The month, <c>2026-03</c>.</param>
/// <param name="Runs">How many.</param>
internal sealed record MonthCount(string Month, long Runs);
