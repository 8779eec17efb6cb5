using Carillon.Core;

namespace Carillon.Engine.Runs;

/// <summary>Tells who listens in this process that a run has changed. A hint, not a guarantee: whoever must not miss anything also reads again.</summary>
public sealed class RunFeed
{
    /// <summary>Raised after the change is durable, on the writer's thread: return at once.</summary>
    public event Action<RunId>? Changed;

    internal void Tell(RunId run) => Changed?.Invoke(run);
}
