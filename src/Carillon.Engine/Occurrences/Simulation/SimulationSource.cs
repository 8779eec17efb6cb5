using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Core.Occurrences;
using Carillon.Core.Occurrences.Simulation;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Engine.Occurrences.Simulation;

/// <summary>What is assumed of runs that have not been measured.</summary>
/// <param name="Length">How long they take.</param>
/// <param name="Factor">What every length is multiplied with, measured ones too; 1 for none.</param>
public sealed record RunAssumption(Duration Length, double Factor = 1);

/// <summary>Gathers what a simulation needs: the live schedules, or those that files declare, with measured run lengths.</summary>
public static class SimulationSource
{
    /// <summary>The schedules as they are stored: managed ones, overrides and pauses included. What cannot run now is left out. Budgets that somebody set, by schedule, stand in place of declared ones.</summary>
    public static IReadOnlyList<SimulatedSchedule> Stored(
        IEnumerable<ScheduleRecord> records, LiveSchedules live, IReadOnlyDictionary<WorkflowId, TypicalRun> measured, RunAssumption assumption, IReadOnlyDictionary<string, decimal> budgets) =>
        [.. from record in records
            let meaning = live.Of(record).ValueOrDefault
            where meaning is not null
            let pausedBy = record.PausedBy ?? (record.AutoPausedAt is null ? null : "auto-pause")
            select Of(new Schedule(record.Id, meaning.Definition, record.Active, pausedBy, record.PauseReason), meaning.Workflow, measured, assumption, budgets.TryGetValue(record.Id.Value, out var budget) ? budget : null)];

    /// <summary>The schedules that files declare.</summary>
    public static IReadOnlyList<SimulatedSchedule> Declared(
        IEnumerable<WorkflowDefinition> workflows, string project, IReadOnlyDictionary<WorkflowId, TypicalRun> measured, RunAssumption assumption) =>
        [.. from workflow in workflows
            from schedule in workflow.Schedules
            select Of(new Schedule(ScheduleId.For(project, workflow.Id, schedule.Key), schedule, schedule.Enabled), workflow, measured, assumption)];

    private static SimulatedSchedule Of(Schedule schedule, WorkflowDefinition workflow, IReadOnlyDictionary<WorkflowId, TypicalRun> measured, RunAssumption assumption, decimal? budget = null)
    {
        var length = measured.TryGetValue(workflow.Id, out var typical) ? typical.Length : assumption.Length;
        var cost = Money.Amount(CostEstimate.OfRun(workflow.Cost, typical?.Cost));
        return new SimulatedSchedule(schedule, workflow.Id, Duration.FromTicks((long)(length.TotalTicks * assumption.Factor)), cost, workflow.MaxConcurrentRuns, budget ?? (schedule.Definition.Budget is { } own ? Money.Amount(own.MonthMicros) : null));
    }
}
