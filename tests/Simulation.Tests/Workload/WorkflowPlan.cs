using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>A task as the history made it up. The invariants hold the engine to this, not to what the engine reads out of the file.</summary>
internal sealed record TaskPlan(string Id)
{
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>It runs however what it needs has ended.</summary>
    public bool Always { get; init; }

    public bool ContinueOnError { get; init; }

    public bool Idempotent { get; init; } = true;

    /// <summary>The workflow that it runs; null for a step.</summary>
    public string? Child { get; init; }

    /// <summary>It needs the one connection of the history.</summary>
    public bool Connects { get; init; }

    /// <summary>0: it is no fan-out.</summary>
    public int Items { get; init; }

    public int? MaxParallel { get; init; }

    public int MaxAttempts { get; init; } = 1;

    public string? Pool { get; init; }

    public int? TimeoutSeconds { get; init; }

    public int? HeartbeatSeconds { get; init; }

    public int Priority { get; init; }

    public void Write(StringBuilder yaml)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"  - id: {Id}\n    uses: {(Child is null ? "sim.step" : "workflow")}\n");
        if (Child is not null)
            yaml.Append(CultureInfo.InvariantCulture, $"    with: {{ workflow: {Child} }}\n");
        if (Connects)
            yaml.Append(CultureInfo.InvariantCulture, $"    with: {{ connection: {Service.Name} }}\n");
        if (Needs.Count > 0)
            yaml.Append(CultureInfo.InvariantCulture, $"    needs: [{string.Join(", ", Needs)}]\n");
        if (Always)
            yaml.Append("    if: always()\n");
        if (ContinueOnError)
            yaml.Append("    continue_on_error: true\n");
        if (!Idempotent)
            yaml.Append("    idempotent: false\n");
        if (Items > 0)
            yaml.Append(CultureInfo.InvariantCulture, $"    for_each: {{ items: [{string.Join(", ", Enumerable.Range(0, Items))}]{(MaxParallel is { } most ? $", max_parallel: {most}" : "")} }}\n");
        if (MaxAttempts > 1)
            yaml.Append(CultureInfo.InvariantCulture, $"    retry: {{ max_attempts: {MaxAttempts}, initial: 2s, max: 20s }}\n");
        if (Pool is not null)
            yaml.Append(CultureInfo.InvariantCulture, $"    pool: {Pool}\n");
        if (TimeoutSeconds is { } timeout)
            yaml.Append(CultureInfo.InvariantCulture, $"    timeout: {timeout}s\n");
        if (HeartbeatSeconds is { } heartbeat)
            yaml.Append(CultureInfo.InvariantCulture, $"    heartbeat_timeout: {heartbeat}s\n");
        if (Priority != 0)
            yaml.Append(CultureInfo.InvariantCulture, $"    priority: {Priority}\n");
    }
}

/// <summary>A schedule as the history made it up: one line of its file for each key.</summary>
internal sealed record SchedulePlan(string Key, IReadOnlyList<string> Lines)
{
    public void Write(StringBuilder yaml, Instant endAt)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"  - id: {Key}\n    end_at: {InstantPattern.General.Format(endAt)}\n");
        foreach (var line in Lines)
            yaml.Append(CultureInfo.InvariantCulture, $"    {line}\n");
    }
}

/// <summary>A workflow file as the history made it up.</summary>
internal sealed record WorkflowPlan(string Id, IReadOnlyList<TaskPlan> Tasks, IReadOnlyList<SchedulePlan> Schedules)
{
    public int? MaxConcurrentRuns { get; init; }

    public int? TimeoutSeconds { get; init; }

    public IReadOnlyDictionary<string, int> Pools { get; init; } = new Dictionary<string, int>();

    public decimal CostPerRun { get; init; }

    /// <summary>The hooks after a failure: steps without needs.</summary>
    public IReadOnlyList<TaskPlan> OnFailure { get; init; } = [];

    /// <summary>How long failures are gathered.</summary>
    public int GroupSeconds { get; init; }

    /// <summary>Counts edits, so that no two texts are alike.</summary>
    public int Edition { get; init; }

    public string Yaml(Instant endAt)
    {
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"# edition {Edition}\nid: {Id}\nowner: ann\nnotify: {{ channel: {Receiver.Name}, on: [failure, recovered], group: {GroupSeconds}s }}\n");
        if (MaxConcurrentRuns is { } most)
            yaml.Append(CultureInfo.InvariantCulture, $"max_concurrent_runs: {most}\n");
        if (TimeoutSeconds is { } timeout)
            yaml.Append(CultureInfo.InvariantCulture, $"timeout: {timeout}s\n");
        if (Pools.Count > 0)
            yaml.Append(CultureInfo.InvariantCulture, $"pools: {{ {string.Join(", ", Pools.Select(p => $"{p.Key}: {p.Value}"))} }}\n");
        if (CostPerRun > 0)
            yaml.Append(CultureInfo.InvariantCulture, $"cost: {{ per_run: {CostPerRun} }}\n");
        if (Schedules.Count > 0)
            yaml.Append("schedules:\n");
        foreach (var schedule in Schedules)
            schedule.Write(yaml, endAt);
        yaml.Append("tasks:\n");
        foreach (var task in Tasks)
            task.Write(yaml);
        if (OnFailure.Count > 0)
            yaml.Append("on_failure:\n");
        foreach (var task in OnFailure)
            task.Write(yaml);
        return yaml.ToString();
    }

    public TaskPlan Task(string id) => Tasks.Concat(OnFailure).First(task => task.Id == id);

    public bool IsHook(string id) => OnFailure.Any(task => task.Id == id);
}
