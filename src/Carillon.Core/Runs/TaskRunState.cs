using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Made, not started: waits for <c>max_concurrent_runs</c> or for an earlier run to end.</summary>
    Pending,

    /// <summary>Started.</summary>
    Running,

    /// <summary>Cancel was asked for; attempts are being stopped.</summary>
    Canceling,

    /// <summary>Ended; every task succeeded, was skipped, or was allowed to fail.</summary>
    Completed,

    /// <summary>Ended; at least one task failed.</summary>
    Failed,

    /// <summary>Ended by cancel.</summary>
    Canceled,
}

/// <summary>Where a task of a run stands.</summary>
public enum TaskStatus
{
    /// <summary>Waits for what it needs.</summary>
    Pending,

    /// <summary>Its next attempt is queued.</summary>
    Ready,

    /// <summary>An attempt is under way.</summary>
    Running,

    /// <summary>Failed; the next attempt waits for its time.</summary>
    RetryWait,

    /// <summary>A sensor whose condition did not hold; the next poke waits for its time.</summary>
    PokeWait,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended badly, attempts exhausted.</summary>
    Failed,

    /// <summary>Not run, because its condition was false or something it needs was skipped.</summary>
    Skipped,

    /// <summary>Not run, because something it needs failed.</summary>
    UpstreamFailed,

    /// <summary>Ended by cancel.</summary>
    Canceled,
}

/// <summary>Why a run exists.</summary>
public enum RunTrigger
{
    /// <summary>An occurrence of a schedule.</summary>
    Schedule,

    /// <summary>A person, by command line or UI.</summary>
    Manual,

    /// <summary>A backfill.</summary>
    Backfill,

    /// <summary>The API, or another workflow.</summary>
    Api,

    /// <summary>A test-run of a schedule.</summary>
    Test,

    /// <summary>A retry of a failed run.</summary>
    Retry,
}

/// <summary>One task run within its run: the task, and the item's place when the task fans out.</summary>
/// <param name="Task">The task.</param>
/// <param name="Item">The place in the list from 0; -1 for a task that does not fan out, and for the fan-out as a whole.</param>
public readonly record struct TaskKey(TaskId Task, int Item = -1)
{
    /// <summary><c>task</c> or <c>task[3]</c>.</summary>
    public override string ToString() => Item < 0 ? Task.Value : $"{Task.Value}[{Item}]";

    /// <summary>The key that <see cref="ToString"/> writes so.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static TaskKey Parse(string text)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? new TaskKey(new TaskId(text)) : new TaskKey(new TaskId(text[..bracket]), int.Parse(text.AsSpan(bracket + 1, text.Length - bracket - 2)));
    }
}

/// <summary>Why an attempt or a task failed.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Class">The error class that retry policies name; see <see cref="ErrorClasses"/>.</param>
/// <param name="Message">What happened, for people. Never holds a secret.</param>
/// <param name="Retryable">False: trying again cannot help.</param>
/// <param name="RetryAfter">The remote side asked to wait at least so long.</param>
public sealed record TaskError(string Code, string Class, string Message, bool Retryable = true, Duration? RetryAfter = null)
{
    /// <summary>True when the connection failed and not the request, false when it worked all the same; null to tell by the class. Not stored.</summary>
    public bool? IsOfConnection { get; init; }
}

/// <summary>The error classes that <c>retry: { on: [...] }</c> may name.</summary>
public static class ErrorClasses
{
    /// <summary>The attempt took longer than its timeout.</summary>
    public const string Timeout = "timeout";

    /// <summary>The network or the remote side could not be reached.</summary>
    public const string Network = "network";

    /// <summary>The remote side asked for fewer requests.</summary>
    public const string RateLimit = "rate_limit";

    /// <summary>The remote side failed.</summary>
    public const string Server = "server_error";

    /// <summary>The remote side refused the request.</summary>
    public const string Client = "client_error";

    /// <summary>A process ended with a code other than 0.</summary>
    public const string ExitCode = "exit_code";

    /// <summary>What came back was not what the task demands.</summary>
    public const string Assertion = "assertion";

    /// <summary>The input does not fit. Never retried.</summary>
    public const string Input = "input";

    /// <summary>The node was lost before the attempt ended.</summary>
    public const string Lost = "lost";

    /// <summary>Anything else that a handler threw.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Timeout, Network, RateLimit, Server, Client, ExitCode, Assertion, Input, Lost, Unexpected];
}

/// <summary>One task run as the facts so far leave it. Immutable.</summary>
public sealed record TaskRunState
{
    /// <summary>Which one.</summary>
    public required TaskKey Key { get; init; }

    /// <summary>Where it stands.</summary>
    public TaskStatus Status { get; init; }

    /// <summary>Attempts begun or queued so far; also the number of the current one. Pokes of one wait count as one attempt.</summary>
    public int Attempts { get; init; }

    /// <summary>True when it has been tried twice or more and was lost with its node the last time: it ends its host, or stood beside what does. Nodes begin such attempts one at a time.</summary>
    public bool MayEndItsHost => MayEndHost(Attempts, Error?.Class);

    /// <summary>The same, of what is stored.</summary>
    /// <param name="attempts">Attempts begun or queued so far.</param>
    /// <param name="errorClass">The class of the last one's error; null for none.</param>
    public static bool MayEndHost(long attempts, string? errorClass) => attempts > 2 && errorClass == ErrorClasses.Lost;

    /// <summary>Pokes so far, for sensors that give their slot back between pokes.</summary>
    public int Pokes { get; init; }

    /// <summary>When the first attempt was queued: a sensor's timeout counts from here.</summary>
    public Instant? ReadyAt { get; init; }

    /// <summary>When the first attempt started.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? CompletedAt { get; init; }

    /// <summary>When the next attempt or poke may be queued, in a waiting status.</summary>
    public Instant? WakeAt { get; init; }

    /// <summary>True once the live attempt was asked to stop. A state rebuilt without it asks once more, which does no harm.</summary>
    public bool CancelAsked { get; init; }

    /// <summary>The output, once succeeded.</summary>
    public JsonNode? Output { get; init; }

    /// <summary>The last error.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Why it was skipped, or what it waits for that is not its own doing, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>The item of a fanned-out task run.</summary>
    public JsonNode? ItemValue { get; init; }

    /// <summary>How many items the task fans out to, on the fan-out as a whole once it has been expanded; else null.</summary>
    public int? ItemCount { get; init; }
}
