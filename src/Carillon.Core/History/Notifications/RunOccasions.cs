using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>What the end of a run gives to tell. Pure.</summary>
public static class RunOccasions
{
    /// <summary>The events of the end, the telling ones first; empty for a run that was canceled.</summary>
    public static IReadOnlyList<Occasion> Of(RunState run, long? number)
    {
        var at = run.CompletedAt ?? run.CreatedAt;
        var occasion = new Occasion(NotificationEvent.Success, $"run/{run.Id}", Subject(run.Definition.Id, run.ScheduleId, run.Trigger), at)
        {
            Workflow = run.Definition.Id,
            WorkflowName = run.Definition.Name,
            Schedule = run.ScheduleId,
            Run = run.Id,
            RunNumber = number,
            NominalAt = run.NominalAt,
            Took = at - run.StartedAt,
            Tags = run.Definition.Tags,
            Owner = run.Definition.Owner,
        };
        if (run.Status == RunStatus.Completed)
            return [occasion with { Event = NotificationEvent.Recovered }, occasion];
        if (run.Status != RunStatus.Failed)
            return [];
        var first = FirstFailure(run);
        occasion = occasion with { Event = NotificationEvent.Failure, Task = first?.Key.ToString(), Attempts = first?.Attempts, Error = first?.Error?.Message ?? run.Error?.Message, ErrorClass = run.Error?.Class };
        return IsExhausted(run, first) ? [occasion with { Event = NotificationEvent.RetryExhausted }, occasion] : [occasion];
    }

    /// <summary>Whose failures a success makes up for: the schedule's for its occurrences and their retries, else the workflow's.</summary>
    public static string Subject(WorkflowId workflow, ScheduleId? schedule, RunTrigger trigger) =>
        schedule is { } id && trigger is RunTrigger.Schedule or RunTrigger.Retry ? id.Value : "workflow/" + workflow;

    // Of a fan-out, the item that failed first: it has a log.
    private static TaskRunState? FirstFailure(RunState run)
    {
        TaskRunState? first = null;
        foreach (var task in run.Tasks.Values)
        {
            if (task.Status != Runs.TaskStatus.Failed || run.TaskOf(task.Key).Role != TaskRole.Task || run.TaskOf(task.Key).ContinueOnError)
                continue;
            if (first is null || IsBefore(task, first))
                first = task;
        }
        return first;
    }

    private static bool IsBefore(TaskRunState a, TaskRunState b) => a.CompletedAt != b.CompletedAt ? a.CompletedAt < b.CompletedAt : (a.ItemCount is null) != (b.ItemCount is null) ? a.ItemCount is null : string.CompareOrdinal(a.Key.ToString(), b.Key.ToString()) < 0;

    private static bool IsExhausted(RunState run, TaskRunState? task) =>
        task is { Error.Retryable: true } && run.TaskOf(task.Key).Retry.MaxAttempts is > 1 and var most && task.Attempts >= most;
}
