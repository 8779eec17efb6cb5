namespace Carillon.Core.Runs;

/// <summary>How a run ends, once its ordinary tasks have.</summary>
internal static class RunOutcome
{
    /// <summary>The error of a run whose tasks did not all end well: its timeout, or the error of the task that failed first. Null when nothing failed.</summary>
    public static TaskError? Error(RunState run, Func<TaskKey, TaskRunState?> find)
    {
        if (run.TimedOut)
            return TaskErrors.RunTimeout(run.Definition);
        TaskRunState? first = null;
        foreach (var definition in run.Definition.Tasks)
        {
            if (definition.Role != Definitions.TaskRole.Task || find(new TaskKey(definition.Id)) is not { } task)
                continue;
            if (task.Status != TaskStatus.UpstreamFailed && RunTally.IsBad(definition, task.Status) && !(first?.CompletedAt <= task.CompletedAt))
                first = task;
        }
        return first is null ? null : TaskErrors.OfRun(first);
    }
}
