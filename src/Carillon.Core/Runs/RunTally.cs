using System.Collections.Immutable;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>The counts of <see cref="RunIndex"/> while facts are folded: every change of a task run passes through <see cref="Change"/>.</summary>
internal sealed class RunTally
{
    private readonly RunGraph _graph;
    private readonly int[] _openNeeds;
    private readonly bool[] _tainted;
    private readonly List<int> _decidable;
    private readonly ImmutableDictionary<int, FanOut>.Builder _fanOuts;
    private readonly ImmutableSortedSet<Wait>.Builder _waits;
    private RunCounts _counts;

    public RunTally(RunIndex index)
    {
        _graph = index.Graph;
        _openNeeds = [.. index.OpenNeeds];
        _tainted = [.. index.Tainted];
        _decidable = [.. index.Decidable];
        _fanOuts = index.FanOuts.ToBuilder();
        _waits = index.Waits.ToBuilder();
        _counts = index.Counts;
    }

    /// <summary>Counts from nothing.</summary>
    public RunTally(RunGraph graph, ImmutableDictionary<TaskKey, TaskRunState> tasks)
    {
        _graph = graph;
        _openNeeds = [.. graph.Needs.Select(needs => needs.Length)];
        _tainted = new bool[graph.Tasks.Length];
        _decidable = [];
        _fanOuts = ImmutableDictionary.CreateBuilder<int, FanOut>();
        _waits = ImmutableSortedSet.CreateBuilder<Wait>();
        _counts.OpenHooks = graph.Hooks.Length;
        _counts.OpenTasks = graph.Tasks.Length - graph.Hooks.Length;
        for (var place = 0; place < graph.Tasks.Length; place++)
        {
            if (_openNeeds[place] == 0 && !graph.IsHook(place))
                _decidable.Add(place);
        }
        for (var place = 0; place < graph.Tasks.Length; place++)
        {
            var whole = tasks[graph.Whole(place)];
            Change(place, was: null, whole);
            for (var item = 0; item < whole.ItemCount; item++)
                Change(place, was: null, tasks[whole.Key with { Item = item }]);
        }
    }

    public RunCounts Counts => _counts;

    public IReadOnlyList<int> Decidable => _decidable;

    public IEnumerable<KeyValuePair<int, FanOut>> FanOuts => _fanOuts;

    public IEnumerable<Wait> Waits => _waits;

    public bool NeedsEnded(int place) => _openNeeds[place] == 0;

    /// <summary>True when nothing that <paramref name="place"/> needs, directly or not, ended badly.</summary>
    public bool NothingFailedBefore(int place) => !Array.Exists(_graph.Needs[place], need => _tainted[need]);

    public void Change(int place, TaskRunState? was, TaskRunState now)
    {
        var unswept = Unswept(now) - (was is null ? 0 : Unswept(was));
        if (_graph.IsHook(place))
            _counts.UnsweptHooks += unswept;
        else
            _counts.UnsweptTasks += unswept;
        if (now.Key.Item >= 0)
            ChangeItem(place, was, now);
        else
            ChangeWhole(place, was, now);
    }

    /// <summary>Forgets what has been decided.</summary>
    public void Prune(Func<TaskKey, TaskRunState?> find) =>
        _decidable.RemoveAll(place => find(_graph.Whole(place))?.Status != TaskStatus.Pending);

    /// <summary>The counts for good. This object is not to be used any more.</summary>
    public RunIndex Publish(ImmutableDictionary<TaskKey, TaskRunState> tasks)
    {
        Prune(key => tasks[key]);
        foreach (var (place, fanOut) in _fanOuts.ToArray())
        {
            var next = fanOut.Next;
            while (next < fanOut.Count && tasks[_graph.Whole(place) with { Item = next }].Status != TaskStatus.Pending)
                next++;
            if (next != fanOut.Next)
                _fanOuts[place] = fanOut with { Next = next };
        }
        return new RunIndex
        {
            Of = tasks,
            Graph = _graph,
            OpenNeeds = _openNeeds,
            Tainted = _tainted,
            Decidable = _decidable,
            FanOuts = _fanOuts.ToImmutable(),
            Waits = _waits.ToImmutable(),
            Counts = _counts,
        };
    }

    /// <summary>When a waiting task run wants to be looked at: its own time, for a sensor at the latest its timeout.</summary>
    public static Instant? WaitsUntil(TaskDefinition task, TaskRunState state) => state.Status switch
    {
        TaskStatus.RetryWait => state.WakeAt,
        TaskStatus.PokeWait => Deadline(task, state) is { } deadline && deadline < state.WakeAt ? deadline : state.WakeAt,
        _ => null,
    };

    /// <summary>When a sensor's timeout ends, counted over all its pokes; null while it waits for something that is not its own doing.</summary>
    public static Instant? Deadline(TaskDefinition task, TaskRunState state) =>
        state.Reason is null && task.Timeout is { } timeout && state.ReadyAt is { } readyAt ? readyAt + timeout : null;

    /// <summary>True when a task that ended so is a failure to what comes after it.</summary>
    public static bool IsBad(TaskDefinition task, TaskStatus status) => status switch
    {
        TaskStatus.Failed => !task.ContinueOnError,
        TaskStatus.UpstreamFailed or TaskStatus.Canceled => true,
        _ => false,
    };

    private static int Unswept(TaskRunState state) =>
        state.Status.IsEnded() || (state.Status.IsLive() && (state.CancelAsked || state.ItemCount is not null)) ? 0 : 1;

    private void ChangeItem(int place, TaskRunState? was, TaskRunState now)
    {
        if (!_fanOuts.TryGetValue(place, out var fanOut))
            return;
        _fanOuts[place] = fanOut with
        {
            Ended = fanOut.Ended + Difference(was, now, static s => s.Status.IsEnded()),
            Live = fanOut.Live + Difference(was, now, static s => s.Status.IsLive()),
            Waits = Rewait(fanOut.Waits, place, was, now),
        };
    }

    private void ChangeWhole(int place, TaskRunState? was, TaskRunState now)
    {
        if (WaitOf(place, was) is { } before)
            _waits.Remove(before);
        if (WaitOf(place, now) is { } after)
            _waits.Add(after);
        if (now.ItemCount is { } count && was?.ItemCount is null && !now.Status.IsEnded())
            _fanOuts[place] = new FanOut(count, Ended: 0, Live: 0, Next: 0, []);
        if (now.Status.IsEnded())
            End(place, now.Status);
    }

    private void End(int place, TaskStatus status)
    {
        var bad = IsBad(_graph.Tasks[place], status);
        _tainted[place] = bad || !NothingFailedBefore(place);
        _fanOuts.Remove(place);
        foreach (var dependent in _graph.Dependents[place])
        {
            if (--_openNeeds[dependent] == 0 && (!_graph.IsHook(dependent) || _counts.OpenTasks == 0))
                _decidable.Add(dependent);
        }
        if (_graph.IsHook(place))
        {
            _counts.OpenHooks--;
            return;
        }
        _counts.BadTasks += bad ? 1 : 0;
        if (--_counts.OpenTasks == 0)
            _decidable.AddRange(_graph.Hooks.Where(NeedsEnded));
    }

    private ImmutableSortedSet<Wait> Rewait(ImmutableSortedSet<Wait> waits, int place, TaskRunState? was, TaskRunState now)
    {
        if (WaitOf(place, was) is { } before)
            waits = waits.Remove(before);
        return WaitOf(place, now) is { } after ? waits.Add(after) : waits;
    }

    private Wait? WaitOf(int place, TaskRunState? state) =>
        state is not null && WaitsUntil(_graph.Tasks[place], state) is { } at ? new Wait(at, place, state.Key.Item) : null;

    private static int Difference(TaskRunState? was, TaskRunState now, Func<TaskRunState, bool> holds) =>
        (holds(now) ? 1 : 0) - (was is not null && holds(was) ? 1 : 0);
}
