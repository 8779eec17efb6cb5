using System.Collections.Immutable;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using NodaTime;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

/// <summary>Carries a random run out in memory, and checks every law after every step.</summary>
internal sealed class LawfulRun(Random random)
{
    private readonly Dictionary<TaskKey, (int Number, bool Stopping)> _queue = [];
    private readonly Dictionary<TaskKey, int> _attempts = [];
    private RunState _state = RandomRun.Make(random);
    private Instant _now = Steps.Start;
    private Instant? _wakeAt;
    private bool _cancelAsked;

    public RunState Finish()
    {
        Step([]);
        if (random.Next(20) > 0)
            Step([new RunEvent.RunStarted(_now)]);
        for (var steps = 0; !_state.Status.IsEnded(); steps++)
        {
            steps.ShouldBeLessThan(3_000, "the run does not end");
            Step(Happen());
        }
        CheckEnd();
        return _state;
    }

    private List<RunEvent> Happen()
    {
        var facts = new List<RunEvent>();
        if (!_cancelAsked && (random.Next(60) == 0 || _state.Status == RunStatus.Pending))
        {
            _cancelAsked = true;
            facts.Add(new RunEvent.CancelRequested(_now, "ann", "test"));
        }
        if (_wakeAt is { } wakeAt && (_queue.Count == 0 || random.Next(4) == 0))
            _now = Instant.Max(_now, wakeAt);
        else
            _now += Duration.FromSeconds(random.Next(5));
        for (var results = random.Next(4); results > 0 && _queue.Count > 0; results--)
        {
            var (key, (number, stopping)) = _queue.ElementAt(random.Next(_queue.Count));
            facts.Add(Stale(key, number));
            if (random.Next(2) == 0)
                facts.Add(new RunEvent.AttemptStarted(_now, key, number));
            facts.Add(Result(key, number, stopping));
            _queue.Remove(key);
        }
        foreach (var waiting in _state.Tasks.Values.Where(task => task.Status == TaskStatus.PokeWait && random.Next(5) == 0))
            facts.Add(new RunEvent.TaskWoken(_now, waiting.Key));
        return facts;
    }

    private RunEvent Result(TaskKey key, int number, bool stopping) => random.Next(11) switch
    {
        _ when stopping && random.Next(2) == 0 => new RunEvent.AttemptCanceled(_now, key, number),
        < 5 => new RunEvent.AttemptSucceeded(_now, key, number, Output: null),
        < 8 => new RunEvent.AttemptFailed(_now, key, number, RandomRun.Error(random)),
        8 => new RunEvent.AttemptPoked(_now, key, number, _now + Duration.FromSeconds(random.Next(30))),
        9 => new RunEvent.AttemptDeferred(_now, key, number, _now + Duration.FromSeconds(random.Next(30)), "connection shop"),
        _ => new RunEvent.AttemptSkipped(_now, key, number, "nothing to do"),
    };

    private RunEvent Stale(TaskKey key, int number) => random.Next(3) switch
    {
        0 => new RunEvent.AttemptSucceeded(_now, key, number + 100, Output: 99),
        1 => new RunEvent.AttemptFailed(_now, key, number - 1, Steps.Error()),
        _ => new RunEvent.TaskSettled(_now, key, TaskStatus.Succeeded, Output: 99, Error: null, Reason: null),
    };

    private void Step(List<RunEvent> facts)
    {
        var before = _state;
        var advance = RunPlanner.Advance(before, facts, _now);
        CheckRebuilt(before, facts, advance);
        _state = advance.State;
        _wakeAt = advance.WakeAt;
        CheckMoves(before, advance);
        foreach (var start in advance.Start)
            CheckStart(before, start);
        foreach (var cancel in advance.Cancel)
        {
            _queue.ShouldContainKey(cancel.Key, "only a live attempt is stopped");
            _queue[cancel.Key].Stopping.ShouldBeFalse("an attempt is asked to stop once");
            _queue[cancel.Key] = (cancel.Number, true);
        }
        CheckState(advance);
    }

    private void CheckStart(RunState before, RunAction.StartAttempt start)
    {
        var key = start.Key;
        _queue.ContainsKey(key).ShouldBeFalse($"{key} has an attempt already");
        _queue.Add(key, (start.Number, false));
        var poke = before.Tasks.TryGetValue(key, out var was) && start.Number == was.Attempts;
        start.Number.ShouldBe(_attempts.GetValueOrDefault(key) + (poke ? 0 : 1), $"{key}: attempts are numbered without a gap");
        _attempts[key] = start.Number;
        var definition = Definition(key);
        start.Number.ShouldBeLessThanOrEqualTo(Math.Max(definition.Retry.MaxAttempts, RetryDecision.ClaimsBeforeQuarantine));
        foreach (var need in definition.Needs)
            _state.Tasks[new TaskKey(need)].Status.IsEnded().ShouldBeTrue($"{key} began before {need} had ended");
        if (definition.Role != TaskRole.Task)
            _state.Definition.Tasks.Where(t => t.Role == TaskRole.Task).ShouldAllBe(t => _state.Tasks[new TaskKey(t.Id)].Status.IsEnded());
        if (!definition.Idempotent && !poke && start.Number > 1)
            _state.Tasks[key].Error!.Class.ShouldBeOneOf(ErrorClasses.RateLimit, ErrorClasses.Client);
        _state.Status.ShouldBe(RunStatus.Running);
    }

    private void CheckState(RunAdvance advance)
    {
        RunPlanner.Plan(_state, _now).Actions.ShouldBeEmpty("planning twice changes nothing");
        // Only a fence tells two pokes of one attempt apart, and fences are the store's.
        if (!advance.Events.Any(fact => fact is RunEvent.AttemptPoked))
        {
            var again = RunPlanner.Advance(_state, advance.Events, _now);
            again.Start.ShouldBeEmpty("facts that are told twice change nothing");
            again.State.Status.ShouldBe(_state.Status);
        }
        var live = _state.Tasks.Values.Where(t => t.Status.IsLive() && t.ItemCount is null).Select(t => t.Key).ToHashSet();
        live.SetEquals(_queue.Keys).ShouldBeTrue("live attempts are those in the queue, and no others");
        if (_state.Status is RunStatus.Running or RunStatus.Canceling)
            (live.Count > 0 || _wakeAt > _now).ShouldBeTrue("an open run has a live attempt or a time to wake");
        foreach (var task in _state.Definition.Tasks.Where(t => t.ForEach?.MaxParallel is not null))
            live.Count(key => key.Item >= 0 && key.Task == task.Id).ShouldBeLessThanOrEqualTo(task.ForEach!.MaxParallel!.Value);
    }

    // The counts kept from step to step must be those that a fresh count of the stored rows gives.
    private void CheckRebuilt(RunState before, List<RunEvent> facts, RunAdvance advance)
    {
        var rows = before with { Tasks = ImmutableDictionary.CreateRange(before.Tasks) };
        var fresh = RunPlanner.Advance(rows, facts, _now);
        fresh.Start.ShouldBe(advance.Start, ignoreOrder: true);
        fresh.Cancel.ShouldBe(advance.Cancel, ignoreOrder: true);
        fresh.WakeAt.ShouldBe(advance.WakeAt);
        fresh.State.Status.ShouldBe(advance.State.Status);
        fresh.State.Tasks.Count.ShouldBe(advance.State.Tasks.Count);
    }

    private static void CheckMoves(RunState before, RunAdvance advance)
    {
        var state = before;
        foreach (var fact in advance.Events)
        {
            var next = state.Apply([fact]);
            if (next.Status != state.Status)
                RunTransitions.Allow(state.Status, fact.GetType().Name, next.Status).ShouldBeTrue();
            state = next;
        }
        state.Status.ShouldBe(advance.State.Status, "the events alone lead to the same state");
        var changed = advance.Changed.ToDictionary(task => task.Key);
        foreach (var (key, task) in advance.State.Tasks)
        {
            state.Tasks[key].Status.ShouldBe(task.Status);
            if (!before.Tasks.TryGetValue(key, out var was) || was != task)
                changed.ShouldContainKey(key, "what differs is listed as changed");
            if (was?.Status.IsEnded() == true)
                task.ShouldBeSameAs(was, "what has ended never changes");
        }
    }

    private void CheckEnd()
    {
        _queue.ShouldBeEmpty();
        _state.Tasks.Values.ShouldAllBe(task => task.Status.IsEnded());
        _state.CompletedAt.ShouldNotBeNull();
        var bad = _state.Definition.Tasks.Any(t => t.Role == TaskRole.Task && !t.ContinueOnError && _state.Tasks[new TaskKey(t.Id)].Status == TaskStatus.Failed);
        if (_state.CanceledBy is not null)
            _state.Status.ShouldBe(RunStatus.Canceled);
        else
            _state.Status.ShouldBe(bad || _state.TimedOut ? RunStatus.Failed : RunStatus.Completed);
        (_state.Error is null).ShouldBe(_state.Status == RunStatus.Completed);
    }

    private TaskDefinition Definition(TaskKey key) => _state.Definition.Tasks.First(task => task.Id == key.Task);
}
