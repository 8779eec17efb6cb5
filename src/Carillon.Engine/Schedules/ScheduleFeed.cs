using Carillon.Core;

namespace Carillon.Engine.Schedules;

/// <summary>
/// Tells who listens in this process that a schedule was made, edited, switched, paused or deleted, or that its override or pause has ended by itself. A pass of
/// reconcile is told as a whole. Occurrences are not told: their runs are. A hint, not a guarantee, as <see cref="Runs.RunFeed"/> is.
/// </summary>
public sealed class ScheduleFeed
{
    /// <summary>Raised after the change is durable, on the writer's thread: return at once.</summary>
    public event Action<ScheduleId>? Changed;

    /// <summary>Raised after a pass of reconcile that changed something, or that failed: return at once.</summary>
    public event Action<ReconcileState>? Reconciled;

    internal void Tell(ScheduleId schedule) => Changed?.Invoke(schedule);

    internal void Tell(ReconcileState state) => Reconciled?.Invoke(state);
}
