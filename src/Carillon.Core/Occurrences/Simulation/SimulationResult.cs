using NodaTime;

namespace Carillon.Core.Occurrences.Simulation;

/// <summary>What all schedules did in a simulation.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The end, exclusive.</param>
/// <param name="Schedules">Every schedule, in the order given.</param>
/// <param name="Busiest">The minutes in which most runs start.</param>
/// <param name="Peak">The first minute in which most runs are open; null without a run.</param>
/// <param name="Runs">The runs of the beginning, as long as they were asked for, in order of nominal time and schedule.</param>
public sealed record SimulationResult(
    Instant From,
    Instant To,
    IReadOnlyList<SimulatedTotals> Schedules,
    IReadOnlyList<BusyMinute> Busiest,
    BusyMinute? Peak,
    IReadOnlyList<SimulatedRun> Runs);
