using System.Collections.Immutable;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>A task run that waits for a time.</summary>
internal readonly record struct Wait(Instant At, int Place, int Item) : IComparable<Wait>
{
    public int CompareTo(Wait other)
    {
        var order = At.CompareTo(other.At);
        if (order == 0)
            order = Place.CompareTo(other.Place);
        return order == 0 ? Item.CompareTo(other.Item) : order;
    }
}

/// <summary>An expanded fan-out that has not ended.</summary>
/// <param name="Count">Its items.</param>
/// <param name="Ended">Items that have ended.</param>
/// <param name="Live">Items that are ready or running.</param>
/// <param name="Next">No item before this one is pending.</param>
/// <param name="Waits">Items that wait for a time.</param>
internal sealed record FanOut(int Count, int Ended, int Live, int Next, ImmutableSortedSet<Wait> Waits);

/// <summary>
/// What the planner would otherwise have to count over all task runs at every step. Follows from the task runs alone;
/// <see cref="Of"/> is the very dictionary it was counted from, and an index of another one is never used.
/// </summary>
internal sealed class RunIndex
{
    public required ImmutableDictionary<TaskKey, TaskRunState> Of { get; init; }

    public required RunGraph Graph { get; init; }

    /// <summary>For each task, how many of its needs have not ended.</summary>
    public required int[] OpenNeeds { get; init; }

    /// <summary>For each task that has ended, whether it or anything before it failed.</summary>
    public required bool[] Tainted { get; init; }

    public required ImmutableDictionary<int, FanOut> FanOuts { get; init; }

    /// <summary>Task runs outside fan-outs that wait for a time.</summary>
    public required ImmutableSortedSet<Wait> Waits { get; init; }

    /// <summary>Pending tasks all of whose needs have ended: what may be decided.</summary>
    public required IReadOnlyList<int> Decidable { get; init; }

    public required RunCounts Counts { get; init; }
}

/// <summary>Counts over the task runs.</summary>
internal record struct RunCounts
{
    /// <summary>Ordinary tasks that have not ended.</summary>
    public int OpenTasks;

    /// <summary>Hooks that have not ended.</summary>
    public int OpenHooks;

    /// <summary>Task runs of ordinary tasks that a cancel would still have to touch: not ended, not asked to stop, not a fan-out that only waits for its items.</summary>
    public int UnsweptTasks;

    /// <summary>The same for hooks.</summary>
    public int UnsweptHooks;

    /// <summary>Ordinary tasks that ended badly and were not allowed to.</summary>
    public int BadTasks;
}
