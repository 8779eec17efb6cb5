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

    /// <summary>What its file or, for a managed one, the API says of it, as text.</summary>
    public required string ContentText { get; init; }

    /// <summary>The same as a document.</summary>
    public JsonNode? Content => ContentText.ToJson();

    /// <summary>Counts the changes of definition and switches, from 1.</summary>
    public required long Revision { get; init; }

    /// <summary>The switch in the definition.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The switch as it holds, with the override.</summary>
    public required bool Active { get; init; }

    /// <summary>The override's document as text, or null.</summary>
    public string? OverrideText { get; init; }

    /// <summary>Who made the override, or null.</summary>
    public string? OverrideBy { get; init; }

    /// <summary>Why, in their words, or null.</summary>
    public string? OverrideReason { get; init; }

    /// <summary>When, or null.</summary>
    public Instant? OverrideAt { get; init; }

    /// <summary>When the override ends by itself, exclusive; null for one that holds until it is undone.</summary>
    public Instant? OverrideUntil { get; init; }

    /// <summary>When auto-pause stopped it after too many failures, or null.</summary>
    public Instant? AutoPausedAt { get; init; }

    /// <summary>Why, or null.</summary>
    public string? AutoPauseReason { get; init; }

    /// <summary>Runs in a row that failed, the latest included.</summary>
    public long FailuresInRow { get; init; }

    /// <summary>When the operator's pause ends by itself, exclusive; null for one that holds until it is undone.</summary>
    public Instant? PausedUntil { get; init; }

    /// <summary>The owner, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>Its tags and those of its workflow.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Who made it, for a managed one.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Who deleted it, when a person did.</summary>
    public string? ArchivedBy { get; init; }

    /// <summary>When its definition or a switch last changed.</summary>
    public required Instant UpdatedAt { get; init; }

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
        : !Active ? ScheduleStatus.Disabled
        : PausedBy is not null || AutoPausedAt is not null ? ScheduleStatus.Paused
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
public sealed record ScheduleFilter
{
    /// <summary>Those that stand so, or failed where <see cref="Failed"/> says so; empty, without that, for all but archived ones.</summary>
    public IReadOnlyList<ScheduleStatus> Statuses { get; init; } = [];

    /// <summary>True: also those in use whose last ended run failed. Default false.</summary>
    public bool Failed { get; init; }

    /// <summary>Those of this workflow.</summary>
    public WorkflowId? WorkflowId { get; init; }

    /// <summary>Those with this tag, of their own or of their workflow.</summary>
    public string? Tag { get; init; }

    /// <summary>Those of this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Those of this kind: <c>declared</c> or <c>managed</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Those with an override.</summary>
    public bool? Overridden { get; init; }

    /// <summary>Those whose next occurrence is before this instant.</summary>
    public Instant? NextBefore { get; init; }

    /// <summary>Those whose id, words, description, owner or tags contain it, upper and lower case alike.</summary>
    public string? Text { get; init; }

    /// <summary>By what the list is sorted. Default by id.</summary>
    public ScheduleSort Sort { get; init; }

    /// <summary>True for the other direction. Those without a next or last run come last either way.</summary>
    public bool Descending { get; init; }
}

/// <summary>By what a list of schedules is sorted; those that are equal, by id.</summary>
public enum ScheduleSort
{
    /// <summary>Its id.</summary>
    Id,

    /// <summary>Its next nominal time.</summary>
    NextRun,

    /// <summary>When its latest run was made.</summary>
    LastRun,
}
