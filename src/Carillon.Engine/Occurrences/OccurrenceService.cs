using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Runs that people ask of a schedule, one at a time. Thread safe. A run is durable, and in the audit trail, when the task completes.</summary>
public sealed class OccurrenceService
{
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly LiveSchedules _live;
    private readonly RunKeeper _runs;
    private readonly ReconcileLoop _reconcile;

    internal OccurrenceService(EngineOptions options, Database database, LiveSchedules live, RunKeeper runs, ReconcileLoop reconcile) =>
        (_options, _database, _live, _runs, _reconcile) = (options, database, live, runs, reconcile);

    /// <summary>
    /// Makes a run with the schedule's input as if it were due now (trigger <c>test</c>). It is no overlap of the schedule, does not count as a failure in a row,
    /// and says nothing of any occurrence. Problems: SCH031, SCH005 over budget, and all that keep the schedule from running.
    /// </summary>
    /// <param name="id">The schedule.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="overBudget">True: run it even over budget; the reason goes into the audit trail.</param>
    /// <exception cref="StorageException">The database cannot be written; nothing was made.</exception>
    public Task<Checked<RunId>> TestRunAsync(ScheduleId id, string by, string? reason, bool overBudget = false) => RunAsync(id, new AuditEntry(by, "test_run", "schedule", id.Value, reason), (sql, stored, live, input) =>
        _runs.CreateWithinBudget(sql, new NewRun(live.Workflow, RunTrigger.Test, input, by)
        {
            ScheduleId = stored.Id,
            Schedule = live.Definition,
            OverBudgetReason = overBudget ? reason ?? "" : null,
            NominalAt = _options.Time.Now(),
            Window = live.Definition.Windows?.Of(_options.Time.Now()),
            Priority = live.Definition.Priority,
        }));

    /// <summary>
    /// Runs an occurrence that was missed and waits for approval because its effects are irreversible. The ledger keeps its entry; the run is the occurrence's
    /// one run. Problems: SCH031, SCH033 when that occurrence does not wait for approval, SCH005 over budget.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be written; nothing was made.</exception>
    public Task<Checked<RunId>> ApproveAsync(ScheduleId id, Instant at, string by, string? reason) =>
        RunAsync(id, new AuditEntry(by, "approved", "schedule", id.Value, reason, TimeText.Of(at)), (sql, stored, live, input) =>
        {
            if (Refusal(sql, stored.Id, live.Definition.Times, at) is { } refusal)
                return Checked<RunId>.Bad(new Problem(ProblemCodes.StateConflict, refusal));
            var made = new NewRun(live.Workflow, RunTrigger.Schedule, input, by)
            {
                ScheduleId = stored.Id,
                Schedule = live.Definition,
                NominalAt = at,
                DueAt = at,
                Window = live.Definition.Windows?.Of(at),
                Waits = live.Definition.OverlapPolicy != OverlapPolicy.Allow,
                Priority = live.Definition.Priority,
            };
            return _runs.Costs.Refusal(sql, made, _options.Time.Now()) is { } over
                ? Checked<RunId>.Bad(over with { Suggestion = "Raise the budget, then approve it." })
                : Checked<RunId>.Ok(_runs.Create(sql, made with { Number = ScheduleStore.CountRun(sql, stored.Id) }));
        });

    private static string? Refusal(Sql sql, ScheduleId id, OccurrenceTimes times, Instant at)
    {
        var entry = sql.First(
            "select nominal_at, last_nominal_at, outcome, reason from ledger where schedule_id = $1 and nominal_at <= $2 order by nominal_at desc limit 1",
            row => (First: row.GetInt64(0), Last: row.GetInt64(1), Outcome: row.GetString(2), Reason: row.GetString(3)), id.Value, at.ToStored());
        var isCovered = entry.Outcome == "missed" && entry.Reason == DuePlanner.NeedsApproval && at.ToStored() <= entry.Last;
        if (!isCovered || (at.ToStored() != entry.First && at.ToStored() != entry.Last && times.Next(at - Duration.Epsilon) != at))
            return $"No occurrence at {TimeText.Of(at)} waits for approval.";
        var run = sql.First(
            "select id from runs where schedule_id = $1 and nominal_at = $2 and (trigger = 'schedule' or (trigger in ('backfill', 'retry') and status in ('pending', 'running', 'canceling', 'completed'))) limit 1",
            row => row.GetString(0), id.Value, at.ToStored());
        return run is null ? null : $"The occurrence at {TimeText.Of(at)} has a run already: {run}.";
    }

    private async Task<Checked<RunId>> RunAsync(ScheduleId id, AuditEntry audit, Func<Sql, StoredSchedule, LiveSchedule, JsonObject, Checked<RunId>> make)
    {
        await _reconcile.FirstPass;
        return await _database.WriteAsync(sql =>
        {
            if (ScheduleStore.Find(sql, _options.Project, id) is not { } stored)
                return Checked<RunId>.Bad(new Problem(ProblemCodes.ScheduleNotFound, $"There is no schedule '{id}'."));
            var live = _live.Of(stored);
            if (!live.IsOk)
                return Checked<RunId>.Bad(live.Problems);
            var input = InputSchema.Check(live.Value.Workflow.Input, live.Value.Definition.Input);
            if (!input.IsOk)
                return Checked<RunId>.Bad(input.Problems);
            var made = make(sql, stored, live.Value, input.Value);
            if (made.IsOk)
                AuditStore.Append(sql, _options.Project, audit, _options.Time.Now());
            return made;
        });
    }
}
