using Carillon.Core;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>A live attempt's row.</summary>
internal sealed record AttemptRow(long Id, RunId Run, TaskKey Key, int Number, string? Pool, int Priority, Instant ReadyAt)
{
    /// <summary>The tag that a node must have to carry it out; null for any node.</summary>
    public string? RunsOn { get; init; }

    /// <summary>The node that has claimed it; null while it is ready.</summary>
    public string? Node { get; init; }

    /// <summary>Grows with each claim; a result is accepted only with the current one.</summary>
    public long Fence { get; init; }

    /// <summary>How often it has been claimed.</summary>
    public long Claims { get; init; }

    public Instant? ClaimedAt { get; init; }

    public Instant? LeaseUntil { get; init; }

    /// <summary>Its node has been asked to stop it.</summary>
    public bool IsCanceling { get; init; }

    public bool IsRunning => Node is not null;
}
