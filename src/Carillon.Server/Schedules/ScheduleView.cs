using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary>A schedule: what is stored of it, and what its definition means.</summary>
internal sealed record ScheduleView
{
    public required ScheduleId Id { get; init; }

    public required WorkflowId WorkflowId { get; init; }

    public string? WorkflowName { get; init; }

    /// <summary>The key among the workflow's schedules; empty for the only one.</summary>
    public required string Key { get; init; }

    /// <summary><c>declared</c> or <c>managed</c>.</summary>
    public required string Kind { get; init; }

    public required ScheduleStatus Status { get; init; }

    /// <summary>Counts its changes; the ETag of edits.</summary>
    public required long Revision { get; init; }

    /// <summary>The switch in the definition.</summary>
    public required bool Enabled { get; init; }

    public string? PausedBy { get; init; }

    public string? PauseReason { get; init; }

    public Instant? PausedAt { get; init; }

    /// <summary>When the pause ends by itself, exclusive.</summary>
    public Instant? PausedUntil { get; init; }

    public Instant? AutoPausedAt { get; init; }

    public string? AutoPauseReason { get; init; }

    public required long FailuresInRow { get; init; }

    public Instant? ArchivedAt { get; init; }

    public string? ArchivedBy { get; init; }

    /// <summary>The recurrence in words; null when the definition is gone.</summary>
    public string? Words { get; init; }

    /// <summary>The IANA zone it is computed in; null when the definition is gone.</summary>
    public string? Timezone { get; init; }

    public OverlapPolicy? OverlapPolicy { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public string? Owner { get; init; }

    /// <summary>The next nominal time, or null.</summary>
    public Instant? NextRunAt { get; init; }

    /// <summary>The same in the schedule's zone, with its offset.</summary>
    public string? NextRunLocal { get; init; }

    /// <summary>The next nominal time plus jitter.</summary>
    public Instant? NextDueAt { get; init; }

    /// <summary>How many runs its occurrences have made.</summary>
    public required long RunCount { get; init; }

    /// <summary>Says so when it has made all the runs that its <c>max_runs</c> allows.</summary>
    public string? Finished { get; init; }

    public RunRecord? LastRun { get; init; }

    /// <summary>Its definition as it holds, with the override.</summary>
    public JsonNode? Definition { get; init; }

    /// <summary>True when an override changes what the file says.</summary>
    public required bool IsOverride { get; init; }

    public OverrideView? Override { get; init; }

    /// <summary>Why it cannot run, for example because it no longer fits its workflow; and warnings.</summary>
    public required IReadOnlyList<ProblemView> Problems { get; init; }

    public required Instant CreatedAt { get; init; }

    public string? CreatedBy { get; init; }

    public required Instant UpdatedAt { get; init; }

    /// <summary>As it is stored, and what it means now.</summary>
    public static ScheduleView From(ScheduleRecord record, LiveSchedules schedules)
    {
        var found = schedules.Of(record);
        var live = found.ValueOrDefault;
        return new ScheduleView
        {
            Id = record.Id,
            WorkflowId = record.WorkflowId,
            WorkflowName = live?.Workflow.Name,
            Key = record.Key,
            Kind = record.Kind,
            Status = record.Status,
            Revision = record.Revision,
            Enabled = record.Enabled,
            PausedBy = record.PausedBy,
            PauseReason = record.PauseReason,
            PausedAt = record.PausedAt,
            PausedUntil = record.PausedUntil,
            AutoPausedAt = record.AutoPausedAt,
            AutoPauseReason = record.AutoPauseReason,
            FailuresInRow = record.FailuresInRow,
            ArchivedAt = record.ArchivedAt,
            ArchivedBy = record.ArchivedBy,
            Words = live?.Definition.Words,
            Timezone = live?.Definition.Zone.Id,
            OverlapPolicy = live?.Definition.OverlapPolicy,
            Description = live?.Definition.Description,
            Tags = record.Tags,
            Owner = record.Owner,
            NextRunAt = record.NextRunAt,
            NextRunLocal = record.NextRunAt is { } next && live is not null ? LocalText.Of(next, live.Definition.Zone) : null,
            NextDueAt = record.NextDueAt,
            RunCount = record.RunCount,
            Finished = live?.Definition.MaxRuns is { } most && record.RunCount >= most ? $"completed its {Server.Words.Count(most, "run")}" : null,
            LastRun = record.LastRun,
            Definition = live?.Definition.Content ?? record.Content,
            IsOverride = record.OverrideText is not null,
            Override = OverrideView.From(record),
            Problems = record.ArchivedAt is null ? [.. found.Problems.Select(ProblemView.From)] : [],
            CreatedAt = record.CreatedAt,
            CreatedBy = record.CreatedBy,
            UpdatedAt = record.UpdatedAt,
        };
    }
}

/// <summary>A change at run time of what a file declares.</summary>
/// <param name="Change">The keys it changes; null takes one away.</param>
/// <param name="Declared">What the file says.</param>
/// <param name="By">Who made it.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="At">When.</param>
/// <param name="Until">When it ends by itself, exclusive; null: with the next reload of the files.</param>
internal sealed record OverrideView(JsonNode Change, JsonNode? Declared, string By, string? Reason, Instant At, Instant? Until)
{
    public static OverrideView? From(ScheduleRecord record) => record.OverrideText is { } text
        ? new OverrideView(JsonNode.Parse(text)!, record.Content, record.OverrideBy!, record.OverrideReason, record.OverrideAt!.Value, record.OverrideUntil)
        : null;
}
