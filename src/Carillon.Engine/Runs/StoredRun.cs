using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>A run's row before its definition is known.</summary>
internal sealed record StoredRun(RunId Id, WorkflowId Workflow, string Version, long Revision, Instant? WakeAt, RunFacts Facts)
{
    private Func<WorkflowDefinition, ImmutableDictionary<TaskKey, TaskRunState>, RunState> Make { get; init; } = null!;

    /// <summary>The state that the row and its tasks make.</summary>
    public RunState State(WorkflowDefinition definition, IEnumerable<TaskRunState> tasks) => Make(definition, tasks.ToImmutableDictionary(t => t.Key));

    public static StoredRun Read(DbDataReader row)
    {
        var id = new RunId(row.GetString(17));
        var facts = new RunFacts(
            row.GetInt64(20) != 0, row.NumberOrNull(21)?.ToInstant(), row.TextOrNull(22) is { } parent ? new RunId(parent) : null,
            row.TextOrNull(23) is { } task ? TaskKey.Parse(task) : null, row.NumberOrNull(24), row.GetInt64(25));
        var (project, schedule, nominalAt) = (row.GetString(0), row.TextOrNull(1), row.NumberOrNull(2)?.ToInstant());
        var (trigger, status) = (StatusText.ParseTrigger(row.GetString(3)), StatusText.ParseRun(row.GetString(4)));
        var (input, identity, createdAt) = (row.GetString(5), row.GetString(6), row.GetInt64(7).ToInstant());
        var (startedAt, completedAt) = (row.NumberOrNull(8)?.ToInstant(), row.NumberOrNull(9)?.ToInstant());
        var (canceledBy, cancelReason, timedOut, error) = (row.TextOrNull(10), row.TextOrNull(11), row.GetInt64(12) != 0, row.TextOrNull(13));
        var window = StoredWindow.Read(row, 14);
        return new StoredRun(id, new WorkflowId(row.GetString(18)), row.GetString(19), row.GetInt64(26), row.NumberOrNull(27)?.ToInstant(), facts)
        {
            Make = (definition, tasks) => new RunState
            {
                Id = id,
                Definition = definition,
                Project = project,
                ScheduleId = schedule is null ? null : new ScheduleId(schedule),
                NominalAt = nominalAt,
                Trigger = trigger,
                Status = status,
                Input = JsonNode.Parse(input)!.AsObject(),
                Identity = identity,
                CreatedAt = createdAt,
                StartedAt = startedAt,
                CompletedAt = completedAt,
                CanceledBy = canceledBy,
                CancelReason = cancelReason,
                TimedOut = timedOut,
                Error = RunStore.ErrorFrom(error),
                Window = window,
                Tasks = tasks,
            },
        };
    }
}
