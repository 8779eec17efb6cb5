using System.Text.Json.Nodes;
using Carillon.Core;
using NodaTime;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Engine.History;

/// <summary>A task of a run as it is stored, with its attempts. Immutable.</summary>
public sealed record TaskRunRecord
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The place in the list from 0; null for a task that does not fan out, and for the fan-out as a whole.</summary>
    public int? Item { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskStatus Status { get; init; }

    /// <summary>When its first attempt was queued.</summary>
    public Instant? ReadyAt { get; init; }

    /// <summary>When its first attempt started.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? CompletedAt { get; init; }

    /// <summary>Milliseconds from start to end; null while it is open or when it never started.</summary>
    public long? DurationMs => StartedAt is { } start && CompletedAt is { } end ? (long)(end - start).TotalMilliseconds : null;

    /// <summary>When the next attempt or poke may start, in a waiting status.</summary>
    public Instant? WakeAt { get; init; }

    /// <summary>What it waits for, in words; null when it runs or has ended.</summary>
    public string? Waiting { get; init; }

    /// <summary>Pokes so far, for sensors.</summary>
    public long Pokes { get; init; }

    /// <summary>The output, once it has succeeded.</summary>
    public JsonNode? Output { get; init; }

    /// <summary>The last error, or null.</summary>
    public ErrorRecord? Error { get; init; }

    /// <summary>Why it was skipped or settled without an attempt, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The item of a fanned-out task run.</summary>
    public JsonNode? ItemValue { get; init; }

    /// <summary>How many items the fan-out has; null for anything but a fan-out as a whole.</summary>
    public long? ItemCount { get; init; }

    /// <summary>How many attempts were begun or queued.</summary>
    public required long AttemptCount { get; init; }

    /// <summary>The attempts, oldest first, a live one last.</summary>
    public IReadOnlyList<AttemptRecord> Attempts { get; init; } = [];
}

/// <summary>One try of a task. Immutable.</summary>
public sealed record AttemptRecord
{
    /// <summary>Its number, from 1.</summary>
    public required long Number { get; init; }

    /// <summary><c>ready</c> or <c>running</c> while it lives; then <c>succeeded</c>, <c>failed</c>, <c>canceled</c>, <c>lost</c> or <c>skipped</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The node that carried it out, or null.</summary>
    public string? Node { get; init; }

    /// <summary>When it was queued.</summary>
    public required Instant ReadyAt { get; init; }

    /// <summary>When it was claimed.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? CompletedAt { get; init; }

    /// <summary>Milliseconds from start to end, or null.</summary>
    public long? DurationMs => StartedAt is { } start && CompletedAt is { } end ? (long)(end - start).TotalMilliseconds : null;

    /// <summary>The input with its expressions evaluated, or null.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public ErrorRecord? Error { get; init; }
}
