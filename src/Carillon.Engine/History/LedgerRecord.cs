using Carillon.Core;
using Carillon.Core.Occurrences;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>What became of one occurrence, or of several consecutive ones with the same fate. Immutable.</summary>
/// <param name="NominalAt">The (first) nominal time.</param>
/// <param name="LastNominalAt">The last nominal time, inclusive.</param>
/// <param name="Count">How many occurrences.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="RunId">The run, for <see cref="OccurrenceOutcome.Ran"/>; else null.</param>
/// <param name="SettledAt">When it was decided.</param>
public sealed record LedgerRecord(Instant NominalAt, Instant LastNominalAt, long Count, OccurrenceOutcome Outcome, string Reason, RunId? RunId, Instant SettledAt);

/// <summary>The answer to "why did it run, or not, at that time?"</summary>
public enum OccurrenceVerdict
{
    /// <summary>It has a run.</summary>
    Ran,

    /// <summary>It was due and deliberately has no run.</summary>
    Skipped,

    /// <summary>It was due while nothing could run it, and the catch-up rule let it go.</summary>
    Missed,

    /// <summary>It was due while nothing could run it, and a later missed one ran in its place.</summary>
    Coalesced,

    /// <summary>It is an occurrence that is still to come.</summary>
    Future,

    /// <summary>It is an occurrence whose time has come and that is being settled.</summary>
    Pending,

    /// <summary>It was an occurrence of the recurrence, but before the schedule was known here, or while it said something else.</summary>
    NeverExpected,

    /// <summary>The schedule does not fire then.</summary>
    NotAnOccurrence,
}

/// <summary>What a schedule did at a time, and which occurrences are nearest. Immutable.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="At">The time asked about.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Sentence">The answer in words.</param>
/// <param name="Entry">The ledger's entry, or null.</param>
/// <param name="Run">The run, or null.</param>
/// <param name="PreviousAt">The last occurrence strictly before, or null.</param>
/// <param name="NextAt">The first occurrence strictly after, or null.</param>
public sealed record WhyRecord(
    ScheduleId ScheduleId,
    Instant At,
    OccurrenceVerdict Verdict,
    string Sentence,
    LedgerRecord? Entry,
    RunRecord? Run,
    Instant? PreviousAt,
    Instant? NextAt);
