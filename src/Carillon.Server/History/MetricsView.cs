using System.Diagnostics.CodeAnalysis;
using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.History;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.History;

/// <summary>What a schedule or a workflow did within a period.</summary>
internal sealed record MetricsView : RunMetrics
{
    [SetsRequiredMembers]
    public MetricsView(MetricsRecord record, ScheduleId? schedule, WorkflowId workflow, DateTimeZone zone)
        : base(record.Metrics)
    {
        (ScheduleId, WorkflowId, Timezone) = (schedule, workflow, zone.Id);
        (From, To) = (record.Period.From, record.Period.To);
        (NextRun, LastRun, Occurrences) = (record.NextRun, record.LastRun, record.Occurrences);
        Streak = StreakView.From(record.Streak);
        Series = [.. record.Series.Select(part => new MetricsPartView(part, zone))];
    }

    /// <summary>The schedule; null for a whole workflow.</summary>
    public ScheduleId? ScheduleId { get; }

    public WorkflowId WorkflowId { get; }

    /// <summary>The zone in which dates were read and the series is cut.</summary>
    public string Timezone { get; }

    /// <summary>Runs that ended at or after this.</summary>
    public Instant From { get; }

    /// <summary>Runs that ended before this.</summary>
    public Instant To { get; }

    /// <summary>The next nominal time, or null.</summary>
    public Instant? NextRun { get; }

    /// <summary>The latest run, ended or not.</summary>
    public RunRecord? LastRun { get; }

    public StreakView Streak { get; }

    /// <summary>What became of the occurrences with a nominal time within the period.</summary>
    public OccurrenceCounts Occurrences { get; }

    /// <summary>The parts of the period; empty unless asked for.</summary>
    public IReadOnlyList<MetricsPartView> Series { get; }
}

/// <summary>One part of a series.</summary>
internal sealed record MetricsPartView : RunMetrics
{
    [SetsRequiredMembers]
    public MetricsPartView(MetricsPart part, DateTimeZone zone)
        : base(part.Metrics)
    {
        (From, To, Local) = (part.Period.From, part.Period.To, LocalText.Of(part.Period.From, zone));
    }

    public Instant From { get; }

    public Instant To { get; }

    /// <summary>Its beginning in the zone, with its offset.</summary>
    public string Local { get; }
}

/// <summary>Successes and failures in a row, in the order in which the runs ended; canceled ones are left out.</summary>
/// <param name="Kind"><c>successes</c> or <c>failures</c>: what the latest run of the period belongs to; null without any.</param>
/// <param name="Length">How many of them in a row, within the period.</param>
/// <param name="LongestSuccesses">The most successes in a row.</param>
/// <param name="LongestFailures">The most failures in a row.</param>
internal sealed record StreakView(string? Kind, long Length, long LongestSuccesses, long LongestFailures)
{
    public static StreakView From(Streak streak) => new(
        streak.Trail switch { > 0 => "successes", < 0 => "failures", _ => null },
        Math.Abs(streak.Trail),
        streak.LongestSuccesses,
        streak.LongestFailures);
}

/// <summary>Two periods of a schedule beside each other.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Timezone">The zone in which dates were read.</param>
/// <param name="Period1">The first period.</param>
/// <param name="Period2">The second period.</param>
/// <param name="Metrics">Each metric by its name.</param>
internal sealed record CompareView(
    ScheduleId ScheduleId, string Timezone, HistoryPeriod Period1, HistoryPeriod Period2, IReadOnlyDictionary<string, MetricChange> Metrics);
