using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>How a connection is trusted at the moment.</summary>
public enum BreakerState
{
    /// <summary>What needs it is started.</summary>
    Closed,

    /// <summary>It failed too often in a row: what needs it waits.</summary>
    Open,

    /// <summary>One attempt tries whether it is back; the others wait for that.</summary>
    HalfOpen,
}

/// <summary>The breaker of a connection as the results so far leave it. Immutable.</summary>
public sealed record Breaker
{
    /// <summary>One that nothing has happened to.</summary>
    public static Breaker New { get; } = new();

    /// <summary>How the connection is trusted.</summary>
    public BreakerState State { get; init; }

    /// <summary>Failures of the connection since it last worked.</summary>
    public int FailuresInRow { get; init; }

    /// <summary>Since when it is not closed; null while it is.</summary>
    public Instant? OpenedAt { get; init; }

    /// <summary>The failure that opened it, in words.</summary>
    public string? Failure { get; init; }

    /// <summary>From when on one attempt may try; null while it is closed.</summary>
    public Instant? ProbeAt { get; init; }

    /// <summary>How many tries have failed since it opened.</summary>
    public int FailedProbes { get; init; }
}

/// <summary>
/// When a connection counts as down, and when it is tried again. Only failures of the connection count: it cannot be reached, does not answer in time, answers with an error of its own (5xx), or
/// refuses our credentials. What a service says to one request (not found, malformed) shows that it works. Pure.
/// </summary>
public static class BreakerPolicy
{
    /// <summary>So many failures in a row, of whichever tasks, open it.</summary>
    public const int FailuresToOpen = 5;

    /// <summary>How long one try may take until another may be made.</summary>
    public static readonly Duration ProbeFor = Duration.FromMinutes(2);

    private static readonly Duration FirstProbeAfter = Duration.FromSeconds(10);
    private static readonly Duration LastProbeAfter = Duration.FromMinutes(5);

    /// <summary>True when the failure is the connection's and not the request's.</summary>
    public static bool IsOfConnection(TaskError error) => error.IsOfConnection ?? error.Class is ErrorClasses.Network or ErrorClasses.Timeout or ErrorClasses.Server;

    /// <summary>Whether an attempt may begin.</summary>
    public static bool MayBegin(Breaker breaker) => breaker.State == BreakerState.Closed;

    /// <summary>Whether an attempt may begin as the one that tries.</summary>
    public static bool MayProbe(Breaker breaker, Instant now) => breaker.State != BreakerState.Closed && breaker.ProbeAt <= now;

    /// <summary>An attempt begins as the one that tries.</summary>
    public static Breaker Probing(Breaker breaker, Instant now) => breaker with { State = BreakerState.HalfOpen, ProbeAt = now + ProbeFor };

    /// <summary>An attempt came through to the other side.</summary>
    /// <param name="breaker">Before.</param>
    /// <param name="isProbe">True for the one that tried: others may have begun before the connection went down.</param>
    public static Breaker Succeeded(Breaker breaker, bool isProbe) => breaker.State == BreakerState.Closed || isProbe ? Breaker.New : breaker;

    /// <summary>An attempt failed, and it is the connection's failure.</summary>
    /// <param name="breaker">Before.</param>
    /// <param name="failure">In words.</param>
    /// <param name="isProbe">True for the one that tried.</param>
    /// <param name="now">When.</param>
    public static Breaker Failed(Breaker breaker, string failure, bool isProbe, Instant now)
    {
        if (breaker.State == BreakerState.Closed)
        {
            var count = breaker.FailuresInRow + 1;
            return count < FailuresToOpen ? breaker with { FailuresInRow = count, Failure = failure }
                : breaker with { State = BreakerState.Open, FailuresInRow = count, OpenedAt = now, Failure = failure, ProbeAt = now + ProbeAfter(0) };
        }
        return isProbe ? breaker with { State = BreakerState.Open, FailedProbes = breaker.FailedProbes + 1, ProbeAt = now + ProbeAfter(breaker.FailedProbes + 1) } : breaker;
    }

    /// <summary>The attempt that tried ended without having reached the other side: another one may.</summary>
    public static Breaker Abandoned(Breaker breaker, Instant now) => breaker.State == BreakerState.HalfOpen ? breaker with { State = BreakerState.Open, ProbeAt = now } : breaker;

    /// <summary>How many of those that wait are let go at once, so long after it closed: 1, 2, 4 … a second.</summary>
    public static int ReleasedAt(int round) => 1 << Math.Clamp(round, 0, 6);

    /// <summary>From a failed try to the next: 10 s, doubled each time, at most 5 min.</summary>
    private static Duration ProbeAfter(int failedProbes) => Duration.Min(FirstProbeAfter * Math.Pow(2, Math.Min(failedProbes, 10)), LastProbeAfter);
}
