using Carillon.Core.Runs;

namespace Carillon.Core.Occurrences;

/// <summary>A run of a schedule that has ended.</summary>
/// <param name="Trigger">Why it existed.</param>
/// <param name="Status">How it ended.</param>
/// <param name="IsOfLatestFailure">For a retry: it retries an occurrence, and no run of a later occurrence has failed.</param>
public readonly record struct StreakRun(RunTrigger Trigger, RunStatus Status, bool IsOfLatestFailure);

/// <summary>Runs of a schedule's occurrences that failed one after the other, in the order in which they ended. Immutable.</summary>
/// <param name="Failures">How many.</param>
public readonly record struct FailureStreak(long Failures)
{
    /// <summary>
    /// The streak after a run has ended. Occurrences count; runs by hand, tests and backfills do not. A canceled run neither lengthens nor ends it. A retry
    /// never lengthens it, for its occurrence has been counted; one that succeeds ends it, unless a later occurrence has failed since.
    /// </summary>
    public FailureStreak After(StreakRun run) => run switch
    {
        { Trigger: RunTrigger.Schedule, Status: RunStatus.Failed } => new FailureStreak(Failures + 1),
        { Trigger: RunTrigger.Schedule, Status: RunStatus.Completed } => default,
        { Trigger: RunTrigger.Retry, Status: RunStatus.Completed, IsOfLatestFailure: true } => default,
        _ => this,
    };

    /// <summary>Whether the streak has become long enough for auto-pause.</summary>
    /// <param name="threshold">After so many failures; null for never.</param>
    public bool Pauses(int? threshold) => Failures >= threshold;

    /// <summary>Why it pauses, in words.</summary>
    /// <param name="run">The last run, as people name it: <c>run 41</c>.</param>
    /// <param name="error">Why that one failed, or null.</param>
    public string Reason(string run, string? error) =>
        $"{(Failures == 1 ? "a failed run" : $"{Failures} failed runs in a row")}; the last one, {run}: {error ?? "no reason given"}";
}
