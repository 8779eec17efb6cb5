namespace Carillon.Core;

/// <summary>The id of a workflow within its project: what its file says under <c>id</c>.</summary>
public readonly record struct WorkflowId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>The id of a schedule: <c>schedule-{project}-{workflow}</c>, with <c>-{key}</c> where a workflow has several.</summary>
public readonly record struct ScheduleId(string Value)
{
    /// <summary>The id of a declared schedule. Ownership never follows from this text, only from its columns.</summary>
    /// <param name="project">The project.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="key">The key among the workflow's schedules; empty for the only one.</param>
    public static ScheduleId For(string project, WorkflowId workflow, string key) =>
        new(key.Length == 0 ? $"schedule-{project}-{workflow}" : $"schedule-{project}-{workflow}-{key}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>The id of a run: a UUID of version 7 as text, so that ids sort by creation.</summary>
public readonly record struct RunId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>The id of a task within its workflow.</summary>
public readonly record struct TaskId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
