using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>A run to be made.</summary>
internal sealed record NewRun(WorkflowDefinition Definition, RunTrigger Trigger, JsonObject Input, string By)
{
    public ScheduleId? ScheduleId { get; init; }

    /// <summary>The schedule's definition; looked up when it is not given.</summary>
    public ScheduleDefinition? Schedule { get; init; }

    public Instant? NominalAt { get; init; }

    public Instant? DueAt { get; init; }

    /// <summary>What it works on; a retry has the window of the run it retries.</summary>
    public DataWindow? Window { get; init; }

    public long? Number { get; init; }

    /// <summary>True: pending until the earlier open runs of its schedule have ended.</summary>
    public bool Waits { get; init; }

    /// <summary>From when on it must not start any more; null for any time.</summary>
    public Instant? StaleAt { get; init; }

    public int Priority { get; init; }

    public string? IdempotencyKey { get; init; }

    public RunId? Parent { get; init; }

    public TaskKey? ParentTask { get; init; }

    /// <summary>Why it runs though it is over budget; null for only within budgets.</summary>
    public string? OverBudgetReason { get; init; }

    /// <summary>The run this one tries again from its failed tasks on, already loaded.</summary>
    public RunState? RetryOf { get; init; }
}
