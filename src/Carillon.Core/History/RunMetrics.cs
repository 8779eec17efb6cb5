namespace Carillon.Core.History;

/// <summary>What the runs that ended within a stretch of time add up to. Times are in seconds. Immutable.</summary>
public record RunMetrics
{
    /// <summary>Ended runs, whatever they were made for; a retry is a run of its own.</summary>
    public required long TotalRuns { get; init; }

    /// <summary>Those that ended well.</summary>
    public required long SuccessfulRuns { get; init; }

    /// <summary>Those that failed.</summary>
    public required long FailedRuns { get; init; }

    /// <summary>Those that were canceled.</summary>
    public required long CanceledRuns { get; init; }

    /// <summary>Successful of all ended runs, 0 to 1; null without any.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Mean time from start to end; null when none started.</summary>
    public double? AvgRuntimeSeconds { get; init; }

    /// <summary>The median of it, give or take 2 %, as are all percentiles.</summary>
    public double? P50RuntimeSeconds { get; init; }

    /// <summary>95 of 100 runs took no longer.</summary>
    public double? P95RuntimeSeconds { get; init; }

    /// <summary>99 of 100 runs took no longer.</summary>
    public double? P99RuntimeSeconds { get; init; }

    /// <summary>Mean time from due to start, of runs that the schedule made; null without any.</summary>
    public double? AvgLatenessSeconds { get; init; }

    /// <summary>The median of it.</summary>
    public double? P50LatenessSeconds { get; init; }

    /// <summary>95 of 100 runs were no later.</summary>
    public double? P95LatenessSeconds { get; init; }

    /// <summary>Rows that the tasks report.</summary>
    public required long TotalRowsProcessed { get; init; }

    /// <summary>Cost in the currency of the installation, exact to six decimals.</summary>
    public required decimal TotalCost { get; init; }

    /// <summary>Runs that retry another run; they are among the total.</summary>
    public required long Retries { get; init; }

    /// <summary>Retries that ended well.</summary>
    public required long Recovered { get; init; }

    /// <summary>The metrics of sums.</summary>
    public static RunMetrics Of(RunSums sums) => new()
    {
        TotalRuns = sums.Total,
        SuccessfulRuns = sums.Completed,
        FailedRuns = sums.Failed,
        CanceledRuns = sums.Canceled,
        SuccessRate = sums.Total == 0 ? null : (double)sums.Completed / sums.Total,
        AvgRuntimeSeconds = Mean(sums.RuntimeMicros, sums.Runtimes),
        P50RuntimeSeconds = Share(sums.Runtimes, 0.50),
        P95RuntimeSeconds = Share(sums.Runtimes, 0.95),
        P99RuntimeSeconds = Share(sums.Runtimes, 0.99),
        AvgLatenessSeconds = Mean(sums.LatenessMicros, sums.Latenesses),
        P50LatenessSeconds = Share(sums.Latenesses, 0.50),
        P95LatenessSeconds = Share(sums.Latenesses, 0.95),
        TotalRowsProcessed = sums.Rows,
        TotalCost = Money.Amount(sums.CostMicros),
        Retries = sums.Retries,
        Recovered = sums.Recovered,
    };

    // The sum is exact and only the answer is rounded, to whole microseconds.
    private static double? Mean(long micros, Histogram values) => values.Count == 0 ? null : Math.Round((double)micros / values.Count) / 1e6;

    private static double? Share(Histogram values, double share) => values.Percentile(share) is { } micros ? Math.Round(micros) / 1e6 : null;
}

/// <summary>One metric in two periods. Immutable.</summary>
/// <param name="Period1">Its value in the first; null when there is none.</param>
/// <param name="Period2">Its value in the second.</param>
/// <param name="Change">Second less first; null when either is.</param>
/// <param name="Relative">The change as a part of the first: 0.25 is a quarter more. Null when the first is 0 or null.</param>
public sealed record MetricChange(decimal? Period1, decimal? Period2, decimal? Change, double? Relative)
{
    /// <summary>The change from one value to another.</summary>
    public static MetricChange Of(decimal? one, decimal? two) =>
        new(one, two, two - one, one is { } from && two is { } to && from != 0 ? (double)((to - from) / Math.Abs(from)) : null);

    /// <summary>Every metric of two periods by its name, in the order of <see cref="RunMetrics"/>.</summary>
    public static IReadOnlyDictionary<string, MetricChange> Between(RunMetrics one, RunMetrics two) =>
        Values(one).Zip(Values(two)).ToDictionary(pair => pair.First.Name, pair => Of(pair.First.Value, pair.Second.Value), StringComparer.Ordinal);

    private static IEnumerable<(string Name, decimal? Value)> Values(RunMetrics metrics) =>
    [
        ("total_runs", metrics.TotalRuns),
        ("successful_runs", metrics.SuccessfulRuns),
        ("failed_runs", metrics.FailedRuns),
        ("canceled_runs", metrics.CanceledRuns),
        ("success_rate", (decimal?)metrics.SuccessRate),
        ("avg_runtime_seconds", (decimal?)metrics.AvgRuntimeSeconds),
        ("p50_runtime_seconds", (decimal?)metrics.P50RuntimeSeconds),
        ("p95_runtime_seconds", (decimal?)metrics.P95RuntimeSeconds),
        ("p99_runtime_seconds", (decimal?)metrics.P99RuntimeSeconds),
        ("avg_lateness_seconds", (decimal?)metrics.AvgLatenessSeconds),
        ("p50_lateness_seconds", (decimal?)metrics.P50LatenessSeconds),
        ("p95_lateness_seconds", (decimal?)metrics.P95LatenessSeconds),
        ("total_rows_processed", metrics.TotalRowsProcessed),
        ("total_cost", metrics.TotalCost),
        ("retries", metrics.Retries),
        ("recovered", metrics.Recovered),
    ];
}
