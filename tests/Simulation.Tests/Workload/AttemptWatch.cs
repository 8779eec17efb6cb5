using Carillon.Engine.Runs;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>Which attempts the handlers of all nodes are at work on.</summary>
internal sealed class AttemptWatch
{
    private readonly List<Attempt> _active = [];

    /// <summary>Told of each attempt that begins, with those of the same task run that are still at work and have not been told to stop.</summary>
    public Action<TaskContext, IReadOnlyList<TaskContext>> Began { get; set; } = static (_, _) => { };

    public IDisposable Begin(TaskContext context, CancellationToken stop)
    {
        List<TaskContext> others =
            [.. _active.Where(other => other.Context.RunId == context.RunId && other.Context.Key == context.Key && !other.Stop.IsCancellationRequested).Select(other => other.Context)];
        var attempt = new Attempt(this, context, stop);
        _active.Add(attempt);
        Began(context, others);
        return attempt;
    }

    /// <summary>How many a node is at work on, those not counted that were told to stop.</summary>
    public int Of(TimeProvider clock) => _active.Count(attempt => attempt.Context.Time == clock && !attempt.Stop.IsCancellationRequested);

    /// <summary>A node died, and what it was at with it.</summary>
    public void Forget(TimeProvider clock) => _active.RemoveAll(attempt => attempt.Context.Time == clock);

    private sealed class Attempt(AttemptWatch watch, TaskContext context, CancellationToken stop) : IDisposable
    {
        public TaskContext Context => context;

        public CancellationToken Stop => stop;

        public void Dispose() => watch._active.Remove(this);
    }
}
