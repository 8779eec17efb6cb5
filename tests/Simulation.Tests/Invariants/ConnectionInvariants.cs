using Carillon.Engine.Runs;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.Workload;
using Carillon.Simulation.Tests.World;
using NodaTime;
using AttemptRow = Carillon.Simulation.Tests.Watch.AttemptRow;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>
/// Once a connection is known to be down, nothing comes to it but the one attempt that tries; what waits loses no attempt; and that it is down is one incident. A node hears within a
/// second of what another one found out, and later when it was held up.
/// </summary>
internal sealed class DownMeansLeftAlone(SimulatedWorld world) : Invariant(world)
{
    private static readonly Duration Late = Duration.FromSeconds(5);
    private readonly HashSet<(TaskRef, long)> _began = [];
    private readonly List<EndedAttemptRow> _failed = [];
    private Instant? _downSince;

    public override string Name => "a connection that is down is left alone";

    public override void Changed(Change change)
    {
        if (change is Change<EndedAttemptRow> { Before: null, After: { Outcome: "failed" } ended })
            _failed.Add(ended);
    }

    public override void Committed()
    {
        var isDown = State.Breakers.Find(Service.Name) is { IsClosed: false };
        if (!isDown)
            _downSince = null;
        else
            _downSince ??= World.Clock.Now;
        var open = State.Incidents.Rows.Count(incident => !incident.IsOver);
        if (open != (isDown ? 1 : 0))
            Broken($"{State.Breakers.Find(Service.Name)} and {open} incidents");
        foreach (var ended in _failed.Where(ended => PlanOf(ended.Of).Connects && !_began.Contains((ended.Of, ended.Number))))
            Broken($"{ended} never began");
        _failed.Clear();
    }

    public void Began(TaskContext context)
    {
        var task = new TaskRef(context.RunId.Value, context.Key.Task.Value, context.Key.Item);
        _began.Add((task, context.Attempt));
        if (context.Connection is null || _downSince is not { } since)
            return;
        var node = World.Nodes.First(node => node.Host?.Options.Time == context.Time);
        var breaker = State.Breakers.Find(Service.Name)!;
        if (State.Attempts.Find(task) is { } row && IsProbe(breaker, row))
            return;
        if (World.Clock.Now - Instant.Max(since, node.BehindAt) > Late)
            Broken($"attempt {context.Attempt} of {task} began on {node.Name}, and the breaker is {breaker} since {since}");
    }

    private static bool IsProbe(BreakerRow breaker, AttemptRow attempt) => breaker.State == "half_open" && breaker.ProbeAttempt == attempt.Id;
}
