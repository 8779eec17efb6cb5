namespace Carillon.Core.Schedules;

/// <summary>A declared schedule that is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WorkflowId">Its workflow.</param>
/// <param name="Key">Its key among the workflow's schedules.</param>
/// <param name="Content">The stored content, as <see cref="ScheduleDefinition.Content"/> writes it.</param>
/// <param name="IsArchived">True when its definition was taken away earlier.</param>
public sealed record ActualSchedule(ScheduleId Id, WorkflowId WorkflowId, string Key, string Content, bool IsArchived);

/// <summary>A schedule that a definition declares.</summary>
/// <param name="WorkflowId">Its workflow.</param>
/// <param name="Definition">What the file says.</param>
/// <param name="Content">The same as canonical text.</param>
public sealed record DeclaredSchedule(WorkflowId WorkflowId, ScheduleDefinition Definition, string Content);

/// <summary>What reconcile will do.</summary>
/// <param name="Create">Declared, not stored.</param>
/// <param name="Update">Stored with other content, or archived.</param>
/// <param name="Archive">Stored, no longer declared: they stop, their history stays.</param>
public sealed record SchedulePlan(
    IReadOnlyList<DeclaredSchedule> Create,
    IReadOnlyList<(ActualSchedule Actual, DeclaredSchedule Declared)> Update,
    IReadOnlyList<ActualSchedule> Archive);

/// <summary>Compares what the files declare with what is stored. Pure; the same input twice gives the same plan, and nothing once it was carried out.</summary>
public static class ScheduleReconciler
{
    /// <summary>The difference. Ownership is by workflow and key, never by the text of an id; content is compared whole.</summary>
    public static SchedulePlan Plan(IReadOnlyCollection<DeclaredSchedule> declared, IReadOnlyCollection<ActualSchedule> actual)
    {
        var stored = actual.ToDictionary(a => (a.WorkflowId, a.Key));
        var create = new List<DeclaredSchedule>();
        var update = new List<(ActualSchedule, DeclaredSchedule)>();
        foreach (var schedule in declared)
        {
            if (!stored.Remove((schedule.WorkflowId, schedule.Definition.Key), out var found))
                create.Add(schedule);
            else if (found.IsArchived || found.Content != schedule.Content)
                update.Add((found, schedule));
        }
        return new SchedulePlan(create, update, [.. stored.Values.Where(a => !a.IsArchived)]);
    }
}
