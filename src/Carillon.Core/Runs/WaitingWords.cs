using System.Globalization;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>What an open task run waits on. Immutable.</summary>
public sealed record TaskWait
{
    /// <summary>Where it stands.</summary>
    public required TaskStatus Status { get; init; }

    /// <summary>The task as its run's version defines it; null when that can no longer be read.</summary>
    public TaskDefinition? Task { get; init; }

    /// <summary>True for an item of a fan-out.</summary>
    public bool IsItem { get; init; }

    /// <summary>Attempts begun or queued so far.</summary>
    public long Attempts { get; init; }

    /// <summary>Pokes so far, for sensors.</summary>
    public long Pokes { get; init; }

    /// <summary>What it waits for that is not its own doing, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When the next attempt or poke may be queued; null when something else wakes it.</summary>
    public Instant? WakeAt { get; init; }

    /// <summary>What it needs that has not ended.</summary>
    public IReadOnlyList<TaskId> Open { get; init; } = [];

    /// <summary>As <see cref="TaskRunState.MayEndItsHost"/>.</summary>
    public bool MayEndItsHost { get; init; }

    /// <summary>The pool that its queued attempt is in, or null.</summary>
    public string? Pool { get; init; }

    /// <summary>How many attempts of that pool may run at once; null for no limit.</summary>
    public int? PoolLimit { get; init; }

    /// <summary>How many of them run.</summary>
    public int PoolUse { get; init; }
}

/// <summary>What a run that has not started waits on. Immutable.</summary>
public sealed record RunWait
{
    /// <summary>How many runs of its workflow may run at once; null for no limit.</summary>
    public int? MaxConcurrentRuns { get; init; }

    /// <summary>How many of them do.</summary>
    public long Running { get; init; }

    /// <summary>The earlier run of its schedule that it waits for, or null.</summary>
    public RunId? Before { get; init; }

    /// <summary>When it is too old to start, or null.</summary>
    public Instant? StaleAt { get; init; }
}

/// <summary>Says what a run or a task waits for, in a few words. Pure.</summary>
public static class WaitingWords
{
    private const int MostNamed = 3;

    /// <summary>What a task run waits for, for example <c>waiting for pool ibkr: 2 of 2 in use</c>; null for one that runs, has ended, or is about to go on.</summary>
    public static string? Of(TaskWait wait) => wait.Status switch
    {
        TaskStatus.Pending when wait.Open.Count > 0 => $"waiting for {Names(wait.Open)}",
        TaskStatus.Pending when wait.Task is { Role: not TaskRole.Task } => "waiting for the other tasks",
        TaskStatus.Pending when wait.IsItem => wait.Task?.ForEach?.MaxParallel is { } most ? $"waiting for its turn: {Number(most)} at once" : "waiting for its turn",
        TaskStatus.Ready when wait.Pool is { } pool && wait.PoolUse >= wait.PoolLimit => $"waiting for pool {pool}: {Number(wait.PoolUse)} of {Number(wait.PoolLimit.Value)} in use",
        TaskStatus.Ready when wait.MayEndItsHost => $"waiting for its turn: {Number(wait.Attempts - 1)} attempts, the last of them lost with its node; such tasks begin one at a time",
        TaskStatus.Ready => "waiting for a free slot",
        TaskStatus.RetryWait => $"attempt {Number(wait.Attempts + 1)}{(wait.Task is { } task && wait.Attempts < task.Retry.MaxAttempts ? " of " + Number(task.Retry.MaxAttempts) : "")}{At(wait.WakeAt)}",
        TaskStatus.PokeWait when wait.Reason is { } reason => $"waiting for {reason}",
        TaskStatus.PokeWait when wait.WakeAt is null => "waiting for what it watches",
        TaskStatus.PokeWait => $"looked {(wait.Pokes == 1 ? "once" : Number(wait.Pokes) + " times")}, again{At(wait.WakeAt)}",
        _ => null,
    };

    /// <summary>What a pending run waits for, for example <c>waiting for a run of its workflow to end: 2 of 2 are running</c>; null when nothing holds it any more.</summary>
    public static string? Of(RunWait wait)
    {
        var words = wait.Running >= wait.MaxConcurrentRuns ? $"waiting for a run of its workflow to end: {Number(wait.Running)} of {Number(wait.MaxConcurrentRuns.Value)} are running"
            : wait.Before is { } before ? $"waiting for the run before it: {before}"
            : null;
        return words is not null && wait.StaleAt is { } stale ? $"{words}; too old to start{At(stale)}" : words;
    }

    private static string Names(IReadOnlyList<TaskId> tasks)
    {
        if (tasks.Count == 1)
            return tasks[0].Value;
        var named = tasks.Count > MostNamed ? MostNamed - 1 : tasks.Count - 1;
        var last = tasks.Count > MostNamed ? Number(tasks.Count - named) + " more tasks" : tasks[^1].Value;
        return $"{string.Join(", ", tasks.Take(named))} and {last}";
    }

    private static string At(Instant? at) => at is { } instant ? " at " + TimeText.Of(instant) : "";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
