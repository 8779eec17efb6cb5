namespace Carillon.Core.History.Notifications;

/// <summary>What a message may be about.</summary>
public enum NotificationEvent
{
    /// <summary>A run has completed.</summary>
    Success,

    /// <summary>A run has failed.</summary>
    Failure,

    /// <summary>A run has failed because a task has used up its retries. Who asks for <see cref="Failure"/> alone is told of it as such.</summary>
    RetryExhausted,

    /// <summary>A schedule has paused itself after failures.</summary>
    AutoPause,

    /// <summary>An occurrence was skipped because of a budget; once a month for each schedule.</summary>
    Budget,

    /// <summary>A run of a schedule starts, or still waits, later than expected.</summary>
    Late,

    /// <summary>Occurrences were missed, and do not run any more.</summary>
    Missed,

    /// <summary>A run has completed after one that a message had told to have failed.</summary>
    Recovered,

    /// <summary>By its deadline no run of an occurrence had completed.</summary>
    NotRun,

    /// <summary>A run takes longer than expected.</summary>
    LongerThanUsual,

    /// <summary>A connection does not work.</summary>
    ConnectionDown,

    /// <summary>It works again.</summary>
    ConnectionRecovered,

    /// <summary>A task says something. No rule asks for it.</summary>
    Message,

    /// <summary>Somebody tries a channel. No rule asks for it.</summary>
    Test,
}

/// <summary>The one place where events become words and words become events.</summary>
public static class EventWords
{
    private static readonly string[] Words =
    [
        "success", "failure", "retry_exhausted", "auto_pause", "budget", "late", "missed", "recovered", "not_run", "longer_than_usual", "connection_down", "connection_recovered", "message", "test",
    ];

    /// <summary>Those that rules may ask for.</summary>
    public static IReadOnlyList<string> OfRules { get; } = Words[..^2];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>The word of an event.</summary>
    public static string Of(NotificationEvent value) => Words[(int)value];

    /// <summary>The event of a word, or null.</summary>
    public static NotificationEvent? Find(string word) => Array.IndexOf(Words, word) is >= 0 and var place ? (NotificationEvent)place : null;

    /// <summary>The event of a word that <see cref="Of"/> has written.</summary>
    /// <exception cref="FormatException">No event has that word.</exception>
    public static NotificationEvent Parse(string word) => Find(word) ?? throw new FormatException($"'{word}' is none of {string.Join(", ", Words)}.");
}
