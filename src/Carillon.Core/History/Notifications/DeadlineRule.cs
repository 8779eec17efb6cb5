using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>An open run as it is watched.</summary>
/// <param name="Trigger">Why it exists.</param>
/// <param name="DueAt">When it was due; null without a schedule.</param>
/// <param name="StartedAt">When it started; null while it waits.</param>
public readonly record struct WatchedRun(RunTrigger Trigger, Instant? DueAt, Instant? StartedAt);

/// <summary>Decides what of an open run is worth telling before it has ended. Pure.</summary>
public static class DeadlineRule
{
    /// <summary>So many completed runs say what is usual.</summary>
    public const int LeastHistory = 10;

    private const double Usual = 2;
    private static readonly Duration Shortest = Duration.FromMinutes(1);

    /// <summary>How late it is, when that is more than expected; else null.</summary>
    public static Duration? Late(WatchedRun run, RunExpectation expected, Instant now)
    {
        if (run.Trigger != RunTrigger.Schedule || run.DueAt is not { } due)
            return null;
        var late = (run.StartedAt ?? now) - due;
        return late > (expected.Start ?? RunExpectation.DefaultStart) ? late : null;
    }

    /// <summary>How long it may take: what is expected, or twice what 95 of 100 took, and never less than a minute; null while too few have.</summary>
    /// <param name="expected">What the schedule expects.</param>
    /// <param name="lengths">How long completed runs took, in any order.</param>
    public static Duration? Longest(RunExpectation expected, IReadOnlyList<Duration> lengths)
    {
        if (expected.Within is { } within)
            return within;
        if (lengths.Count < LeastHistory)
            return null;
        var sorted = lengths.Order().ToList();
        return Duration.Max(Shortest, sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1] * Usual);
    }
}
