using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Which nominal times of the range a backfill runs.</summary>
public enum BackfillSelection
{
    /// <summary>Those without a completed or an open run. The default.</summary>
    Missing,

    /// <summary>Those whose latest run failed or was canceled.</summary>
    Failed,

    /// <summary>All of them, again.</summary>
    All,
}

/// <summary>In which order a backfill runs them.</summary>
public enum BackfillOrder
{
    /// <summary>The oldest first. The default.</summary>
    Oldest,

    /// <summary>The latest first.</summary>
    Latest,
}

/// <summary>How the runs of a nominal time stand, taken together.</summary>
public enum NominalState
{
    /// <summary>There is none, or it ended before it was of use.</summary>
    None,

    /// <summary>One is open.</summary>
    Open,

    /// <summary>One completed.</summary>
    Completed,

    /// <summary>None completed and none is open.</summary>
    Failed,
}

/// <summary>Decides which nominal times a backfill runs, and in which order. Pure.</summary>
public static class BackfillPlanner
{
    /// <summary>A backfill has at most so many runs.</summary>
    public const int MostRuns = 100_000;

    /// <summary>
    /// The nominal times in [<paramref name="from"/>, <paramref name="to"/>) that are to run, in the order in which they run; one more than
    /// <see cref="MostRuns"/> at most, which says that there are too many. What is due outside the run window is never among them.
    /// </summary>
    /// <param name="schedule">The schedule: jitter decides what lies in its run window.</param>
    /// <param name="from">The first instant, inclusive.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="selection">Which of them.</param>
    /// <param name="order">In which order; with <paramref name="maxRuns"/> it also says which ones.</param>
    /// <param name="maxRuns">At most so many; null for all.</param>
    /// <param name="stateOf">How the runs of a nominal time stand.</param>
    public static IReadOnlyList<Instant> Plan(
        Schedule schedule, Instant from, Instant to, BackfillSelection selection, BackfillOrder order, int? maxRuns, Func<Instant, NominalState> stateOf)
    {
        var most = Math.Min(maxRuns ?? int.MaxValue, MostRuns + 1);
        return [.. Walk(schedule.Definition.Times, from, to, order).Where(at => IsOpen(schedule, at) && Fits(selection, stateOf(at))).Take(most)];
    }

    private static IEnumerable<Instant> Walk(OccurrenceTimes times, Instant from, Instant to, BackfillOrder order)
    {
        if (order == BackfillOrder.Oldest)
            return times.Between(from, to);
        return Backwards(times, from, to);
    }

    private static IEnumerable<Instant> Backwards(OccurrenceTimes times, Instant from, Instant to)
    {
        for (var at = times.Previous(to); at is { } nominal && nominal >= from; at = times.Previous(nominal))
            yield return nominal;
    }

    private static bool IsOpen(Schedule schedule, Instant nominal) =>
        schedule.Definition.RunWindow is not { } window || window.IsOpenAt(DueWalk.DueOf(schedule, nominal, nominal));

    private static bool Fits(BackfillSelection selection, NominalState state) => selection switch
    {
        BackfillSelection.All => state != NominalState.Open,
        BackfillSelection.Failed => state == NominalState.Failed,
        _ => state is NominalState.None or NominalState.Failed,
    };
}
