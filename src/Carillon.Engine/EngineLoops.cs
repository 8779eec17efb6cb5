using Carillon.Engine.Runs;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine;

/// <summary>The loops of an engine. One that throws what it should not is written down and started again: no fault ends the scheduler silently. Thread safe.</summary>
internal sealed class EngineLoops(EngineOptions options, ILogger log, CancellationToken stop)
{
    private static readonly TimeSpan BeforeNext = TimeSpan.FromSeconds(1);

    /// <summary>Starts one.</summary>
    public void Start(string name, Func<CancellationToken, Task> run) => _ = options.Start(async () =>
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await run(stop);
                return;
            }
#pragma warning disable CA1031 // see the summary
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "The {Loop} loop failed and is started again.", name);
                await options.PauseAsync(BeforeNext, stop);
            }
        }
    });
}
