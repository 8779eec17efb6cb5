using System.Text;

namespace Carillon.Core.Definitions;

/// <summary>A task in the graph.</summary>
/// <param name="Id">The task.</param>
/// <param name="Uses">Its task type.</param>
/// <param name="Role">Ordinary task or hook.</param>
/// <param name="Level">0 for tasks that need none; else one more than the highest level needed. Hooks stand one below the last task.</param>
/// <param name="FansOut">Whether it runs once for each item of a list.</param>
public sealed record GraphNode(TaskId Id, string Uses, TaskRole Role, int Level, bool FansOut);

/// <summary><paramref name="To"/> needs <paramref name="From"/>.</summary>
public sealed record GraphEdge(TaskId From, TaskId To);

/// <summary>The graph of a workflow, for pictures. Immutable.</summary>
/// <param name="Nodes">In the order of the definition's tasks.</param>
/// <param name="Edges">By the needing task, then by the order of its needs.</param>
public sealed record WorkflowGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>The graph of a definition.</summary>
    public static WorkflowGraph Of(WorkflowDefinition definition)
    {
        var levels = new Dictionary<TaskId, int>();
        var edges = new List<GraphEdge>();
        foreach (var task in definition.Tasks.Where(t => t.Role == TaskRole.Task))
        {
            levels[task.Id] = task.Needs.Count == 0 ? 0 : task.Needs.Max(n => levels[n]) + 1;
            edges.AddRange(task.Needs.Select(n => new GraphEdge(n, task.Id)));
        }

        var below = levels.Count == 0 ? 0 : levels.Values.Max() + 1;
        return new WorkflowGraph(
            [.. definition.Tasks.Select(t => new GraphNode(t.Id, t.Uses, t.Role, levels.GetValueOrDefault(t.Id, below), t.ForEach is not null))],
            edges);
    }

    /// <summary>The nodes by level, from 0.</summary>
    public IReadOnlyList<IReadOnlyList<GraphNode>> Levels() =>
        [.. Nodes.GroupBy(n => n.Level).OrderBy(g => g.Key).Select(g => (IReadOnlyList<GraphNode>)[.. g])];

    /// <summary>The graph as lines of plain text: one for each task, indented by level, with what it needs.</summary>
    public string ToText()
    {
        var needs = Edges.ToLookup(e => e.To, e => e.From.Value);
        var text = new StringBuilder();
        foreach (var node in Nodes.OrderBy(n => n.Level))
        {
            text.Append(' ', node.Level * 2).Append(node.Id.Value).Append(node.FansOut ? " × items" : "").Append(" (").Append(node.Uses).Append(')');
            if (node.Role != TaskRole.Task)
                text.Append(node.Role == TaskRole.OnFailure ? " on failure" : " on success");
            if (needs[node.Id].Any())
                text.Append(" ← ").AppendJoin(", ", needs[node.Id]);
            text.Append('\n');
        }

        return text.ToString();
    }
}
