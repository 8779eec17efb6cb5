using System.Runtime.CompilerServices;
using Carillon.Core.Definitions;

namespace Carillon.Core.Runs;

/// <summary>A definition's tasks by their place, with the edges in both directions. Made once for each definition. Immutable, thread safe.</summary>
internal sealed class RunGraph
{
    private static readonly ConditionalWeakTable<WorkflowDefinition, RunGraph> Known = [];

    private readonly Dictionary<TaskId, int> _places;

    private RunGraph(WorkflowDefinition definition)
    {
        Tasks = [.. definition.Tasks];
        _places = new Dictionary<TaskId, int>(Tasks.Length);
        for (var place = 0; place < Tasks.Length; place++)
            _places.Add(Tasks[place].Id, place);
        Needs = [.. Tasks.Select(task => task.Needs.Where(_places.ContainsKey).Select(need => _places[need]).Distinct().ToArray())];
        var dependents = new List<int>?[Tasks.Length];
        for (var place = 0; place < Tasks.Length; place++)
        {
            foreach (var need in Needs[place])
                (dependents[need] ??= []).Add(place);
        }
        Dependents = [.. dependents.Select(list => list?.ToArray() ?? [])];
        Hooks = [.. Enumerable.Range(0, Tasks.Length).Where(IsHook)];
    }

    /// <summary>The tasks, each after what it needs.</summary>
    public TaskDefinition[] Tasks { get; }

    /// <summary>For each task, the places of what it needs.</summary>
    public int[][] Needs { get; }

    /// <summary>For each task, the places of what needs it.</summary>
    public int[][] Dependents { get; }

    /// <summary>The places of the hooks.</summary>
    public int[] Hooks { get; }

    public static RunGraph Of(WorkflowDefinition definition) => Known.GetValue(definition, static d => new RunGraph(d));

    public bool IsHook(int place) => Tasks[place].Role != TaskRole.Task;

    /// <summary>The place of a task, or -1.</summary>
    public int PlaceOf(TaskId task) => _places.TryGetValue(task, out var place) ? place : -1;

    public TaskKey Whole(int place) => new(Tasks[place].Id);
}
