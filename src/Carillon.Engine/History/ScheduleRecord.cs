using System.Text.Json.Nodes;
using Carillon.Core;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A schedule as it is stored. Immutable.</summary>
public sealed record ScheduleRecord
{
    /// <summary>The schedule.</summary>
    public required ScheduleId Id { get; init; }

    /// <summary>Its workflow.</summary>
    public required WorkflowId WorkflowId { get; init; }

    /// <summary>Its key among the workflow's schedules; empty for the only one.</summary>
    public required string Key { get; init; }

    /// <summary><c>declared</c> (in a file) or <c>managed</c> (made through the API).</summary>
    public required string Kind { get; init; }

    /// <summary>What the definition says of it.</summary>
    public required JsonNode? Content { get; init; }

    /// <summary>The switch in the definition.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Who paused it, or null.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why it is paused, or null.</summary>
    public string? PauseReason { get; init; }

    /// <summary>When it was paused, or null.</summary>
    public Instant? PausedAt { get; init; }

    /// <summary>When its definition was taken away, or null.</summary>
    public Instant? ArchivedAt { get; init; }

    /// <summary>Every occurrence up to and including this instant is settled in the ledger.</summary>
    public required Instant SettledThrough { get; init; }

    /// <summary>The next nominal time, or null when there is none or nothing will run.</summary>
    public Instant? NextRunAt { get; init; }

    /// <summary>The next nominal time plus jitter.</summary>
    public Instant? NextDueAt { get; init; }

    /// <summary>How many runs its occurrences have made.</summary>
    public required long RunCount { get; init; }

    /// <summary>When it was first seen.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Its latest run, or null.</summary>
    public RunRecord? LastRun { get; init; }

    /// <summary>Where it stands.</summary>
    public ScheduleStatus Status =>
        ArchivedAt is not null ? ScheduleStatus.Archived
        : !Enabled ? ScheduleStatus.Disabled
        : PausedBy is not null ? ScheduleStatus.Paused
        : ScheduleStatus.Active;
}

/// <summary>Where a schedule stands.</summary>
public enum ScheduleStatus
{
    /// <summary>Its occurrences run.</summary>
    Active,

    /// <summary>An operator or auto-pause stopped it for now.</summary>
    Paused,

    /// <summary>Its definition switches it off.</summary>
    Disabled,

    /// <summary>Its definition is gone; its history stays.</summary>
    Archived,
}

/// <summary>Which schedules a list shows. A null value does not filter.</summary>
/// <param name="Status">Those that stand so; null for all but archived ones.</param>
/// <param name="WorkflowId">Those of this workflow.</param>
/// <param name="Tag">Those with this tag, or of one of <paramref name="TaggedWorkflows"/>.</param>
/// <param name="TaggedWorkflows">Workflows that carry the tag themselves.</param>
/// <param name="Text">Those whose id, workflow or definition contains it.</param>
public sealed record ScheduleFilter(
    ScheduleStatus? Status = null,
    WorkflowId? WorkflowId = null,
    string? Tag = null,
    IReadOnlyList<WorkflowId>? TaggedWorkflows = null,
    string? Text = null);
