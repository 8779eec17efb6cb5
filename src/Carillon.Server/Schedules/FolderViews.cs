using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary>All workflow files, to plan or apply.</summary>
internal sealed record FolderRequest
{
    /// <summary>Every file; a file of the server that is not among them would be deleted, unless <see cref="KeepOthers"/> is true.</summary>
    public IReadOnlyList<DefinitionFile>? Files { get; init; }

    /// <summary>For a plan, true: the files of the server that are not named stay as they are. Default false; an apply takes every file.</summary>
    public bool? KeepOthers { get; init; }

    /// <summary>The plan that was looked at; an apply that would do anything else by now is refused.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>True: archive any number of schedules.</summary>
    public bool? AllowDeletions { get; init; }

    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }
}

/// <summary>What applying files changes.</summary>
internal sealed record FolderPlanView
{
    /// <summary>Names this plan.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Occurrences are compared from here.</summary>
    public required Instant From { get; init; }

    /// <summary>To here, exclusive.</summary>
    public required Instant To { get; init; }

    public required bool HasChanges { get; init; }

    /// <summary>True when the apply must allow deletions: more than a quarter of the schedules would be archived.</summary>
    public required bool NeedsYes { get; init; }

    public required IReadOnlyList<string> NewFiles { get; init; }

    public required IReadOnlyList<string> ChangedFiles { get; init; }

    public required IReadOnlyList<string> GoneFiles { get; init; }

    public required IReadOnlyList<PlannedChangeView> Changes { get; init; }

    /// <summary>Occurrences that only the new files have.</summary>
    public required long AddedRuns { get; init; }

    /// <summary>Occurrences that only the old files have.</summary>
    public required long RemovedRuns { get; init; }

    /// <summary>What the difference costs in the period.</summary>
    public required decimal CostDelta { get; init; }

    public required int OverridesStay { get; init; }

    public required int OverridesDropped { get; init; }

    /// <summary>What is wrong with the files; with an error nothing can be applied.</summary>
    public required IReadOnlyList<ProblemView> Problems { get; init; }

    public static FolderPlanView Of(FolderPlan plan) => new()
    {
        Fingerprint = plan.Fingerprint,
        From = plan.From,
        To = plan.To,
        HasChanges = plan.HasChanges,
        NeedsYes = plan.NeedsYes,
        NewFiles = plan.NewFiles,
        ChangedFiles = plan.ChangedFiles,
        GoneFiles = plan.GoneFiles,
        Changes = [.. plan.Changes.Select(PlannedChangeView.Of)],
        AddedRuns = plan.Changes.Sum(c => c.Fires.Added),
        RemovedRuns = plan.Changes.Sum(c => c.Fires.Removed),
        CostDelta = plan.Changes.Sum(c => c.CostDelta),
        OverridesStay = plan.Changes.Count(c => c.Override == OverrideFate.Stays),
        OverridesDropped = plan.Changes.Count(c => c.Override == OverrideFate.Dropped),
        Problems = [.. plan.Problems.Select(ProblemView.From)],
    };
}

/// <summary>What becomes of one schedule.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="WorkflowId">Its workflow.</param>
/// <param name="Key">Its key among the workflow's schedules.</param>
/// <param name="Fate"><c>create</c>, <c>update</c> or <c>archive</c>; null when only its override is told of.</param>
/// <param name="Before">When it runs now, in words.</param>
/// <param name="After">When it would run, in words.</param>
/// <param name="Timezone">Its zone.</param>
/// <param name="Keys">The keys of its definition that change.</param>
/// <param name="RunsBefore">Occurrences of the period now.</param>
/// <param name="RunsAfter">Occurrences of the period then.</param>
/// <param name="AddedRuns">Instants that only the new definition has.</param>
/// <param name="RemovedRuns">Instants that only the old one has.</param>
/// <param name="FirstChangeAt">The first of them.</param>
/// <param name="FirstChangeLocal">The same in the schedule's zone.</param>
/// <param name="CostDelta">What the difference costs in the period.</param>
/// <param name="Override"><c>none</c>, <c>stays</c> or <c>dropped</c>.</param>
/// <param name="OverrideUntil">When one that stays ends.</param>
internal sealed record PlannedChangeView(
    ScheduleId ScheduleId,
    WorkflowId WorkflowId,
    string Key,
    ScheduleFate? Fate,
    string? Before,
    string? After,
    string Timezone,
    IReadOnlyList<string> Keys,
    long RunsBefore,
    long RunsAfter,
    long AddedRuns,
    long RemovedRuns,
    Instant? FirstChangeAt,
    string? FirstChangeLocal,
    decimal CostDelta,
    OverrideFate Override,
    Instant? OverrideUntil)
{
    public static PlannedChangeView Of(PlannedChange change) => new(
        change.ScheduleId,
        change.WorkflowId,
        change.Key,
        change.Fate,
        change.BeforeWords,
        change.AfterWords,
        change.Timezone,
        change.Keys,
        change.Fires.Before,
        change.Fires.After,
        change.Fires.Added,
        change.Fires.Removed,
        change.Fires.FirstAt,
        change.Fires.FirstAt is { } at ? LocalText.Of(at, ZoneDatabase.Zones[change.Timezone]) : null,
        change.CostDelta,
        change.Override,
        change.OverrideUntil);
}
