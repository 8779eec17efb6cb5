using System.Text.Json.Nodes;
using Carillon.Core.History.Notifications;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Definitions;

/// <summary>A workflow as one file defines it: checked, complete, immutable.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>The id, unique within the project.</summary>
    public required WorkflowId Id { get; init; }

    /// <summary>The name people read; the id when the file gives none.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the file's text in lower-case hex: the version.</summary>
    public required string Version { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Labels for filters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whose it is, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>What carries the runs out. Only <c>embedded</c> so far.</summary>
    public string Engine { get; init; } = "embedded";

    /// <summary>The fields a run's input may have, in the order of the file.</summary>
    public IReadOnlyList<InputField> Input { get; init; } = [];

    /// <summary>The schedules; empty for a workflow that only runs by hand.</summary>
    public IReadOnlyList<ScheduleDefinition> Schedules { get; init; } = [];

    /// <summary>What the schedules are expected to do.</summary>
    public IReadOnlyList<ScheduleTest> Tests { get; init; } = [];

    /// <summary>The tag that a node must have to carry out its tasks; null for any node.</summary>
    public string? RunsOn { get; init; }

    /// <summary>Pools that this file declares: name to limit. The same name in several files is one pool, with the smallest limit.</summary>
    public IReadOnlyDictionary<string, int> Pools { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How many runs of this workflow are running at once; further ones stay pending. Null for no limit.</summary>
    public int? MaxConcurrentRuns { get; init; }

    /// <summary>How long a run may take from its start. Null for no limit.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>What its runs cost on top of what their tasks say and report; null for nothing.</summary>
    public DeclaredCost? Cost { get; init; }

    /// <summary>Who is told of what becomes of its runs: under <c>notify</c>, and hooks that only name a channel.</summary>
    public IReadOnlyList<NotifyEntry> Notify { get; init; } = [];

    /// <summary>The tasks in an order in which every task comes after what it needs, the hooks last.</summary>
    public required IReadOnlyList<TaskDefinition> Tasks { get; init; }

    /// <summary>The secrets that its tasks name.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The connections that its tasks name outright.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>Whether one of its tasks does what cannot be undone.</summary>
    public bool HasIrreversibleEffects => Tasks.Any(task => task.HasIrreversibleEffects);
}

/// <summary>Why a task is in the workflow.</summary>
public enum TaskRole
{
    /// <summary>An ordinary task.</summary>
    Task,

    /// <summary>From <c>on_success</c>: runs after all ordinary tasks when none of them failed. Its result never changes the run's status.</summary>
    OnSuccess,

    /// <summary>From <c>on_failure</c>: runs after all ordinary tasks when the run failed.</summary>
    OnFailure,
}

/// <summary>One step of a workflow. Immutable.</summary>
public sealed record TaskDefinition
{
    /// <summary>The id, unique within the workflow. Hooks are named <c>on_failure_1</c> and so on when the file names none.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The task type.</summary>
    public required string Uses { get; init; }

    /// <summary>Ordinary task or hook.</summary>
    public TaskRole Role { get; init; }

    /// <summary>The input with its expressions still in it; see <see cref="Expressions.InputTemplate"/>.</summary>
    public JsonObject With { get; init; } = [];

    /// <summary>The secrets that expressions of <see cref="With"/> name.</summary>
    public IReadOnlyList<SecretRead> Secrets { get; init; } = [];

    /// <summary>The connection that it names outright; null for none, and for one that an expression gives.</summary>
    public string? Connection { get; init; }

    /// <summary>Tasks that must have ended before this one.</summary>
    public IReadOnlyList<TaskId> Needs { get; init; } = [];

    /// <summary>The condition, or null for <c>success()</c>.</summary>
    public Expressions.Expression? If { get; init; }

    /// <summary>The list to fan out over, or null.</summary>
    public ForEach? ForEach { get; init; }

    /// <summary>How failures are tried again.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>How long one attempt may take. Null for no limit.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>How long an attempt may go without a heartbeat of its handler. Null for no rule.</summary>
    public Duration? HeartbeatTimeout { get; init; }

    /// <summary>The pool a slot of which each attempt takes, or null.</summary>
    public string? Pool { get; init; }

    /// <summary>Higher first among ready attempts. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>True: a failure does not fail the run, and what needs this task goes on as after a success.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>Named outputs, each an expression over <c>output</c>, added to the task's own output.</summary>
    public IReadOnlyDictionary<string, Expressions.Expression> Outputs { get; init; } = new Dictionary<string, Expressions.Expression>(StringComparer.Ordinal);

    /// <summary>Cost of one attempt, in the currency of the installation, or null.</summary>
    public decimal? Cost { get; init; }

    /// <summary>False: never run twice without asking the remote side first. Default true.</summary>
    public bool Idempotent { get; init; } = true;

    /// <summary>True: what it does cannot be undone, so a missed occurrence is not run late without approval. Default false.</summary>
    public bool HasIrreversibleEffects { get; init; }
}

/// <summary>A secret that an expression names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOptional">True where <c>default()</c> stands for it when there is none.</param>
public readonly record struct SecretRead(string Name, bool IsOptional)
{
    internal static IReadOnlyList<SecretRead> Of(IEnumerable<Expressions.PathRead> reads)
    {
        List<Expressions.PathRead> found = [.. reads.Where(read => read.Parts.Count > 1 && read.Parts[0] == Expressions.SecretScope.Root)];
        return found.Count == 0 ? [] : [.. found.GroupBy(read => read.Parts[1], StringComparer.Ordinal).Select(same => new SecretRead(same.Key, same.All(read => read.Tolerant)))];
    }
}

/// <summary>The fan-out of a task: one task run for each item of a list. Within the task, <c>item</c> is the item and <c>index</c> its place from 0.</summary>
/// <param name="Items">Evaluates to a list.</param>
/// <param name="MaxParallel">How many of its task runs are ready or running at once; null for no limit.</param>
public sealed record ForEach(Expressions.Expression Items, int? MaxParallel = null);

/// <summary>How the delay grows.</summary>
public enum Backoff
{
    /// <summary>Always <see cref="RetryPolicy.Initial"/>.</summary>
    Fixed,

    /// <summary>Doubling from <see cref="RetryPolicy.Initial"/> to <see cref="RetryPolicy.Max"/>, with full jitter.</summary>
    Exponential,
}

/// <summary>How failures are tried again.</summary>
/// <param name="MaxAttempts">Attempts in all, the first included; at least 1.</param>
/// <param name="Backoff">How the delay grows.</param>
/// <param name="Initial">The first delay (fixed), or the ceiling of the first delay (exponential).</param>
/// <param name="Max">The largest delay.</param>
/// <param name="On">Error classes that are tried again; null for every one that is retryable at all.</param>
public sealed record RetryPolicy(int MaxAttempts, Backoff Backoff, Duration Initial, Duration Max, IReadOnlyList<string>? On = null)
{
    /// <summary>One attempt.</summary>
    public static RetryPolicy None { get; } = new(1, Backoff.Fixed, Duration.Zero, Duration.Zero);
}

/// <summary>The kinds of value an input field takes.</summary>
public enum InputType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A mapping.</summary>
    Object,
}

/// <summary>One field of a workflow's input.</summary>
public sealed record InputField
{
    /// <summary>The field's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it takes.</summary>
    public required InputType Type { get; init; }

    /// <summary>The value when a run gives none, or null.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>True: a run must give it. A field with a default is never required.</summary>
    public bool Required { get; init; }

    /// <summary>Smallest number, inclusive.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Largest number, inclusive.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The values allowed, or null for any.</summary>
    public IReadOnlyList<JsonNode>? Enum { get; init; }

    /// <summary>A regular expression that text must match somewhere, or null.</summary>
    public string? Pattern { get; init; }

    /// <summary>What it means.</summary>
    public string? Description { get; init; }
}
