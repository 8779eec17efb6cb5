using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;

namespace Carillon.Server.Definitions;

/// <summary>The graph of a workflow's tasks.</summary>
/// <param name="Version">The version it is of.</param>
/// <param name="Nodes">The tasks, each after what it needs, hooks last.</param>
/// <param name="Edges">What needs what.</param>
internal sealed record GraphView(string Version, IReadOnlyList<GraphNodeView> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    public static GraphView From(WorkflowDefinition workflow, TaskTypeList types)
    {
        var graph = WorkflowGraph.Of(workflow);
        return new GraphView(workflow.Version, [.. graph.Nodes.Zip(workflow.Tasks, (node, task) => GraphNodeView.From(node, task, types.Find(task.Uses)))], graph.Edges);
    }
}

/// <summary>A task in the graph.</summary>
internal sealed record GraphNodeView
{
    public required TaskId Id { get; init; }

    /// <summary>The task type.</summary>
    public required string Uses { get; init; }

    /// <summary>What the type does, in a sentence; null for one that this server does not have.</summary>
    public string? Words { get; init; }

    public required TaskRole Role { get; init; }

    /// <summary>0 for tasks that need none; else one more than the highest level needed. Hooks stand one below the last task.</summary>
    public required int Level { get; init; }

    /// <summary>Whether it runs once for each item of a list.</summary>
    public required bool FansOut { get; init; }

    /// <summary>The list, as an expression; null when it does not fan out.</summary>
    public string? ForEach { get; init; }

    /// <summary>Whether it looks again and again until a condition holds.</summary>
    public required bool IsSensor { get; init; }

    /// <summary>The condition under which it runs, as an expression; null for always.</summary>
    public string? If { get; init; }

    /// <summary>The workflow that it runs; null when it runs none, or which one is decided by an expression.</summary>
    public string? Runs { get; init; }

    public string? Pool { get; init; }

    /// <summary>Attempts in all, the first included.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>Whether what needs it goes on when it has failed.</summary>
    public required bool ContinueOnError { get; init; }

    public static GraphNodeView From(GraphNode node, TaskDefinition task, TaskType? type) => new()
    {
        Id = node.Id,
        Uses = node.Uses,
        Words = type?.Summary,
        Role = node.Role,
        Level = node.Level,
        FansOut = node.FansOut,
        ForEach = task.ForEach?.Items.Text,
        IsSensor = type?.IsSensor ?? false,
        If = task.If?.Text,
        Runs = task.Uses == "workflow" && task.With["workflow"] is JsonValue value && value.TryGetValue<string>(out var runs) && !runs.Contains("${{", StringComparison.Ordinal) ? runs : null,
        Pool = task.Pool,
        MaxAttempts = task.Retry.MaxAttempts,
        ContinueOnError = task.ContinueOnError,
    };
}
