using Carillon.Core.Definitions;

namespace Carillon.Core.Schedules;

/// <summary>A schedule among others, as far as dependencies go.</summary>
/// <param name="WorkflowId">Its workflow.</param>
/// <param name="Key">Its key; empty for the only one.</param>
/// <param name="Id">Its id.</param>
/// <param name="DependsOn">What its <c>depends_on</c> names, or null.</param>
public sealed record DependencyNode(WorkflowId WorkflowId, string Key, ScheduleId Id, string? DependsOn)
{
    /// <summary>As a file names it: <c>workflow</c> or <c>workflow/key</c>.</summary>
    public string Name => Key.Length == 0 ? WorkflowId.Value : $"{WorkflowId}/{Key}";
}

/// <summary>Finds dependencies between schedules that cannot be. Pure.</summary>
public static class DependencyGraph
{
    /// <summary>The schedules of a workflow.</summary>
    public static IEnumerable<DependencyNode> NodesOf(WorkflowDefinition workflow, string project) =>
        workflow.Schedules.Select(s => new DependencyNode(workflow.Id, s.Key, ScheduleId.For(project, workflow.Id, s.Key), s.DependsOn?.Schedule));

    /// <summary>Every schedule that stands in a circle, with the circle as it is seen from there (SCH059). One that only leads into a circle is not among them.</summary>
    public static IReadOnlyList<(DependencyNode Node, Problem Problem)> Circles(IEnumerable<DependencyNode> schedules)
    {
        List<DependencyNode> nodes = [.. schedules];
        var next = Resolve(nodes);
        var found = new List<(DependencyNode, Problem)>();
        var settled = new HashSet<DependencyNode>();
        foreach (var start in nodes)
        {
            var path = new List<DependencyNode>();
            var places = new Dictionary<DependencyNode, int>();
            DependencyNode? node = start;
            while (node is not null && !settled.Contains(node) && places.TryAdd(node, path.Count))
            {
                path.Add(node);
                node = next.GetValueOrDefault(node);
            }

            if (node is not null && places.TryGetValue(node, out var first))
                found.AddRange(Enumerable.Range(first, path.Count - first).Select(i => (path[i], Circle([.. path[i..], .. path[first..i], path[i]]))));
            settled.UnionWith(path);
        }

        return found;
    }

    /// <summary>The problem of a circle; <paramref name="path"/> begins and ends with the same schedule.</summary>
    public static Problem Circle(IReadOnlyList<string> path) => new(
        ProblemCodes.DependencyCycle, $"Schedules wait for each other: {string.Join(" -> ", path)}.", Suggestion: "Take one 'depends_on' of the circle away.");

    /// <summary>The warning about a name that leads to no schedule, or to several.</summary>
    public static Problem Unknown(string schedule, string dependsOn) => new(
        ProblemCodes.UnknownDependency,
        $"Schedule '{schedule}' depends on '{dependsOn}', which names no schedule (or a workflow with several): every occurrence is skipped until it does.",
        Suggestion: "Write the id of a workflow with one schedule, 'workflow/key', or a schedule's id.",
        Severity: ProblemSeverity.Warning);

    private static Problem Circle(IReadOnlyList<DependencyNode> path) => Circle([.. path.Select(node => node.Name)]);

    private static Dictionary<DependencyNode, DependencyNode> Resolve(IReadOnlyList<DependencyNode> nodes)
    {
        // An id wins over a workflow of that name; a workflow with several schedules is none of them.
        var names = new Dictionary<string, DependencyNode?>(StringComparer.Ordinal);
        foreach (var group in nodes.GroupBy(node => node.WorkflowId.Value, StringComparer.Ordinal))
            names[group.Key] = group.Count() == 1 ? group.First() : null;
        foreach (var node in nodes)
        {
            names[$"{node.WorkflowId}/{node.Key}"] = node;
            names[node.Id.Value] = node;
        }

        var next = new Dictionary<DependencyNode, DependencyNode>();
        foreach (var node in nodes)
        {
            if (node.DependsOn is { } name && names.GetValueOrDefault(name) is { } target)
                next[node] = target;
        }

        return next;
    }
}
