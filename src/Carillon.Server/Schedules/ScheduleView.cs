using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
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

    /// <summary>The switch in the definition.</summary>
    public required bool Enabled { get; init; }

    public string? PausedBy { get; init; }

    public string? PauseReason { get; init; }

    public Instant? PausedAt { get; init; }

    public Instant? ArchivedAt { get; init; }

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

    public RunRecord? LastRun { get; init; }

    /// <summary>What the definition says of it.</summary>
    public JsonNode? Definition { get; init; }

    public required Instant CreatedAt { get; init; }

    public static ScheduleView From(ScheduleRecord record, Catalog catalog)
    {
        var workflow = catalog.Find(record.WorkflowId)?.Live;
        var live = record.ArchivedAt is null ? workflow?.Schedules.FirstOrDefault(schedule => string.Equals(schedule.Key, record.Key, StringComparison.Ordinal)) : null;
        return new ScheduleView
        {
            Id = record.Id,
            WorkflowId = record.WorkflowId,
            WorkflowName = workflow?.Name,
            Key = record.Key,
            Kind = record.Kind,
            Status = record.Status,
            Enabled = record.Enabled,
            PausedBy = record.PausedBy,
            PauseReason = record.PauseReason,
            PausedAt = record.PausedAt,
            ArchivedAt = record.ArchivedAt,
            Words = live?.Words,
            Timezone = live?.Zone.Id,
            OverlapPolicy = live?.OverlapPolicy,
            Description = live?.Description,
            Tags = [.. (live?.Tags ?? []).Union(workflow?.Tags ?? [], StringComparer.Ordinal)],
            Owner = live?.Owner ?? workflow?.Owner,
            NextRunAt = record.NextRunAt,
            NextRunLocal = record.NextRunAt is { } next && live is not null ? LocalText.Of(next, live.Zone) : null,
            NextDueAt = record.NextDueAt,
            RunCount = record.RunCount,
            LastRun = record.LastRun,
            Definition = record.Content,
            CreatedAt = record.CreatedAt,
        };
    }
}
