using Carillon.Core.Definitions;

namespace Carillon.Core.Schedules;

/// <summary>A declared schedule that is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WorkflowId">Its workflow.</param>
/// <param name="Key">Its key among the workflow's schedules.</param>
/// <param name="Content">The stored content, as <see cref="ScheduleDefinition.ContentText"/> writes it.</param>
/// <param name="IsArchived">True when it is out of use.</param>
public sealed record ActualSchedule(ScheduleId Id, WorkflowId WorkflowId, string Key, string Content, bool IsArchived)
{
    /// <summary>What it is found by in lists.</summary>
    public ScheduleLabels Labels { get; init; } = ScheduleLabels.None;

    /// <summary>The version of the calendar it was stored with; see <see cref="ScheduleDefinition.CalendarVersion"/>.</summary>
    public string? CalendarVersion { get; init; }

    /// <summary>True when somebody deleted it through the API; the file still declares it, and the next reload brings it back.</summary>
    public bool IsDeletedByHand { get; init; }

    /// <summary>True when an override or an operator's pause without an end lies over it: a reload takes that away.</summary>
    public bool HasOpenOverride { get; init; }
}

/// <summary>A schedule that a definition declares.</summary>
/// <param name="Workflow">Its workflow.</param>
/// <param name="Definition">What the file says.</param>
public sealed record DeclaredSchedule(WorkflowDefinition Workflow, ScheduleDefinition Definition)
{
    /// <summary>Its workflow's id.</summary>
    public WorkflowId WorkflowId => Workflow.Id;

    /// <summary>What the file says, as canonical text.</summary>
    public string Content => Definition.ContentText;

    /// <summary>What it is found by in lists; made when asked for, and not kept.</summary>
    public ScheduleLabels Labels => ScheduleLabels.Of(Workflow, Definition);
}

/// <summary>What a pass does beyond comparing.</summary>
/// <param name="Reload">Somebody asked for it: overrides without an end are undone, and what was deleted by hand comes back.</param>
/// <param name="AllowDeletions">Any number of schedules may be archived.</param>
public readonly record struct ReconcileMode(bool Reload = false, bool AllowDeletions = false);

/// <summary>What reconcile will do.</summary>
/// <param name="Create">Declared, not stored.</param>
/// <param name="Update">Stored with other content, archived, or overridden until this reload.</param>
/// <param name="Relabel">The same schedule, found by other labels.</param>
/// <param name="Archive">Stored, no longer declared: they stop, their history stays.</param>
/// <param name="Held">As <paramref name="Archive"/>, but so many that somebody must say yes first; until then they go on.</param>
public sealed record SchedulePlan(
    IReadOnlyList<DeclaredSchedule> Create,
    IReadOnlyList<(ActualSchedule Actual, DeclaredSchedule Declared)> Update,
    IReadOnlyList<(ActualSchedule Actual, DeclaredSchedule Declared)> Relabel,
    IReadOnlyList<ActualSchedule> Archive,
    IReadOnlyList<ActualSchedule> Held);

/// <summary>Compares what the files declare with what is stored. Pure; the same input twice gives the same plan, and nothing once it was carried out.</summary>
public static class ScheduleReconciler
{
    /// <summary>The difference. Ownership is by workflow and key, never by the text of an id; content is compared whole. What is stored is gone through once, and only what differs is kept.</summary>
    /// <param name="declared">What the files say.</param>
    /// <param name="actual">What is stored.</param>
    /// <param name="mode">What the pass does beyond comparing.</param>
    /// <param name="unreadable">Workflows of which nothing can be read though their files are there: nobody knows what they declare, and their schedules stay. None when left out.</param>
    public static SchedulePlan Plan(IEnumerable<DeclaredSchedule> declared, IEnumerable<ActualSchedule> actual, ReconcileMode mode = default, IReadOnlySet<WorkflowId>? unreadable = null)
    {
        var create = declared.ToDictionary(d => (d.WorkflowId, d.Definition.Key));
        var update = new List<(ActualSchedule, DeclaredSchedule)>();
        var relabel = new List<(ActualSchedule, DeclaredSchedule)>();
        var gone = new List<ActualSchedule>();
        var live = 0;
        foreach (var found in actual)
        {
            live += found.IsArchived ? 0 : 1;
            if (!create.Remove((found.WorkflowId, found.Key), out var schedule))
            {
                if (!found.IsArchived && unreadable?.Contains(found.WorkflowId) != true)
                    gone.Add(found);
            }
            else if (Differs(found, schedule, mode))
                update.Add((found, schedule));
            else if (found.Labels != schedule.Labels)
                relabel.Add((found, schedule));
        }

        var held = AsksFirst(gone.Count, live) && !mode.AllowDeletions;
        return new SchedulePlan([.. create.Values], update, relabel, held ? [] : gone, held ? gone : []);
    }

    /// <summary>Whether so many deletions need a yes: more than a quarter of the schedules that are in use, and more than one.</summary>
    public static bool AsksFirst(int deletions, int live) => deletions > 1 && deletions * 4L > live;

    private static bool Differs(ActualSchedule found, DeclaredSchedule schedule, ReconcileMode mode) =>
        found.Content != schedule.Content
        || found.CalendarVersion != schedule.Definition.CalendarVersion
        || (found.IsArchived && (mode.Reload || !found.IsDeletedByHand))
        || (mode.Reload && found.HasOpenOverride);
}
