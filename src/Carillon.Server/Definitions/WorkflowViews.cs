using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using NodaTime;

namespace Carillon.Server.Definitions;

/// <summary>A workflow file in a list. <c>id</c> is null for a file that has never been valid.</summary>
internal sealed record WorkflowSummary
{
    public WorkflowId? Id { get; init; }

    public string? Name { get; init; }

    public required string Path { get; init; }

    /// <summary>The template, when a strategy makes the workflow; the strategy has its id.</summary>
    public string? Template { get; init; }

    /// <summary>The live version: SHA-256 of the text.</summary>
    public string? Version { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public string? Owner { get; init; }

    /// <summary>False when the file has errors.</summary>
    public required bool Valid { get; init; }

    /// <summary>True when an older version is live because the file has errors.</summary>
    public required bool Stale { get; init; }

    public required IReadOnlyList<ProblemView> Problems { get; init; }

    public required int TaskCount { get; init; }

    public required int ScheduleCount { get; init; }

    public RunRecord? LastRun { get; init; }

    public static WorkflowSummary From(CatalogEntry entry, RunRecord? lastRun) => new()
    {
        Id = entry.Live?.Id,
        Name = entry.Live?.Name,
        Path = entry.Path,
        Template = entry.Strategy?.Template,
        Version = entry.Live?.Version,
        Description = entry.Live?.Description,
        Tags = entry.Live?.Tags ?? [],
        Owner = entry.Live?.Owner,
        Valid = entry.Problems.All(problem => problem.Severity != ProblemSeverity.Error),
        Stale = entry.Stale,
        Problems = [.. entry.Problems.Select(ProblemView.From)],
        TaskCount = entry.Live?.Tasks.Count ?? 0,
        ScheduleCount = entry.Live?.Schedules.Count ?? 0,
        LastRun = lastRun,
    };
}

/// <summary>One workflow, whole.</summary>
internal sealed record WorkflowView
{
    public required WorkflowSummary Summary { get; init; }

    /// <summary>The fields that a run's input may have.</summary>
    public required IReadOnlyList<InputFieldView> Input { get; init; }

    /// <summary>The tasks in an order in which every task comes after what it needs.</summary>
    public required IReadOnlyList<TaskView> Tasks { get; init; }

    /// <summary>The file's text.</summary>
    public required string Yaml { get; init; }

    public static WorkflowView From(CatalogEntry entry, RunRecord? lastRun) => new()
    {
        Summary = WorkflowSummary.From(entry, lastRun),
        Input = [.. (entry.Live?.Input ?? []).Select(InputFieldView.From)],
        Tasks = [.. (entry.Live?.Tasks ?? []).Select(TaskView.From)],
        Yaml = entry.Text,
    };
}

/// <summary>A field of a workflow's input.</summary>
internal sealed record InputFieldView(string Name, InputType Type, bool Required, JsonNode? Default, string? Description)
{
    public static InputFieldView From(InputField field) => new(field.Name, field.Type, field.Required, field.Default, field.Description);
}

/// <summary>A task of a workflow.</summary>
internal sealed record TaskView(TaskId Id, string Uses, TaskRole Role, IReadOnlyList<TaskId> Needs, string? If, string? ForEach, JsonObject With, int MaxAttempts, long? TimeoutMs, string? Pool)
{
    public static TaskView From(TaskDefinition task) => new(
        task.Id, task.Uses, task.Role, task.Needs, task.If?.Text, task.ForEach?.Items.Text, task.With, task.Retry.MaxAttempts, Milliseconds(task.Timeout), task.Pool);

    private static long? Milliseconds(Duration? duration) => duration is { } value ? (long)value.TotalMilliseconds : null;
}

/// <summary>What a check of a definition found.</summary>
/// <param name="Valid">True when there is no error.</param>
/// <param name="WorkflowId">The id the definition gives, when it is valid.</param>
/// <param name="Problems">Everything found.</param>
internal sealed record ValidationAnswer(bool Valid, WorkflowId? WorkflowId, IReadOnlyList<ProblemView> Problems);

/// <summary>A task type as <c>carillon tasks</c> and the API list it.</summary>
internal sealed record TaskTypeView(string Name, string Summary, string Group, bool IsSensor, JsonObject InputSchema, JsonObject OutputSchema)
{
    public static TaskTypeView From(TaskType type) => new(type.Name, type.Summary, type.Group, type.IsSensor, type.InputSchema, type.OutputSchema);
}
