using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>The code of a task type. One instance serves all attempts at once, so it holds no state of an attempt.</summary>
public interface ITaskHandler
{
    /// <summary>What it is and takes.</summary>
    TaskType Type { get; }

    /// <summary>
    /// Carries one attempt out. Honour <paramref name="cancellationToken"/>: it is canceled on cancel, timeout and lost lease.
    /// A thrown <see cref="TaskFailedException"/> is a failure with its own class; any other exception is one of class <c>unexpected</c>.
    /// </summary>
    Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken);
}

/// <summary>How an attempt ended, by its handler's account.</summary>
public abstract record TaskResult
{
    /// <summary>Well.</summary>
    /// <param name="Output">The output, at most 1 MiB as JSON; null for none.</param>
    public sealed record Succeeded(JsonNode? Output) : TaskResult;

    /// <summary>A sensor's condition does not hold; give the slot back and poke again.</summary>
    /// <param name="After">Not before so long from now, unless what is awaited ends earlier.</param>
    /// <param name="Awaits">A run made by this task whose end wakes it at once; null for none.</param>
    public sealed record PokeAgain(Duration After, RunId? Awaits = null) : TaskResult;

    /// <summary>Badly.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Failed(TaskError Error) : TaskResult;

    /// <summary>Not at all: the task ends as skipped (a soft-failing sensor).</summary>
    /// <param name="Reason">Why, in words.</param>
    public sealed record Skipped(string Reason) : TaskResult;
}

/// <summary>Not begun: the connection that the attempt needs is down.</summary>
/// <param name="Until">When it is looked at again at the latest.</param>
/// <param name="Reason">What it waits for, in words.</param>
internal sealed record DeferredResult(Instant Until, string Reason) : TaskResult;

/// <summary>A failure that says of itself how it is to be treated.</summary>
/// <param name="error">Code, class, message, and whether trying again can help.</param>
public sealed class TaskFailedException(TaskError error) : Exception(error.Message)
{
    /// <summary>What happened.</summary>
    public TaskError Error { get; } = error;
}

/// <summary>What an attempt knows of itself, and what it may use.</summary>
public sealed record TaskContext
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The workflow.</summary>
    public required WorkflowId WorkflowId { get; init; }

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The task run.</summary>
    public required TaskKey Key { get; init; }

    /// <summary>The attempt's number, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Pokes before this one, for sensors.</summary>
    public int Pokes { get; init; }

    /// <summary>When the first attempt of this task run was queued: a sensor's own timeout counts from here.</summary>
    public required Instant FirstReadyAt { get; init; }

    /// <summary>The same for every attempt of this task run: pass it to remote sides.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The run's nominal time; the time the run was made for runs without a schedule.</summary>
    public required Instant NominalAt { get; init; }

    /// <summary>The input, expressions already evaluated.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>The connection that the input names, opened; null when it names none.</summary>
    public OpenConnection? Connection { get; init; }

    /// <summary>
    /// A text that must not be seen: from now on it is masked in the log, the output and the error. What expressions and connections made of secrets is masked already; this is for what the
    /// handler itself comes by, such as a token it is given for a password.
    /// </summary>
    public Action<string> Hide { get; init; } = _ => { };

    /// <summary>Says of a failure that the handler makes nothing of itself, as a sensor does: where it is the connection's, its breaker counts it.</summary>
    public Action<TaskError> Failed { get; init; } = _ => { };

    /// <summary>The attempt's log. Thread safe.</summary>
    public required ITaskLog Log { get; init; }

    /// <summary>Where files are kept that outlive the attempt. Thread safe.</summary>
    public required IArtifactKeeper Artifacts { get; init; }

    /// <summary>Makes the folder; called once, when somebody asks for it first.</summary>
    public required Func<string> MakeWorkFolder { get; init; }

    /// <summary>A folder of this attempt's own, made when first asked for and removed after the attempt ends. Absolute.</summary>
    public string WorkFolder => field ??= MakeWorkFolder();

    /// <summary>The folder the workflow files are in, which relative paths in <c>with</c> start from. Absolute.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The attempt's span, for programs and servers that go on with the trace (W3C <c>traceparent</c>); null when nobody collects traces.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Says that the attempt is alive, for <c>heartbeat_timeout</c>. Cheap; call it as often as progress is made.</summary>
    public required Action Heartbeat { get; init; }
}

/// <summary>The log of one attempt: text lines, kept with the run, streamed while it runs, cut with a mark beyond its limit.</summary>
public interface ITaskLog
{
    /// <summary>Appends one line. Never blocks on the database and never fails.</summary>
    void Line(string text);

    /// <summary>True once the log is cut: further lines change nothing and need not be made. Default false.</summary>
    bool IsFull => false;
}

/// <summary>A file that a task kept.</summary>
/// <param name="Id">The artifact's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">For example <c>image/svg+xml</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Path">An absolute local path that later tasks of the run may read.</param>
public sealed record Artifact(string Id, string Name, string MediaType, long Size, string Sha256, string Path);

/// <summary>Keeps files of an attempt.</summary>
public interface IArtifactKeeper
{
    /// <summary>Keeps what <paramref name="content"/> holds under <paramref name="name"/>. A retry replaces what an earlier attempt kept under the same name.</summary>
    /// <exception cref="TaskFailedException">It could not be stored (SCH042), for example a full disk.</exception>
    Task<Artifact> KeepAsync(string name, string mediaType, Stream content, CancellationToken cancellationToken);
}
