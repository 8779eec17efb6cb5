using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>What the planner wishes for at one moment, read from a fold and its counts.</summary>
internal sealed class RunWishes(RunFold fold, Instant now)
{
    private RunState Run => fold.Run;

    private RunCounts Counts => fold.Tally.Counts;

    private bool CutsShort => Run.Status == RunStatus.Canceling || (Run.TimedOut && Counts.OpenTasks > 0);

    private Instant? Deadline => Run is { TimedOut: false, StartedAt: { } started, Definition.Timeout: { } timeout } && Counts.OpenTasks > 0
        ? started + timeout
        : null;

    public List<RunAction> List()
    {
        var actions = new List<RunAction>();
        if (Run.Status is not (RunStatus.Running or RunStatus.Canceling))
            return actions;
        if (Run.Status == RunStatus.Running && Deadline <= now)
            actions.Add(new RunAction.TimeOutRun());
        else if (Counts is { OpenTasks: 0, OpenHooks: 0 })
            actions.Add(Finish());
        else if (CutsShort)
            CutShort(actions);
        else
            GoOn(actions);
        return actions;
    }

    public Instant? WakeAt()
    {
        if (Run.Status != RunStatus.Running || CutsShort)
            return null;
        var wake = Deadline;
        Consider(fold.Tally.Waits);
        foreach (var (place, fanOut) in fold.Tally.FanOuts)
        {
            if (FanOuts.Room(fold.Graph.Tasks[place], fanOut) > 0)
                Consider(fanOut.Waits);
        }
        return wake;

        void Consider(IEnumerable<Wait> waits)
        {
            foreach (var wait in waits)
            {
                if (wait.At <= now)
                    continue;
                wake = wake < wait.At ? wake : wait.At;
                return;
            }
        }
    }

    private void GoOn(List<RunAction> actions)
    {
        foreach (var place in fold.Tally.Decidable)
        {
            if (fold.Find(fold.Graph.Whole(place)) is { Status: TaskStatus.Pending } task)
                actions.Add(TaskStart.Decide(fold, place, task));
        }
        foreach (var wait in fold.Tally.Waits)
        {
            if (wait.At > now)
                break;
            actions.Add(TaskStart.Again(fold, wait, now));
        }
        foreach (var (place, fanOut) in fold.Tally.FanOuts)
            FanOuts.GoOn(fold, place, fanOut, now, actions);
    }

    private void CutShort(List<RunAction> actions)
    {
        var hooksToo = Run.Status == RunStatus.Canceling;
        if (Counts.UnsweptTasks > 0 || (hooksToo && Counts.UnsweptHooks > 0))
        {
            var reason = hooksToo ? $"canceled by {Run.CanceledBy}: {Run.CancelReason}" : "the run timed out";
            for (var place = 0; place < fold.Graph.Tasks.Length; place++)
            {
                if (!fold.Graph.IsHook(place) || hooksToo)
                    Stop(place, reason, actions);
            }
        }
        foreach (var (place, fanOut) in fold.Tally.FanOuts)
        {
            if (fanOut.Ended == fanOut.Count)
                actions.Add(FanOuts.Settle(fold, place, fanOut));
        }
    }

    private void Stop(int place, string reason, List<RunAction> actions)
    {
        var whole = fold.Find(fold.Graph.Whole(place))!;
        Stop(whole, fold.Graph.IsHook(place), reason, actions);
        for (var item = 0; item < whole.ItemCount && !whole.Status.IsEnded(); item++)
            Stop(fold.Find(whole.Key with { Item = item })!, isHook: false, reason, actions);
    }

    private static void Stop(TaskRunState task, bool isHook, string reason, List<RunAction> actions)
    {
        if (task.Status.IsEnded() || (task.Status.IsLive() && (task.CancelAsked || task.ItemCount is not null)))
            return;
        if (task.Status.IsLive())
            actions.Add(new RunAction.CancelAttempt(task.Key, task.Attempts, reason));
        else
            actions.Add(TaskStart.Settled(task.Key, isHook && task.Status == TaskStatus.Pending ? TaskStatus.Skipped : TaskStatus.Canceled, reason));
    }

    private RunAction.FinishRun Finish()
    {
        if (Run.Status == RunStatus.Canceling)
            return new RunAction.FinishRun(RunStatus.Canceled, new TaskError(ProblemCodes.Canceled, ErrorClasses.Unexpected, $"Canceled by {Run.CanceledBy}: {Run.CancelReason}", Retryable: false));
        return RunOutcome.Error(Run, fold.Find) is { } error
            ? new RunAction.FinishRun(RunStatus.Failed, error)
            : new RunAction.FinishRun(RunStatus.Completed, Error: null);
    }
}
