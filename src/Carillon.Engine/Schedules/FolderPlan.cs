using Carillon.Core;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>What would become of a schedule.</summary>
public enum ScheduleFate
{
    /// <summary>It is new.</summary>
    Create,

    /// <summary>Its definition changes, it comes back, or its override is dropped.</summary>
    Update,

    /// <summary>It is no longer declared: it stops, its history stays.</summary>
    Archive,
}

/// <summary>What would become of the runtime changes that lie over a schedule.</summary>
public enum OverrideFate
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>They have an end of their own and stay until then.</summary>
    Stays,

    /// <summary>They have no end and the reload undoes them.</summary>
    Dropped,
}

/// <summary>A schedule that an apply would change, or over which something lies.</summary>
/// <param name="ScheduleId">The schedule; for a new one the id it would get.</param>
/// <param name="WorkflowId">Its workflow.</param>
/// <param name="Key">Its key among the workflow's schedules.</param>
/// <param name="Fate">What would become of it; null when only its override is to be told of.</param>
/// <param name="BeforeWords">When it runs now, in words; null for a new one.</param>
/// <param name="AfterWords">When it would run; null for one that would be archived.</param>
/// <param name="Timezone">The zone of the one that is left.</param>
/// <param name="Fires">The difference of its occurrences over the plan's period.</param>
/// <param name="CostDelta">What that difference costs, by what its runs have cost so far.</param>
/// <param name="Override">What would become of its override or pause.</param>
/// <param name="OverrideUntil">When one that stays ends.</param>
/// <param name="Keys">The keys of its definition that change.</param>
public sealed record PlannedChange(
    ScheduleId ScheduleId,
    WorkflowId WorkflowId,
    string Key,
    ScheduleFate? Fate,
    string? BeforeWords,
    string? AfterWords,
    string Timezone,
    FireDifference Fires,
    decimal CostDelta,
    OverrideFate Override,
    Instant? OverrideUntil,
    IReadOnlyList<string> Keys);

/// <summary>What applying a folder of files would change. Immutable.</summary>
/// <param name="Fingerprint">Names this plan: the files given, and everything here that it was made against.</param>
/// <param name="From">The beginning of the period over which occurrences are compared: now.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="NewFiles">Files that are not there yet.</param>
/// <param name="ChangedFiles">Files with another text.</param>
/// <param name="GoneFiles">Files that would be deleted.</param>
/// <param name="Changes">Every schedule that would change, or over which something lies, by id.</param>
/// <param name="NeedsYes">True when so many schedules would be archived that the apply must say so.</param>
/// <param name="Problems">What is wrong with the files; with an error nothing can be applied.</param>
public sealed record FolderPlan(
    string Fingerprint,
    Instant From,
    Instant To,
    IReadOnlyList<string> NewFiles,
    IReadOnlyList<string> ChangedFiles,
    IReadOnlyList<string> GoneFiles,
    IReadOnlyList<PlannedChange> Changes,
    bool NeedsYes,
    IReadOnlyList<Problem> Problems)
{
    /// <summary>True when applying would change a file, a schedule or an override.</summary>
    public bool HasChanges => NewFiles.Count + ChangedFiles.Count + GoneFiles.Count > 0 || Changes.Any(change => change.Fate is not null || change.Override == OverrideFate.Dropped);
}
