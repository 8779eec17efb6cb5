using Carillon.Core.History;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>What a schedule or a workflow did within a period. Immutable.</summary>
/// <param name="Period">The period, its bounds on full quarter hours of UTC.</param>
/// <param name="Metrics">What the runs that ended in it add up to.</param>
/// <param name="Streak">Successes and failures in a row, in the order in which the runs ended.</param>
/// <param name="Series">The same for each part of the period that was asked for.</param>
public sealed record MetricsRecord(HistoryPeriod Period, RunMetrics Metrics, Streak Streak, IReadOnlyList<MetricsPart> Series)
{
    /// <summary>What became of the occurrences with a nominal time within the period.</summary>
    public OccurrenceCounts Occurrences { get; init; } = OccurrenceCounts.Of([]);

    /// <summary>The next nominal time, or null.</summary>
    public Instant? NextRun { get; init; }

    /// <summary>The latest run, ended or not, of whatever period; null without any.</summary>
    public RunRecord? LastRun { get; init; }
}

/// <summary>One part of a series.</summary>
/// <param name="Period">When.</param>
/// <param name="Metrics">What the runs that ended then add up to.</param>
public sealed record MetricsPart(HistoryPeriod Period, RunMetrics Metrics);
