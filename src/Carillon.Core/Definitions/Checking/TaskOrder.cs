using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;

namespace Carillon.Core.Definitions.Checking;

/// <summary>The ordinary tasks with their edges, by place in the file. Every check and the order are linear in tasks and needs.</summary>
internal sealed class TaskOrder
{
    private readonly IReadOnlyList<TaskDraft> _tasks;
    private readonly Dictionary<string, int> _places;
    private readonly List<int>[] _needs;
    private readonly int[] _rank;
    private readonly List<int> _order = [];

    private TaskOrder(IReadOnlyList<TaskDraft> tasks, Dictionary<string, int> places, List<int>[] needs)
    {
        _tasks = tasks;
        _places = places;
        _needs = needs;
        _rank = new int[tasks.Count];
    }

    /// <summary>The ids of the ordinary tasks.</summary>
    public IReadOnlyCollection<string> Names => _places.Keys;

    /// <summary>The tasks so that each comes after what it needs, else as in the file. Those in a circle are left out.</summary>
    public IReadOnlyList<TaskDraft> Sorted { get; private set; } = [];

    /// <summary>Orders the tasks and tells every unknown, doubled and circular need.</summary>
    public static TaskOrder Make(IReadOnlyList<TaskDraft> tasks, ProblemSink problems)
    {
        var places = new Dictionary<string, int>(tasks.Count, StringComparer.Ordinal);
        for (var i = 0; i < tasks.Count; i++)
            places.TryAdd(tasks[i].Name, i);
        var needs = new List<int>[tasks.Count];
        for (var i = 0; i < tasks.Count; i++)
            needs[i] = ReadNeeds(tasks[i], i, places, problems);
        var order = new TaskOrder(tasks, places, needs);
        order.Sort();
        if (order.Sorted.Count < tasks.Count)
            order.TellCycles(problems);
        return order;
    }

    /// <summary>The place of a task in the file, or -1.</summary>
    public int PlaceOf(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>
    /// For each pair, whether the first task comes before the second by needs. Pairs with a task in a circle, or behind one, count as such:
    /// the circle is told already. One walk over all tasks answers for 64 earlier tasks at once.
    /// </summary>
    public bool[] ComeBefore(IReadOnlyList<(int Earlier, int Task)> pairs)
    {
        var answers = new bool[pairs.Count];
        var open = new List<int>();
        for (var i = 0; i < pairs.Count; i++)
        {
            var (earlier, task) = pairs[i];
            answers[i] = _needs[task].Contains(earlier) || _rank[earlier] == int.MaxValue || _rank[task] == int.MaxValue;
            if (!answers[i] && _rank[earlier] < _rank[task])
                open.Add(i);
        }

        foreach (var batch in open.GroupBy(i => pairs[i].Earlier).Chunk(64))
        {
            var reached = Reach([.. batch.Select(g => g.Key)]);
            for (var bit = 0; bit < batch.Length; bit++)
            {
                foreach (var i in batch[bit])
                    answers[i] = (reached[pairs[i].Task] & (1UL << bit)) != 0;
            }
        }

        return answers;
    }

    // For each task, which of the marked ones it needs, directly or through others.
    private ulong[] Reach(int[] marked)
    {
        var own = new ulong[_tasks.Count];
        for (var bit = 0; bit < marked.Length; bit++)
            own[marked[bit]] = 1UL << bit;
        var reached = new ulong[_tasks.Count];
        foreach (var place in _order)
        {
            foreach (var need in _needs[place])
                reached[place] |= reached[need] | own[need];
        }

        return reached;
    }

    private static List<int> ReadNeeds(TaskDraft task, int place, Dictionary<string, int> places, ProblemSink problems)
    {
        var found = new List<int>(task.Needs.Count);
        HashSet<int>? many = task.Needs.Count > 16 ? [] : null;
        foreach (var need in task.Needs)
        {
            if (!places.TryGetValue(need.Text, out var other))
                problems.Add(ProblemCodes.UnknownNeed, need, $"Task '{task.Name}' needs '{need.Text}', which does not exist.", problems.Suggest(need.Text, places.Keys));
            else if (other == place)
                problems.Add(ProblemCodes.Cycle, need, $"Task '{task.Name}' needs itself: {task.Name} → {task.Name}.");
            else if (many?.Add(other) ?? !found.Contains(other))
                found.Add(other);
            else
                problems.Add(ProblemCodes.Duplicate, need, $"Task '{task.Name}' needs '{need.Text}' twice.", severity: ProblemSeverity.Warning);
        }

        return found;
    }

    private void Sort()
    {
        var waiting = new int[_tasks.Count];
        var dependents = new List<int>?[_tasks.Count];
        var ready = new PriorityQueue<int, int>();
        for (var i = 0; i < _tasks.Count; i++)
        {
            _rank[i] = int.MaxValue;
            waiting[i] = _needs[i].Count;
            foreach (var need in _needs[i])
                (dependents[need] ??= []).Add(i);
            if (waiting[i] == 0)
                ready.Enqueue(i, i);
        }

        while (ready.TryDequeue(out var next, out _))
        {
            _rank[next] = _order.Count;
            _order.Add(next);
            foreach (var dependent in dependents[next] ?? [])
            {
                if (--waiting[dependent] == 0)
                    ready.Enqueue(dependent, dependent);
            }
        }

        Sorted = [.. _order.Select(i => _tasks[i])];
    }

    // Walks from each task in the way, always to its first need that is in the way too, until the walk meets itself or an earlier walk.
    private void TellCycles(ProblemSink problems)
    {
        var walked = new int[_tasks.Count];
        for (var start = 0; start < _tasks.Count; start++)
        {
            var path = new List<int>();
            var at = start;
            while (_rank[at] == int.MaxValue && walked[at] == 0)
            {
                walked[at] = start + 1;
                path.Add(at);
                at = _needs[at].Find(n => _rank[n] == int.MaxValue);
            }

            if (path.Count > 0 && walked[at] == start + 1)
                TellCycle(path[path.IndexOf(at)..], problems);
        }
    }

    private void TellCycle(List<int> cycle, ProblemSink problems)
    {
        // Told from the task that stands first in the file, so that the same circle always reads the same.
        var first = cycle.IndexOf(cycle.Min());
        var names = cycle.Skip(first).Concat(cycle.Take(first + 1)).Select(i => _tasks[i].Name).ToList();
        var task = _tasks[cycle[first]];
        var shown = names.Count <= 12 ? names : [.. names.Take(6), $"… {names.Count - 11} more …", .. names.TakeLast(5)];
        var at = task.Needs.First(n => string.Equals(n.Text, names[1], StringComparison.Ordinal));
        problems.Add(ProblemCodes.Cycle, at, $"Tasks need each other in a circle: {string.Join(" → ", shown)}.");
    }
}
