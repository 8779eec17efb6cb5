using Carillon.Engine;
using Carillon.Engine.Storage;
using Carillon.Simulation.Tests.Workload;
using Microsoft.Extensions.Logging;

namespace Carillon.Simulation.Tests.World;

/// <summary>What the engine says of itself, in the trace. An error that is not the store's is one of its own: no history makes the engine fail.</summary>
internal sealed class TracedLog(SimulatedWorld world) : ILogger<EngineHost>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        world.Note($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");
        // A loop that the store refuses says so, and goes on; a message that the receiver refused is not the engine's fault.
        if (logLevel >= LogLevel.Error && exception is not StorageException && !formatter(state, exception).Contains(Receiver.No, StringComparison.Ordinal))
            world.Broken("the engine makes no error", $"{formatter(state, exception)} {exception}");
    }
}
