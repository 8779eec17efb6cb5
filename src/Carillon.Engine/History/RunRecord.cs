using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A run as it is stored. Immutable.</summary>
public sealed record RunRecord
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>Its workflow.</summary>
    public required WorkflowId WorkflowId { get; init; }

    /// <summary>The version of the workflow that it began with.</summary>
    public required string Version { get; init; }

    /// <summary>Its schedule, or null.</summary>
    public ScheduleId? ScheduleId { get; init; }

    /// <summary>Its number among the schedule's runs, from 1; null for runs without a schedule.</summary>
    public long? RunNumber { get; init; }

    /// <summary>Why it exists.</summary>
    public required RunTrigger Trigger { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The nominal time, for runs of a schedule.</summary>
    public Instant? NominalAt { get; init; }

    /// <summary>Nominal time plus jitter.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>The data window it works on, or null.</summary>
    public WindowRecord? Window { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Who asked for it, or null.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What a pending run waits for, in words; null in lists.</summary>
    public string? Waiting { get; init; }

    /// <summary>When it started.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? CompletedAt { get; init; }

    /// <summary>Milliseconds from start to end; null while it is open or when it never started.</summary>
    public long? DurationMs => Milliseconds(StartedAt, CompletedAt);

    /// <summary>Milliseconds from due to start; null for runs without a schedule or that have not started.</summary>
    public long? LatenessMs => Milliseconds(DueAt, StartedAt);

    /// <summary>How many task runs it has; items of a fan-out count once it has been expanded.</summary>
    public required long TasksTotal { get; init; }

    /// <summary>How many of them succeeded.</summary>
    public required long TasksSucceeded { get; init; }

    /// <summary>How many of them failed.</summary>
    public required long TasksFailed { get; init; }

    /// <summary>What its tasks have cost, in the currency of the installation, to six decimals; 0 until it has ended.</summary>
    public decimal Cost { get; init; }

    /// <summary>Rows that its tasks report; 0 until it has ended.</summary>
    public long Rows { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public ErrorRecord? Error { get; init; }

    /// <summary>Who asked to cancel it, or null.</summary>
    public string? CanceledBy { get; init; }

    /// <summary>Why cancel was asked for, or null.</summary>
    public string? CancelReason { get; init; }

    /// <summary>True once its own timeout has passed.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The run that this one retries, or null.</summary>
    public RunId? RetryOf { get; init; }

    /// <summary>The run whose task started this one, or null.</summary>
    public RunId? ParentRunId { get; init; }

    /// <summary>The whole input, defaults filled in; null in lists.</summary>
    public JsonNode? Input { get; init; }

    private static long? Milliseconds(Instant? from, Instant? to) =>
        from is { } start && to is { } end ? (long)(end - start).TotalMilliseconds : null;
}

/// <summary>Why something failed, as it is stored.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Class">The error class that retry policies name.</param>
/// <param name="Message">What happened, for people.</param>
public sealed record ErrorRecord(string Code, string Class, string Message);

/// <summary>One of a run's times.</summary>
public enum RunTime
{
    /// <summary>When it ended; runs that are open have none.</summary>
    Completed,

    /// <summary>The occurrence it was made for; runs made otherwise have none.</summary>
    Nominal,
}

/// <summary>Which runs a list shows. A null value does not filter.</summary>
/// <param name="Statuses">Those in one of these; empty for all.</param>
/// <param name="WorkflowId">Those of this workflow.</param>
/// <param name="ScheduleId">Those of this schedule.</param>
/// <param name="Trigger">Those that exist for this reason.</param>
/// <param name="By">Which of a run's times <paramref name="From"/> and <paramref name="To"/> look at.</param>
/// <param name="From">Those at or after this.</param>
/// <param name="To">Those before this.</param>
public sealed record RunFilter(
    IReadOnlyList<RunStatus> Statuses,
    WorkflowId? WorkflowId = null,
    ScheduleId? ScheduleId = null,
    RunTrigger? Trigger = null,
    RunTime By = RunTime.Completed,
    Instant? From = null,
    Instant? To = null)
{
    /// <summary>All runs.</summary>
    public static RunFilter All { get; } = new([]);

    /// <summary>Those made at or after this instant.</summary>
    public Instant? CreatedFrom { get; init; }

    /// <summary>Those made before this instant.</summary>
    public Instant? CreatedTo { get; init; }

    /// <summary>Those whose id, workflow, schedule, maker or error contains it, upper and lower case alike.</summary>
    public string? Text { get; init; }

    /// <summary>In which order. Default the latest first.</summary>
    public RunOrder Order { get; init; }
}

/// <summary>The order of a list of runs: by the time they were made, which is the order of their ids.</summary>
public enum RunOrder
{
    /// <summary>The latest first.</summary>
    Desc,

    /// <summary>The oldest first.</summary>
    Asc,
}

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The rows, in the list's order.</param>
/// <param name="NextCursor">Ask with it for the rows after these; null at the end.</param>
public sealed record RecordPage<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>How many rows all pages have, on the first page of a list that counts; null on later ones and elsewhere.</summary>
    public long? Total { get; init; }
}
