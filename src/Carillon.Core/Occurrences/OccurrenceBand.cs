using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>What a mark on a band of time says of an occurrence: what became of it, and of its run where it has one.</summary>
public enum OccurrenceState
{
    /// <summary>Its run completed.</summary>
    Completed,

    /// <summary>Its run failed.</summary>
    Failed,

    /// <summary>Its run was canceled, or is being canceled.</summary>
    Canceled,

    /// <summary>Its run goes on.</summary>
    Running,

    /// <summary>Its run waits to start.</summary>
    Pending,

    /// <summary>It had a run, which is no longer kept.</summary>
    Ran,

    /// <summary>It deliberately has no run.</summary>
    Skipped,

    /// <summary>It was let go after downtime.</summary>
    Missed,

    /// <summary>A later one stands for it.</summary>
    Coalesced,

    /// <summary>It is to come.</summary>
    Future,
}

/// <summary>Occurrences of one state that fall into one step of a band.</summary>
/// <param name="At">Where the step begins.</param>
/// <param name="State">What became of them.</param>
/// <param name="Count">How many; at least 1.</param>
public readonly record struct OccurrenceCell(Instant At, OccurrenceState State, long Count);

/// <summary>Bands of time, on which occurrences too many to list are counted in equal steps. Pure.</summary>
public static class OccurrenceBand
{
    private static readonly int[] Seconds =
        [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 7 * 86_400];

    /// <summary>The shortest step, from a second to a week, with which <paramref name="range"/> has at most <paramref name="most"/> steps; a week when none has.</summary>
    public static Duration Step(Duration range, int most)
    {
        var shortest = Array.Find(Seconds, seconds => range.TotalSeconds / seconds <= most);
        return Duration.FromSeconds(shortest == 0 ? Seconds[^1] : shortest);
    }

    /// <summary>The state of an occurrence from its outcome and its run's status, null for one that is no longer kept.</summary>
    public static OccurrenceState StateOf(OccurrenceOutcome outcome, RunStatus? run) => (outcome, run) switch
    {
        (OccurrenceOutcome.Skipped, _) => OccurrenceState.Skipped,
        (OccurrenceOutcome.Missed, _) => OccurrenceState.Missed,
        (OccurrenceOutcome.Coalesced, _) => OccurrenceState.Coalesced,
        (_, RunStatus.Completed) => OccurrenceState.Completed,
        (_, RunStatus.Failed) => OccurrenceState.Failed,
        (_, RunStatus.Canceled or RunStatus.Canceling) => OccurrenceState.Canceled,
        (_, RunStatus.Running) => OccurrenceState.Running,
        (_, RunStatus.Pending) => OccurrenceState.Pending,
        _ => OccurrenceState.Ran,
    };

    /// <summary>Joins counts that fall into the same step with the same state, by time and state.</summary>
    /// <param name="from">Where the first step begins. Nothing lies before it.</param>
    /// <param name="step">How long a step is.</param>
    /// <param name="counts">In any order, at any times.</param>
    public static IReadOnlyList<OccurrenceCell> Join(Instant from, Duration step, IEnumerable<OccurrenceCell> counts)
    {
        var sums = new Dictionary<(long Step, OccurrenceState State), long>();
        foreach (var (at, state, count) in counts)
        {
            var key = ((at - from).ToInt64Nanoseconds() / step.ToInt64Nanoseconds(), state);
            sums[key] = sums.GetValueOrDefault(key) + count;
        }

        return [.. sums.OrderBy(sum => sum.Key).Select(sum => new OccurrenceCell(from + step * sum.Key.Step, sum.Key.State, sum.Value))];
    }
}
