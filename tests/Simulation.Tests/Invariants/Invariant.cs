using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.Workload;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>Something that must always hold.</summary>
internal abstract class Invariant(SimulatedWorld world)
{
    /// <summary>What holds, in words.</summary>
    public abstract string Name { get; }

    protected SimulatedWorld World => world;

    protected Tables State => world.State;

    /// <summary>One statement has changed one row: the rows are as it left them.</summary>
    public virtual void Changed(Change change)
    {
    }

    /// <summary>A commit was followed: the rows are as anybody may see them.</summary>
    public virtual void Committed()
    {
    }

    /// <summary>Everything has come to rest.</summary>
    public virtual void AtEnd()
    {
    }

    protected void Broken(string message) => world.Broken(Name, message);

    /// <summary>The workflow that a run began with, as the history made it up.</summary>
    protected WorkflowPlan PlanOf(RunRow run) => world.Editions[run.Version];

    protected TaskPlan PlanOf(TaskRef task) => PlanOf(State.Runs.Find(task.Run)!).Task(task.Task);
}
