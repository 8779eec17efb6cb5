using System.Collections.Immutable;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>A state while facts are folded into it. Not thread safe; lives within one call.</summary>
internal sealed class RunFold
{
    private readonly ImmutableDictionary<TaskKey, TaskRunState>.Builder _tasks;
    private readonly HashSet<TaskKey> _changed = [];

    public RunFold(RunState state)
    {
        Run = state;
        Graph = RunGraph.Of(state.Definition);
        Tally = ReferenceEquals(state.Index?.Of, state.Tasks) && ReferenceEquals(state.Index.Graph, Graph)
            ? new RunTally(state.Index)
            : new RunTally(Graph, state.Tasks);
        _tasks = state.Tasks.ToBuilder();
    }

    /// <summary>The run; its <see cref="RunState.Tasks"/> are those from before the fold.</summary>
    public RunState Run { get; private set; }

    public RunGraph Graph { get; }

    public RunTally Tally { get; }

    public TaskRunState? Find(TaskKey key) => _tasks.GetValueOrDefault(key);

    /// <summary>The task runs that are no longer as they were, in no order.</summary>
    public IReadOnlyList<TaskRunState> Changed() => [.. _changed.Select(key => _tasks[key])];

    public RunState Publish()
    {
        var tasks = _tasks.ToImmutable();
        return Run with { Tasks = tasks, Index = Tally.Publish(tasks) };
    }

    public void Fold(RunEvent fact)
    {
        if (Run.Status.IsEnded())
            return;
        switch (fact)
        {
            case RunEvent.RunStarted e:
                Move(e, Run.Status == RunStatus.Pending ? RunStatus.Running : null, run => run with { StartedAt = e.At });
                break;
            case RunEvent.CancelRequested e:
                Move(e, RunStatus.Canceling, run => run with { CanceledBy = e.By, CancelReason = e.Reason });
                break;
            case RunEvent.RunTimedOut e:
                Move(e, RunStatus.Running, run => run with { TimedOut = true });
                break;
            case RunEvent.RunFinished e:
                Move(e, e.Status, run => run with { CompletedAt = e.At, Error = e.Error });
                break;
            case RunEvent.TaskExpanded e:
                Expand(e);
                break;
            case RunEvent.TaskWoken e:
                Move(e, e.Key, TaskStatus.PokeWait, task => task with { WakeAt = e.At });
                break;
            case RunEvent.TaskSettled e:
                Settle(e);
                break;
            default:
                FoldAttempt(fact);
                break;
        }
    }

    private void FoldAttempt(RunEvent fact)
    {
        switch (fact)
        {
            case RunEvent.AttemptQueued e when IsNext(e):
                Move(e, e.Key, TaskStatus.Ready, task => task with { Attempts = e.Number, WakeAt = null, Reason = null, ReadyAt = task.ReadyAt ?? e.At });
                break;
            case RunEvent.AttemptStarted e when IsCurrent(e.Key, e.Number):
                Move(e, e.Key, TaskStatus.Running, task => task with { StartedAt = task.StartedAt ?? e.At });
                break;
            case RunEvent.AttemptCancelAsked e when IsCurrent(e.Key, e.Number) && Find(e.Key) is { } live:
                Move(e, e.Key, live.Status, task => task with { CancelAsked = true });
                break;
            case RunEvent.AttemptPoked e when IsCurrent(e.Key, e.Number):
                Move(e, e.Key, TaskStatus.PokeWait, task => Off(task, e.At) with { Pokes = task.Pokes + 1, WakeAt = e.NextAt });
                break;
            case RunEvent.AttemptDeferred e when IsCurrent(e.Key, e.Number):
                Move(e, e.Key, TaskStatus.PokeWait, task => task with { CancelAsked = false, WakeAt = e.NextAt, Reason = e.Reason });
                break;
            case RunEvent.AttemptSucceeded e when IsCurrent(e.Key, e.Number):
                Succeed(e);
                break;
            case RunEvent.AttemptFailed e when IsCurrent(e.Key, e.Number):
                Fail(e);
                break;
            case RunEvent.AttemptSkipped e when IsCurrent(e.Key, e.Number):
                Move(e, e.Key, TaskStatus.Skipped, task => End(task, e.At) with { Reason = e.Reason });
                break;
            case RunEvent.AttemptCanceled e when IsCurrent(e.Key, e.Number):
                Move(e, e.Key, TaskStatus.Canceled, task => End(task, e.At) with { Reason = Run.CancelReason });
                break;
        }
    }

    private bool IsCurrent(TaskKey key, int number) =>
        Find(key) is { } task && task.Status.IsLive() && task.Attempts == number && !(key.Item < 0 && task.ItemCount is not null);

    // A poke goes on with the attempt it belongs to; everything else that is queued is a new attempt.
    private bool IsNext(RunEvent.AttemptQueued e) =>
        Find(e.Key) is { } task && e.Number == task.Attempts + (task.Status == TaskStatus.PokeWait ? 0 : 1);

    private void Succeed(RunEvent.AttemptSucceeded e)
    {
        var definition = Graph.Tasks[Graph.PlaceOf(e.Key.Task)];
        var output = NamedOutputs.Add(definition, e.Output, RunScope.Within(this, e.Key, e.Output));
        if (output.IsOk)
        {
            Move(e, e.Key, TaskStatus.Succeeded, task => End(task, e.At) with { Output = output.ValueOrDefault, Error = null });
            return;
        }
        var error = TaskErrors.Expression($"An output of '{e.Key}' could not be evaluated", output.Problems);
        Move(e, e.Key, TaskStatus.Failed, task => End(task, e.At) with { Error = error });
    }

    private void Fail(RunEvent.AttemptFailed e)
    {
        var definition = Graph.Tasks[Graph.PlaceOf(e.Key.Task)];
        var decision = RetryDecision.After(definition, Run.IdempotencyKey(e.Key), e.Number, e.Error, e.At);
        if (decision.RetryAt is { } retryAt)
            Move(e, e.Key, TaskStatus.RetryWait, task => Off(task, e.At) with { WakeAt = retryAt, Error = e.Error });
        else
            Move(e, e.Key, TaskStatus.Failed, task => End(task, e.At) with { Error = decision.Error });
    }

    private void Expand(RunEvent.TaskExpanded e)
    {
        if (Find(e.Key) is null or { ItemCount: not null } || e.Key.Item >= 0)
            return;
        if (!Move(e, e.Key, TaskStatus.Running, task => task with { ItemCount = e.Items.Count, ReadyAt = e.At, StartedAt = e.At }))
            return;
        for (var item = 0; item < e.Items.Count; item++)
            Set(was: null, new TaskRunState { Key = e.Key with { Item = item }, ItemValue = e.Items[item] });
    }

    private void Settle(RunEvent.TaskSettled e)
    {
        // A live attempt ends by its own result; only a fan-out as a whole is settled while it runs.
        if (Find(e.Key) is not { } now || (now.Status == TaskStatus.Running && now.ItemCount is null))
            return;
        Move(e, e.Key, e.Status, task => End(task, e.At) with { Output = e.Output, Error = e.Error ?? task.Error, Reason = e.Reason });
    }

    // A start that the claim did not report separately is taken from the result.
    private static TaskRunState Off(TaskRunState task, Instant at) => task with { StartedAt = task.StartedAt ?? at, CancelAsked = false };

    private static TaskRunState End(TaskRunState task, Instant at) => task with
    {
        StartedAt = task.StartedAt ?? (task.Status.IsLive() ? at : null),
        CompletedAt = at,
        WakeAt = null,
        CancelAsked = false,
    };

    private bool Move(RunEvent fact, TaskKey key, TaskStatus to, Func<TaskRunState, TaskRunState> change)
    {
        if (Find(key) is not { } task || !TaskTransitions.Allow(task.Status, fact.GetType().Name, to))
            return false;
        Set(task, change(task) with { Status = to });
        return true;
    }

    private void Move(RunEvent fact, RunStatus? to, Func<RunState, RunState> change)
    {
        if (to is { } status && RunTransitions.Allow(Run.Status, fact.GetType().Name, status))
            Run = change(Run) with { Status = status };
    }

    private void Set(TaskRunState? was, TaskRunState now)
    {
        _tasks[now.Key] = now;
        _changed.Add(now.Key);
        Tally.Change(Graph.PlaceOf(now.Key.Task), was, now);
    }
}
