using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>A schedule with its switches, as the planner sees it.</summary>
/// <param name="Id">The schedule.</param>
/// <param name="Definition">When and by which rules.</param>
/// <param name="Enabled">The switch in the definition.</param>
/// <param name="PausedBy">Who paused it (an operator, or <c>auto-pause</c>); null when it is not paused.</param>
/// <param name="PauseReason">Why it is paused.</param>
public sealed record Schedule(ScheduleId Id, ScheduleDefinition Definition, bool Enabled = true, string? PausedBy = null, string? PauseReason = null)
{
    /// <summary>How many runs its occurrences have made, for <see cref="ScheduleDefinition.MaxRuns"/>.</summary>
    public long RunCount { get; init; }

    /// <summary>Whether its workflow does what cannot be undone: then nothing runs late without approval.</summary>
    public bool HasIrreversibleEffects { get; init; }

    /// <summary>What is known of the schedule it depends on; null when it depends on none.</summary>
    public Upstream? Upstream { get; init; }

    /// <summary>What budgets let its runs cost; null when nothing limits them.</summary>
    public RunBudget? Budget { get; init; }

    /// <summary>Set when its definition ends now (it is edited, switched off or taken away), so that no occurrence is lost between its nominal and its due time.</summary>
    public DefinitionEnd? Ends { get; init; }
}

/// <summary>What becomes of occurrences whose nominal time has passed and that are not settled yet (jitter or a dependency holds them back) when the definition ends.</summary>
/// <param name="SkipReason">Null: what jitter holds back runs at once. Else all of them are skipped, for this reason.</param>
public sealed record DefinitionEnd(string? SkipReason);

/// <summary>How far a schedule's occurrences have been settled.</summary>
/// <param name="SettledThrough">Every occurrence with a nominal time up to and including this instant has its ledger entry, or was never expected.</param>
public readonly record struct ScheduleCursor(Instant SettledThrough);

/// <summary>The open runs that the schedule's own occurrences made (trigger <c>schedule</c>; retries never count).</summary>
/// <param name="Running">Running or canceling.</param>
/// <param name="Waiting">Pending.</param>
public readonly record struct OpenRuns(int Running, int Waiting)
{
    /// <summary>None.</summary>
    public static OpenRuns None => default;
}

/// <summary>What became of an occurrence.</summary>
public enum OccurrenceOutcome
{
    /// <summary>It has a run.</summary>
    Ran,

    /// <summary>It was due and deliberately has no run; the reason says why.</summary>
    Skipped,

    /// <summary>It was due while nothing could run it, and the catch-up rule lets it go.</summary>
    Missed,

    /// <summary>It was due while nothing could run it, and a later one stands for it.</summary>
    Coalesced,
}

/// <summary>
/// What became of one occurrence, or of several consecutive ones with the same fate. Together the entries of a schedule cover every occurrence once.
/// </summary>
/// <param name="NominalAt">The (first) nominal time.</param>
/// <param name="LastNominalAt">The last nominal time, inclusive; the same for a single occurrence.</param>
/// <param name="Count">How many occurrences.</param>
/// <param name="Outcome">What became of them. <see cref="OccurrenceOutcome.Ran"/> has always one.</param>
/// <param name="Reason">Why, in words: <c>overlap: run 41 was still open</c>, <c>paused by ann: audit</c>, <c>downtime</c>, …; for a run, <c>on time</c> or <c>catch-up</c>.</param>
public sealed record LedgerEntry(Instant NominalAt, Instant LastNominalAt, long Count, OccurrenceOutcome Outcome, string Reason);

/// <summary>A run to make.</summary>
/// <param name="NominalAt">Its nominal time.</param>
/// <param name="DueAt">Nominal plus jitter.</param>
/// <param name="WaitForOpenRuns">True: it stays pending until the schedule's earlier runs have ended.</param>
public sealed record RunRequest(Instant NominalAt, Instant DueAt, bool WaitForOpenRuns);

/// <summary>
/// What to do for a schedule now. All of it is one transaction. A plan settles at most <see cref="DuePlanner.MostOccurrences"/> occurrences and makes at most
/// <see cref="DuePlanner.MostRuns"/> runs; where more is due, <paramref name="NextDueAt"/> lies in the past and the rest follows by planning again at once.
/// </summary>
/// <param name="Ledger">Entries to append, in order of time.</param>
/// <param name="Runs">Runs to make, in order of time.</param>
/// <param name="CancelOpenRuns">True: cancel the schedule's open runs (policy <see cref="OverlapPolicy.CancelOther"/>).</param>
/// <param name="Cursor">The new cursor.</param>
/// <param name="NextNominalAt">The next nominal time, or null when there is none.</param>
/// <param name="NextDueAt">When to plan this schedule again, or null for never.</param>
public sealed record DuePlan(
    IReadOnlyList<LedgerEntry> Ledger,
    IReadOnlyList<RunRequest> Runs,
    bool CancelOpenRuns,
    ScheduleCursor Cursor,
    Instant? NextNominalAt,
    Instant? NextDueAt)
{
    /// <summary>True: <see cref="NextNominalAt"/> waits for the schedule it depends on. It is planned again when a run of that one ends, and at <see cref="NextDueAt"/> at the latest.</summary>
    public bool WaitsForUpstream { get; init; }
}
