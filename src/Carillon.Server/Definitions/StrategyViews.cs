using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Server.Occurrences;
using NodaTime;

namespace Carillon.Server.Definitions;

/// <summary>A strategy: what is stored of it, and how its workflow stands.</summary>
internal sealed record StrategyView
{
    /// <summary>Its id, and that of its workflow.</summary>
    public required WorkflowId Id { get; init; }

    public required string Template { get; init; }

    /// <summary>What it gives; the template's defaults hold for the rest.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>What it lays over the template.</summary>
    public required JsonObject Overlay { get; init; }

    public required StrategyStatus Status { get; init; }

    /// <summary>The switch of its schedules.</summary>
    public required bool Enabled { get; init; }

    public string? Owner { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public string? Description { get; init; }

    /// <summary>Counts its edits; the ETag of edits.</summary>
    public required long Revision { get; init; }

    public required Instant CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public required Instant UpdatedAt { get; init; }

    public required string UpdatedBy { get; init; }

    public Instant? ArchivedAt { get; init; }

    public string? ArchivedBy { get; init; }

    /// <summary>The name of its workflow; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The version of its workflow.</summary>
    public string? Version { get; init; }

    /// <summary>True when an older version is live because it does not fit its template any more.</summary>
    public required bool Stale { get; init; }

    public required IReadOnlyList<ProblemView> Problems { get; init; }

    /// <summary>The earliest next nominal time of its schedules that run.</summary>
    public Instant? NextRunAt { get; init; }

    public RunRecord? LastRun { get; init; }

    public static StrategyView From(StrategyRecord record, Catalog catalog, RunRecord? lastRun)
    {
        var entry = record.ArchivedAt is null ? catalog.Snapshot.OfStrategy(record.Id) : null;
        return new StrategyView
        {
            Id = record.Id,
            Template = record.Template,
            Parameters = record.Definition.Parameters,
            Overlay = record.Definition.Overlay,
            Status = record.Status,
            Enabled = record.Enabled,
            Owner = record.Owner,
            Tags = record.Tags,
            Description = record.Description,
            Revision = record.Revision,
            CreatedAt = record.CreatedAt,
            CreatedBy = record.CreatedBy,
            UpdatedAt = record.UpdatedAt,
            UpdatedBy = record.UpdatedBy,
            ArchivedAt = record.ArchivedAt,
            ArchivedBy = record.ArchivedBy,
            Name = entry?.Live?.Name,
            Version = entry?.Live?.Version,
            Stale = entry?.Stale ?? false,
            Problems = [.. (entry?.Problems ?? []).Select(ProblemView.From)],
            NextRunAt = record.NextRunAt,
            LastRun = lastRun,
        };
    }
}

/// <summary>What a strategy would make.</summary>
/// <param name="Valid">True when there is no error.</param>
/// <param name="Problems">Everything found, each with its field where it has one.</param>
/// <param name="Version">The version of the workflow; null when there are errors.</param>
/// <param name="Yaml">The workflow written out; null when there are errors.</param>
/// <param name="Schedules">Its schedules with their next occurrences.</param>
internal sealed record StrategyPreview(bool Valid, IReadOnlyList<ProblemView> Problems, string? Version, string? Yaml, IReadOnlyList<StrategySchedulePreview> Schedules);

/// <summary>A schedule of a strategy that is looked at before it is made.</summary>
/// <param name="Key">The key among its schedules; empty for the only one.</param>
/// <param name="Preview">Its next occurrences.</param>
internal sealed record StrategySchedulePreview(string Key, PreviewAnswer Preview);
