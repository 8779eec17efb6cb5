using Carillon.Core.Occurrences.Simulation;
using NodaTime;

namespace Carillon.Engine.Occurrences.Simulation;

/// <summary>Simulates many workflows, one beside the other on all cores. Thread safe.</summary>
public static class SimulationRunner
{
    private const int BusyMinutes = 10;

    /// <summary>Simulates all schedules over [<paramref name="from"/>, <paramref name="to"/>).</summary>
    /// <param name="schedules">The schedules, of any workflows.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="listUntil">Runs with a nominal time before this are listed one by one; null for none.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static SimulationResult Run(IReadOnlyList<SimulatedSchedule> schedules, Instant from, Instant to, Instant? listUntil, CancellationToken stop)
    {
        var load = new MinuteLoad(from, to);
        var runs = new List<SimulatedRun>();
        var totals = new SimulatedTotals?[schedules.Count];
        var groups = schedules.Select((schedule, place) => (Schedule: schedule, Place: place)).GroupBy(s => s.Schedule.WorkflowId).ToList();
        var gate = new Lock();
        Parallel.ForEach(
            groups,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            () => (Load: new MinuteLoad(from, to), Runs: new List<SimulatedRun>()),
            (group, _, mine) =>
            {
                var members = group.ToList();
                var told = listUntil is { } until ? run => { if (run.NominalAt < until) mine.Runs.Add(run); } : (Action<SimulatedRun>?)null;
                var found = ScheduleSimulator.Simulate([.. members.Select(m => m.Schedule)], from, to, mine.Load, told);
                for (var i = 0; i < members.Count; i++)
                    totals[members[i].Place] = found[i];
                return mine;
            },
            mine =>
            {
                lock (gate)
                {
                    load.Merge(mine.Load);
                    runs.AddRange(mine.Runs);
                }
            });
        return new SimulationResult(
            from, to, [.. totals.Select(t => t!)], load.Busiest(BusyMinutes), load.Peak(), [.. runs.OrderBy(r => r.NominalAt).ThenBy(r => r.ScheduleId.Value, StringComparer.Ordinal)]);
    }
}
