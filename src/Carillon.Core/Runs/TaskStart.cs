using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>Whether and how a task begins, once everything it needs has ended.</summary>
internal static class TaskStart
{
    /// <summary>Decides a pending task.</summary>
    public static RunAction Decide(RunFold fold, int place, TaskRunState task)
    {
        var definition = fold.Graph.Tasks[place];
        if (UnusedHook(fold, definition) is { } unused)
            return Settled(task.Key, TaskStatus.Skipped, unused);
        if (definition.If is not { AsksStatus: true } && Blocked(fold, place, task) is { } blocked)
            return blocked;
        if (definition.If is { } condition)
        {
            var holds = condition.Evaluate(RunScope.Within(fold, task.Key));
            if (!holds.IsOk)
                return Failed(task.Key, TaskErrors.Expression($"The condition of '{task.Key}' could not be evaluated", holds.Problems));
            if (!Expression.IsTrue(holds.Value))
                return Settled(task.Key, TaskStatus.Skipped, $"condition is false: {condition.Text.Trim()}");
        }
        return definition.ForEach is null
            ? new RunAction.StartAttempt(task.Key, task.Attempts + 1)
            : FanOuts.Expand(fold, definition, task.Key);
    }

    /// <summary>What follows a wait that is over: the next attempt, the next poke, or the sensor's timeout.</summary>
    public static RunAction Again(RunFold fold, Wait wait, Instant now)
    {
        var definition = fold.Graph.Tasks[wait.Place];
        var task = fold.Find(fold.Graph.Whole(wait.Place) with { Item = wait.Item })!;
        if (task.Status == TaskStatus.RetryWait)
            return new RunAction.StartAttempt(task.Key, task.Attempts + 1);
        return RunTally.Deadline(definition, task) <= now
            ? Failed(task.Key, TaskErrors.SensorTimeout(definition, task.Pokes))
            : new RunAction.StartAttempt(task.Key, task.Attempts);
    }

    public static RunAction.SettleTask Settled(TaskKey key, TaskStatus status, string reason) =>
        new(key, status, Output: null, Error: null, reason);

    private static RunAction.SettleTask Failed(TaskKey key, TaskError error) =>
        new(key, TaskStatus.Failed, Output: null, error, Reason: null);

    private static string? UnusedHook(RunFold fold, TaskDefinition task)
    {
        var failed = fold.Run.TimedOut || fold.Tally.Counts.BadTasks > 0;
        return task.Role switch
        {
            TaskRole.OnSuccess when failed => "the run failed",
            TaskRole.OnFailure when !failed => "the run did not fail",
            _ => null,
        };
    }

    // A hook answers the run's outcome, so a failed ordinary task among its needs is no obstacle to it; another hook is.
    private static RunAction.SettleTask? Blocked(RunFold fold, int place, TaskRunState task)
    {
        TaskDefinition? skipped = null;
        foreach (var need in fold.Graph.Needs[place])
        {
            var definition = fold.Graph.Tasks[need];
            if (fold.Graph.IsHook(place) && !fold.Graph.IsHook(need))
                continue;
            var status = fold.Find(fold.Graph.Whole(need))!.Status;
            if (RunTally.IsBad(definition, status))
                return Settled(task.Key, TaskStatus.UpstreamFailed, $"it needs '{definition.Id}', which {Did(status)}");
            if (status == TaskStatus.Skipped)
                skipped ??= definition;
        }
        return skipped is null ? null : Settled(task.Key, TaskStatus.Skipped, $"it needs '{skipped.Id}', which was skipped");
    }

    private static string Did(TaskStatus status) => status switch
    {
        TaskStatus.Canceled => "was canceled",
        TaskStatus.UpstreamFailed => "could not run",
        _ => "failed",
    };
}
