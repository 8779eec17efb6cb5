using Carillon.Core.Runs;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>No claim takes more of a pool than there is.</summary>
internal sealed class PoolsAreKept(SimulatedWorld world) : Invariant(world)
{
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);

    public override string Name => "no pool is exceeded";

    public override void Changed(Change change)
    {
        if (change is Change<AttemptRow> { After: { IsRunning: true } attempt } claim && claim.Before?.IsRunning != true && PoolOf(attempt) is { } pool)
            _claimed.Add(pool);
    }

    public override void Committed()
    {
        if (_claimed.Count == 0)
            return;
        // The limits as the files say that the node had read by then, the smallest of each pool.
        var editions = World.LastTurn!.Catalog.Entries.Where(entry => entry.Live is not null).Select(entry => World.Editions[entry.Live!.Version]).ToList();
        foreach (var pool in _claimed)
        {
            var limit = editions.Where(plan => plan.Pools.ContainsKey(pool)).Select(plan => (int?)plan.Pools[pool]).Min();
            var used = State.Attempts.Rows.Count(attempt => attempt.IsRunning && PoolOf(attempt) == pool);
            if (used > limit)
                Broken($"{used} attempts in pool {pool}, which has room for {limit}");
        }
        _claimed.Clear();
    }

    private string? PoolOf(AttemptRow attempt) => PlanOf(attempt.Of).Pool;
}

/// <summary>No run starts beyond <c>max_concurrent_runs</c>.</summary>
internal sealed class ConcurrentRunsAreKept(SimulatedWorld world) : Invariant(world)
{
    public override string Name => "max_concurrent_runs is kept";

    public override void Changed(Change change)
    {
        if (change is not Change<RunRow> { After: { Status: RunStatus.Running } run } moved || moved.Before?.Status == RunStatus.Running || PlanOf(run).MaxConcurrentRuns is not { } most)
            return;
        var open = State.Runs.Rows.Count(other => other.Workflow == run.Workflow && (other.Status is RunStatus.Running or RunStatus.Canceling));
        if (open > most)
            Broken($"{run.Id} started as number {open} of {most}");
    }
}

/// <summary>A node works on no more attempts at once than it has slots.</summary>
internal sealed class SlotsAreKept(SimulatedWorld world) : Invariant(world)
{
    public override string Name => "a node has no more attempts than slots";

    public override void Committed()
    {
        foreach (var node in World.Nodes)
        {
            if (node.Host is { } host && World.Attempts.Of(host.Options.Time) is var attempts && attempts > host.Options.Slots)
                Broken($"{node.Name} works on {attempts} attempts");
        }
    }
}
