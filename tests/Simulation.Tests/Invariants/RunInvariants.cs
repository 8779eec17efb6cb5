using Carillon.Core.Runs;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.World;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>Runs, task runs and backfills go only along the tables of Core. One write may stand for several moves in a row.</summary>
internal sealed class OnlyLegalMoves(SimulatedWorld world) : Invariant(world)
{
    private static readonly HashSet<(RunStatus, RunStatus)> Runs = Closure([.. RunTransitions.All.Select(move => (move.From, move.To))]);
    private static readonly HashSet<(TaskStatus, TaskStatus)> Tasks = Closure([.. TaskTransitions.All.Select(move => (move.From, move.To))]);

    public override string Name => "only legal moves are made";

    public override void Changed(Change change)
    {
        if (change is Change<RunRow> { Before: { } run } runs && (runs.After is null || (run.Status != runs.After.Status && !Runs.Contains((run.Status, runs.After.Status)))))
            Broken($"run {run.Id} went from {run.Status} to {runs.After?.Status.ToString() ?? "nothing"}");
        if (change is Change<TaskRow> { Before: { } task } tasks && (tasks.After is null || (task.Status != tasks.After.Status && !Tasks.Contains((task.Status, tasks.After.Status)))))
            Broken($"{task.Of} went from {task.Status} to {tasks.After?.Status.ToString() ?? "nothing"}");
        if (change is Change<BackfillRow> { Before.Status: "completed" or "canceled" } ended && ended.After?.Status != ended.Before!.Status)
            Broken($"backfill {ended.Before.Id} went on from {ended.Before.Status}");
    }

    private static HashSet<(T, T)> Closure<T>(HashSet<(T From, T To)> moves)
    {
        for (var count = 0; count != moves.Count;)
        {
            count = moves.Count;
            moves.UnionWith([.. from one in moves from other in moves where Equals(one.To, other.From) select (one.From, other.To)]);
        }
        return moves;
    }
}

/// <summary>An open run has something that will move it: room to wait for, an attempt, or a time.</summary>
internal sealed class OpenRunsHaveAReason(SimulatedWorld world) : Invariant(world)
{
    public override string Name => "an open run has an attempt, a time, or something to wait for";

    public override void Committed()
    {
        foreach (var run in State.Open)
        {
            if (run.Status == RunStatus.Pending ? !Waits(run) : run.WakeAt is null && !State.Attempts.Rows.Any(attempt => attempt.Of.Run == run.Id))
                Broken($"nothing will move {run}");
        }
    }

    private bool Waits(RunRow run) =>
        (PlanOf(run).MaxConcurrentRuns is { } most && State.Open.Count(other => other.Workflow == run.Workflow && other.Status != RunStatus.Pending) >= most)
        || (run.Waits && State.Open.Any(other => other.IsOccurrence && other.Schedule == run.Schedule && string.CompareOrdinal(other.Id, run.Id) < 0));
}

/// <summary>A run that has ended left nothing open behind, and every run ends.</summary>
internal sealed class EndedRunsAreWhole(SimulatedWorld world) : Invariant(world)
{
    private readonly List<RunRow> _ended = [];

    public override string Name => "an ended run has ended as a whole";

    public override void Changed(Change change)
    {
        if (change is Change<RunRow> { Before.IsOpen: true, After: { IsOpen: false } run })
            _ended.Add(run);
    }

    public override void Committed()
    {
        foreach (var run in _ended)
        {
            if (State.Attempts.Rows.FirstOrDefault(attempt => attempt.Of.Run == run.Id) is { } left)
                Broken($"{run.Id} has ended, and {left} is there");
            if (State.Tasks.Rows.FirstOrDefault(task => task.Of.Run == run.Id && !task.Status.IsEnded()) is { } open)
                Broken($"{run.Id} has ended, and {open.Of} is {open.Status}");
        }
        _ended.Clear();
    }

    public override void AtEnd()
    {
        foreach (var run in State.Open)
            Broken($"{run} never ended");
        if (World.Follower.Difference() is { } difference)
            Broken(difference);
    }
}

/// <summary>What the planner wishes for a stored run is carried out: asking it again gives nothing new.</summary>
internal sealed class PlanningTwiceChangesNothing(SimulatedWorld world) : Invariant(world)
{
    private int _commits;

    public override string Name => "planning twice changes nothing";

    public override void Committed()
    {
        // Each costs as much as a step of the engine.
        if (++_commits % 16 != 0 || State.Open.Count == 0 || World.Nodes.FirstOrDefault(node => node.IsUp) is not { } node)
            return;
        var row = State.Open[_commits / 16 % State.Open.Count];
        var host = node.Host!;
        var definition = host.Catalog.Version(new Core.WorkflowId(row.Workflow), row.Version);
        if (!definition.IsOk)
            return;
        var run = host.Database.Read(sql => Engine.Runs.RunStore.Load(sql, [new Core.RunId(row.Id)], (_, _, _) => definition.Value).Single().State);
        var now = node.Now;
        var once = RunPlanner.Advance(run, [], now);
        var twice = RunPlanner.Advance(once.State, [], now);
        if (twice.Events.Count > 0 || twice.Changed.Count > 0)
            Broken($"{row.Id}: {string.Join(", ", twice.Events)}");
    }
}
