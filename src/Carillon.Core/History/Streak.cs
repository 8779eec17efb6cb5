namespace Carillon.Core.History;

/// <summary>
/// Successes and failures in a row, over a stretch of ended runs. Of two stretches that follow each other, <see cref="Then"/> makes one, so that it can be
/// kept for parts and put together. Canceled runs are left out of it. Immutable.
/// </summary>
/// <param name="Count">How many runs, successes and failures.</param>
/// <param name="Lead">The row at the beginning: successes above zero, failures below.</param>
/// <param name="Trail">The row at the end: successes above zero, failures below.</param>
/// <param name="LongestSuccesses">The most successes in a row.</param>
/// <param name="LongestFailures">The most failures in a row.</param>
public readonly record struct Streak(long Count, long Lead, long Trail, long LongestSuccesses, long LongestFailures)
{
    /// <summary>One run that ended well.</summary>
    public static Streak Success { get; } = new(1, 1, 1, 1, 0);

    /// <summary>One run that failed.</summary>
    public static Streak Failure { get; } = new(1, -1, -1, 0, 1);

    /// <summary>This stretch, and after it <paramref name="next"/>.</summary>
    public Streak Then(Streak next)
    {
        if (Count == 0)
            return next;
        if (next.Count == 0)
            return this;
        var joined = Math.Sign(Trail) == Math.Sign(next.Lead) ? Trail + next.Lead : 0;
        return new Streak(
            Count + next.Count,
            joined != 0 && Math.Abs(Lead) == Count ? Lead + next.Lead : Lead,
            joined != 0 && Math.Abs(next.Trail) == next.Count ? Trail + next.Trail : next.Trail,
            Math.Max(Math.Max(LongestSuccesses, next.LongestSuccesses), joined),
            Math.Max(Math.Max(LongestFailures, next.LongestFailures), -joined));
    }
}
