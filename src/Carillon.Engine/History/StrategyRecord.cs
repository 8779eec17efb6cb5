using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions.Templates;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A strategy as it is stored. Immutable.</summary>
public sealed record StrategyRecord
{
    /// <summary>Its id, and that of its workflow.</summary>
    public required WorkflowId Id { get; init; }

    /// <summary>The template's id.</summary>
    public required string Template { get; init; }

    /// <summary>What it gives, as text.</summary>
    public required string ParametersText { get; init; }

    /// <summary>What it lays over the template, as text.</summary>
    public required string OverlayText { get; init; }

    /// <summary>The switch of its schedules.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Whose it is, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>What it is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Counts the edits, from 1.</summary>
    public required long Revision { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was last edited.</summary>
    public required Instant UpdatedAt { get; init; }

    /// <summary>Who edited it last.</summary>
    public required string UpdatedBy { get; init; }

    /// <summary>When it was deleted, or null.</summary>
    public Instant? ArchivedAt { get; init; }

    /// <summary>Who deleted it, or null.</summary>
    public string? ArchivedBy { get; init; }

    /// <summary>The earliest next nominal time of its schedules that run, or null.</summary>
    public Instant? NextRunAt { get; init; }

    /// <summary>Where it stands.</summary>
    public StrategyStatus Status => ArchivedAt is not null ? StrategyStatus.Archived : Enabled ? StrategyStatus.Active : StrategyStatus.Disabled;

    /// <summary>What it says.</summary>
    public StrategyDefinition Definition => new()
    {
        Id = Id,
        Template = Template,
        Parameters = (JsonObject)JsonNode.Parse(ParametersText)!,
        Overlay = (JsonObject)JsonNode.Parse(OverlayText)!,
        Enabled = Enabled,
        Owner = Owner,
        Tags = Tags,
        Description = Description,
    };
}

/// <summary>Where a strategy stands.</summary>
public enum StrategyStatus
{
    /// <summary>Switched on.</summary>
    Active,

    /// <summary>Switched off: its schedules make no runs.</summary>
    Disabled,

    /// <summary>Deleted; its history stays.</summary>
    Archived,
}

/// <summary>Which strategies a list shows. A null value does not filter.</summary>
public sealed record StrategyFilter
{
    /// <summary>Those that stand so; null for all but archived ones.</summary>
    public StrategyStatus? Status { get; init; }

    /// <summary>Those of this template.</summary>
    public string? Template { get; init; }

    /// <summary>Those with this tag of their own.</summary>
    public string? Tag { get; init; }

    /// <summary>Those of this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Those whose id, template, parameters, description, owner or tags contain it, upper and lower case alike.</summary>
    public string? Text { get; init; }

    /// <summary>Only these, when given.</summary>
    public IReadOnlyCollection<WorkflowId>? Among { get; init; }
}
