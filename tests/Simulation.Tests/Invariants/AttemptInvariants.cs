using System.Text.Json.Nodes;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.World;
using NodaTime;
using TaskStatus = Carillon.Core.Runs.TaskStatus;
using AttemptRow = Carillon.Simulation.Tests.Watch.AttemptRow;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>No attempt begins before everything that its task needs has ended as it must.</summary>
internal sealed class NeedsAreMet(SimulatedWorld world) : Invariant(world)
{
    private readonly List<TaskRef> _queued = [];

    public override string Name => "no attempt starts before its needs are met";

    public override void Changed(Change change)
    {
        if (change is Change<AttemptRow> { Before: null, After: { } attempt })
            _queued.Add(attempt.Of);
    }

    public override void Committed()
    {
        foreach (var task in _queued)
        {
            var workflow = PlanOf(State.Runs.Find(task.Run)!);
            if (workflow.IsHook(task.Task))
            {
                foreach (var open in workflow.Tasks.Where(other => State.Tasks.Find(task with { Task = other.Id, Item = -1 })?.Status.IsEnded() != true))
                    Broken($"{task} is a hook, and {open.Id} has not ended");
                continue;
            }
            var plan = workflow.Task(task.Task);
            foreach (var need in plan.Needs)
            {
                var status = State.Tasks.Find(task with { Task = need, Item = -1 })?.Status;
                var isMet = plan.Always ? status?.IsEnded() == true : status == TaskStatus.Succeeded || (status == TaskStatus.Failed && workflow.Task(need).ContinueOnError);
                if (!isMet)
                    Broken($"{task} was queued while '{need}' is {status}");
            }
        }
        _queued.Clear();
    }
}

/// <summary>
/// While an attempt of a task run is at work, no other one begins. Where nodes share the database, one that was held up can know late that its lease has run out: what it
/// is at then does not count, and the fences refuse what comes of it.
/// </summary>
internal sealed class OneLiveAttempt(SimulatedWorld world) : Invariant(world)
{
    private static readonly Duration Late = Duration.FromSeconds(2);

    public override string Name => "a task run has one live attempt at most";

    public void Began(TaskContext context, IReadOnlyList<TaskContext> others)
    {
        if (others.Any(other => !IsBehind(other)))
            Broken($"attempt {context.Attempt} of {context.RunId}/{context.Key} began while another one was at work");
        if (State.Attempts.Find(Of(context)) is not { IsRunning: true } row || row.Number != context.Attempt)
            Broken($"attempt {context.Attempt} of {context.RunId}/{context.Key} began, and its row is {State.Attempts.Find(Of(context))}");
    }

    private bool IsBehind(TaskContext context) =>
        World.Shared is not null && World.Nodes.First(node => node.Host?.Options.Time == context.Time) is var node && (node.IsFrozen || World.Clock.Now - node.BehindAt < Late);

    private static TaskRef Of(TaskContext context) => new(context.RunId.Value, context.Key.Task.Value, context.Key.Item);
}

/// <summary>Each claim gets a new fence, and a result counts only under the fence of the claim that holds.</summary>
internal sealed class FencesHold(SimulatedWorld world) : Invariant(world)
{
    private readonly HashSet<(TaskRef Of, long Number, long Fence)> _gone = [];
    private readonly List<EndedAttemptRow> _ended = [];

    public override string Name => "only who holds the claim may end an attempt";

    public override void Changed(Change change)
    {
        if (change is Change<AttemptRow> { After: { } after } held)
        {
            var before = held.Before ?? after with { IsRunning = false, Fence = 0 };
            if (after.Fence != before.Fence + (after.IsRunning && !before.IsRunning ? 1 : 0))
                Broken($"{after.Of} went from fence {before.Fence} to {after.Fence}");
        }
        if (change is Change<AttemptRow> { Before: { } gone, After: null })
            _gone.Add((gone.Of, gone.Number, gone.Fence));
        if (change is Change<EndedAttemptRow> { Before: null, After: { } ended })
            _ended.Add(ended);
    }

    public override void Committed()
    {
        foreach (var ended in _ended)
        {
            // One that is canceled in the batch that made it is never stored, and nobody can have claimed it.
            if (!_gone.Contains((ended.Of, ended.Number, ended.Fence)) && ended is not { Outcome: "canceled", Fence: 0 })
                Broken($"{ended} came after no such claim");
        }
        _ended.Clear();
        _gone.Clear();
    }
}

/// <summary>A task run succeeds once, and what it says is what its one successful attempt said.</summary>
internal sealed class OneSuccess(SimulatedWorld world) : Invariant(world)
{
    private readonly Dictionary<TaskRef, int> _successes = [];
    private readonly HashSet<TaskRef> _touched = [];

    public override string Name => "a task run succeeds once";

    public override void Changed(Change change)
    {
        if (change is Change<EndedAttemptRow> { After: { Outcome: "succeeded" } ended })
        {
            _successes[ended.Of] = _successes.GetValueOrDefault(ended.Of) + 1;
            _touched.Add(ended.Of);
        }
        if (change is Change<TaskRow> { After: { Status: TaskStatus.Succeeded, Items: null } task } && State.Runs.Find(task.Of.Run)!.RetryOf is null)
            _touched.Add(task.Of);
    }

    public override void Committed()
    {
        foreach (var task in _touched)
        {
            if (_successes.GetValueOrDefault(task) != 1 || State.Tasks.Find(task)?.Status != TaskStatus.Succeeded)
                Broken($"{State.Tasks.Find(task)} has {_successes.GetValueOrDefault(task)} successful attempts");
        }
        _touched.Clear();
    }
}

/// <summary>No more attempts are made than the task allows; those that were lost with their node are counted apart.</summary>
internal sealed class AttemptsAreCounted(SimulatedWorld world) : Invariant(world)
{
    private const int MostLost = 12;
    private readonly Dictionary<TaskRef, int> _lost = [];
    private readonly List<AttemptRow> _made = [];

    public override string Name => "no more attempts are made than are allowed";

    public override void Changed(Change change)
    {
        if (change is Change<EndedAttemptRow> { Before: null, After: { Outcome: "lost" } lost })
            _lost[lost.Of] = _lost.GetValueOrDefault(lost.Of) + 1;
        if (change is Change<AttemptRow> { Before: null, After: { } attempt })
            _made.Add(attempt);
    }

    public override void Committed()
    {
        foreach (var attempt in _made.Where(attempt => attempt.Number > Math.Min(MostLost, PlanOf(attempt.Of).MaxAttempts + _lost.GetValueOrDefault(attempt.Of))))
            Broken($"{attempt} of {PlanOf(attempt.Of).MaxAttempts} allowed");
        _made.Clear();
    }
}

/// <summary>The world outside saw each effect once, under the key of the run's identity and the task; what succeeded had its effect.</summary>
internal sealed class EffectsHappenOnce(SimulatedWorld world) : Invariant(world)
{
    private readonly List<TaskRow> _succeeded = [];

    public override string Name => "the world outside sees each effect once";

    public override void Changed(Change change)
    {
        if (change is Change<TaskRow> { After: { Status: TaskStatus.Succeeded, Items: null } task })
            _succeeded.Add(task);
    }

    public override void Committed()
    {
        foreach (var task in _succeeded)
        {
            var run = State.Runs.Find(task.Of.Run)!;
            if (PlanOf(run).Task(task.Of.Task).Child is not null)
                continue;
            var key = $"{run.Identity}/{Key(task.Of)}";
            if (!World.Outside.Effects.TryGetValue(key, out var effect) || JsonNode.Parse(task.Output!)?["effect"]?.GetValue<long>() != effect)
                Broken($"{task.Of} says {task.Output}, and its effect is {effect}");
        }
        _succeeded.Clear();
    }

    public override void AtEnd()
    {
        var known = State.Tasks.Rows.Select(task => $"{State.Runs.Find(task.Of.Run)!.Identity}/{Key(task.Of)}").ToHashSet(StringComparer.Ordinal);
        foreach (var key in World.Outside.Effects.Keys.Where(key => !known.Contains(key)))
            Broken($"an effect under the key {key}, which is no task run's");
        foreach (var task in State.Tasks.Rows.Where(task => !PlanOf(task.Of).Idempotent))
        {
            if (World.Outside.Requests(task.Of.Run, Key(task.Of)) is > 1 and var requests)
                Broken($"{task.Of} must not run twice, and asked {requests} times");
        }
    }

    private static string Key(TaskRef task) => task.Item < 0 ? task.Task : $"{task.Task}[{task.Item}]";
}
