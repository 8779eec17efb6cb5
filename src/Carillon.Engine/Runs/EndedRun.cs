using System.Data.Common;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>A run that has just ended, for those who count runs.</summary>
internal sealed record EndedRun(RunId Id, WorkflowId Workflow, ScheduleId? Schedule, RunTrigger Trigger, RunStatus Status, Instant? NominalAt, long? Number, TaskError? Error)
{
    public const string Columns = "id, workflow_id, schedule_id, trigger, status, nominal_at, run_number, error";

    public static EndedRun Of(HeldRun held) => new(
        held.State.Id, held.State.Definition.Id, held.State.ScheduleId, held.State.Trigger, held.State.Status, held.State.NominalAt, held.Facts.Number, held.State.Error);

    public static EndedRun Read(DbDataReader row) => new(
        new RunId(row.GetString(0)), new WorkflowId(row.GetString(1)), row.TextOrNull(2) is { } schedule ? new ScheduleId(schedule) : null,
        StatusText.ParseTrigger(row.GetString(3)), StatusText.ParseRun(row.GetString(4)), row.NumberOrNull(5)?.ToInstant(), row.NumberOrNull(6), RunStore.ErrorFrom(row.TextOrNull(7)));
}
