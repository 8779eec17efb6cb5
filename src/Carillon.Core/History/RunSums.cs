using Carillon.Core.Runs;

namespace Carillon.Core.History;

/// <summary>What history keeps of a run that has ended. Immutable.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="RuntimeMicros">Microseconds from start to end; null when it never started.</param>
/// <param name="LatenessMicros">Microseconds from due to start, for runs that a schedule made and that started; else null.</param>
/// <param name="CostMicros">Millionths of the currency unit.</param>
/// <param name="Rows">Rows that its tasks report.</param>
/// <param name="IsRetry">True when it retries another run.</param>
public sealed record EndedRun(RunStatus Status, long? RuntimeMicros, long? LatenessMicros, long CostMicros, long Rows, bool IsRetry);

/// <summary>
/// The sums over a stretch of ended runs. Runs and stretches are added in the order in which they ended, which only <see cref="Streak"/> depends on.
/// Sums that would not fit stay at their largest value. Not thread safe.
/// </summary>
public sealed class RunSums
{
    /// <summary>Runs that ended well.</summary>
    public long Completed { get; set; }

    /// <summary>Runs that failed.</summary>
    public long Failed { get; set; }

    /// <summary>Runs that were canceled.</summary>
    public long Canceled { get; set; }

    /// <summary>Runs among them that retry another run.</summary>
    public long Retries { get; set; }

    /// <summary>Retries among them that ended well.</summary>
    public long Recovered { get; set; }

    /// <summary>Microseconds from start to end, of those that started.</summary>
    public long RuntimeMicros { get; set; }

    /// <summary>Microseconds from due to start, of those a schedule made.</summary>
    public long LatenessMicros { get; set; }

    /// <summary>Millionths of the currency unit.</summary>
    public long CostMicros { get; set; }

    /// <summary>Rows.</summary>
    public long Rows { get; set; }

    /// <summary>Successes and failures in a row.</summary>
    public Streak Streak { get; set; }

    /// <summary>The runtimes in microseconds.</summary>
    public Histogram Runtimes { get; } = new();

    /// <summary>The latenesses in microseconds.</summary>
    public Histogram Latenesses { get; } = new();

    /// <summary>All ended runs.</summary>
    public long Total => Completed + Failed + Canceled;

    /// <summary>Adds a run that ended after all of these.</summary>
    public void Add(EndedRun run)
    {
        switch (run.Status)
        {
            case RunStatus.Completed:
                Completed++;
                Streak = Streak.Then(Streak.Success);
                break;
            case RunStatus.Failed:
                Failed++;
                Streak = Streak.Then(Streak.Failure);
                break;
            default:
                Canceled++;
                break;
        }
        Retries += run.IsRetry ? 1 : 0;
        Recovered += run is { IsRetry: true, Status: RunStatus.Completed } ? 1 : 0;
        CostMicros = Sum(CostMicros, run.CostMicros);
        Rows = Sum(Rows, run.Rows);
        if (run.RuntimeMicros is { } runtime)
        {
            RuntimeMicros = Sum(RuntimeMicros, Math.Max(0, runtime));
            Runtimes.Add(runtime);
        }
        if (run.LatenessMicros is { } lateness)
        {
            LatenessMicros = Sum(LatenessMicros, Math.Max(0, lateness));
            Latenesses.Add(lateness);
        }
    }

    /// <summary>Adds a stretch that ended after all of these.</summary>
    public void Add(RunSums next)
    {
        Completed += next.Completed;
        Failed += next.Failed;
        Canceled += next.Canceled;
        Retries += next.Retries;
        Recovered += next.Recovered;
        RuntimeMicros = Sum(RuntimeMicros, next.RuntimeMicros);
        LatenessMicros = Sum(LatenessMicros, next.LatenessMicros);
        CostMicros = Sum(CostMicros, next.CostMicros);
        Rows = Sum(Rows, next.Rows);
        Streak = Streak.Then(next.Streak);
        Runtimes.Add(next.Runtimes);
        Latenesses.Add(next.Latenesses);
    }

    // Both are zero or more, so a sum that wraps around is negative.
    private static long Sum(long a, long b) => a + b is >= 0 and var sum ? sum : long.MaxValue;
}
