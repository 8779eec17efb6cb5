using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>When a message that could not be sent is tried again: the plan of Standard Webhooks, with jitter. Pure.</summary>
public static class RetryPlan
{
    private static readonly Duration[] Delays =
    [
        Duration.FromSeconds(5), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(5), Duration.FromHours(10), Duration.FromHours(14), Duration.FromHours(20), Duration.FromHours(24),
    ];

    // A tenth more at most, so that those that failed together do not come back together.
    private const double Jitter = 0.1;
    private static readonly Duration LongestAsked = Duration.FromHours(24);

    /// <summary>How often a message is tried in all.</summary>
    public static int MostAttempts => Delays.Length + 1;

    /// <summary>How long to wait after a failed attempt; null when it was the last.</summary>
    /// <param name="key">What the jitter follows from, so that every node decides alike.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the receiver asked for; it is obeyed up to a day.</param>
    public static Duration? After(string key, int attempt, Duration? retryAfter)
    {
        if (attempt > Delays.Length)
            return null;
        var delay = Delays[attempt - 1];
        delay += Duration.FromMilliseconds((long)(delay.TotalMilliseconds * Jitter * StableHash.Fraction(key, attempt)));
        return retryAfter is { } asked && asked > delay ? Duration.Min(asked, LongestAsked) : delay;
    }
}
