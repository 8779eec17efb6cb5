using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>How a schedule did of late: what a row of a list shows beside it. Immutable.</summary>
public sealed record RecentRecord
{
    /// <summary>The schedule.</summary>
    public required ScheduleId ScheduleId { get; init; }

    /// <summary>The last 30 entries of its ledger, the latest first.</summary>
    public required IReadOnlyList<RecentOccurrence> Occurrences { get; init; }

    /// <summary>Its runs that ended within 30 days, whatever they were made for.</summary>
    public required long Runs { get; init; }

    /// <summary>Those that ended well.</summary>
    public required long SuccessfulRuns { get; init; }

    /// <summary>Successful of all of them, 0 to 1; null without any.</summary>
    public double? SuccessRate => Runs == 0 ? null : (double)SuccessfulRuns / Runs;

    /// <summary>The month in its zone, <c>2026-03</c>.</summary>
    public required string Month { get; init; }

    /// <summary>What ended runs of the month cost, in the currency of the installation.</summary>
    public required decimal Spent { get; init; }

    /// <summary>What open runs of the month are expected to cost.</summary>
    public required decimal Reserved { get; init; }
}

/// <summary>What became of an occurrence, or of several consecutive ones with one fate, and how its run stands. Immutable.</summary>
/// <param name="NominalAt">The (first) nominal time.</param>
/// <param name="Count">How many occurrences.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="RunId">The run, for <see cref="OccurrenceOutcome.Ran"/>; else null.</param>
/// <param name="RunStatus">Where it stands; null without one, and once it is no longer kept.</param>
/// <param name="DurationMs">Milliseconds from its start to its end; null while it is open or when it never started.</param>
public sealed record RecentOccurrence(Instant NominalAt, long Count, OccurrenceOutcome Outcome, RunId? RunId, RunStatus? RunStatus, long? DurationMs);
