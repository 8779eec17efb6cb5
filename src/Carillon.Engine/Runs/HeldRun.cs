using Carillon.Core;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>What is fixed when a run is made and the planner does not look at.</summary>
/// <param name="Waits">True: pending until the earlier open runs of its schedule have ended.</param>
/// <param name="StaleAt">From when on it must not start any more; null for any time.</param>
/// <param name="Parent">The run whose task has made it.</param>
/// <param name="ParentTask">That task.</param>
/// <param name="Number">Its number among the runs of its schedule.</param>
/// <param name="EstimateMicros">What budgets have reserved for it.</param>
internal sealed record RunFacts(bool Waits, Instant? StaleAt, RunId? Parent, TaskKey? ParentTask, long? Number, long EstimateMicros);

/// <summary>A run as this process holds it: state, live attempts, and the revision of its row that they belong to.</summary>
internal sealed class HeldRun(RunState state, RunFacts facts, long revision)
{
    public RunState State { get; set; } = state;

    public RunFacts Facts { get; } = facts;

    public long Revision { get; set; } = revision;

    /// <summary>How often others had written when it was last compared with its row; see <see cref="RunCache"/>.</summary>
    public long ComparedAt { get; set; }

    /// <summary>When it wants to be looked at again; null when only a fact can change anything.</summary>
    public Instant? WakeAt { get; set; }

    /// <summary>Its attempts in the queue, ready or running.</summary>
    public Dictionary<TaskKey, AttemptRow> Attempts { get; } = [];
}
