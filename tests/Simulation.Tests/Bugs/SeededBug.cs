using Carillon.Engine.Runs;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Bugs;

/// <summary>A bug that a test puts into what surrounds the engine's code, so that it does what it must not: proof that the simulation can fail.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="FoundBy">The invariants that may be the first to tell.</param>
internal sealed record SeededBug(string Name, params string[] FoundBy)
{
    /// <summary>Triggers that change what statements write.</summary>
    public string Sql { get; init; } = "";

    /// <summary>The text of a file as the engine gets to see it.</summary>
    public Func<string, string> File { get; init; } = static text => text;

    public Action<SimulatedWorld> World { get; init; } = static _ => { };

    /// <summary>Told of each node that starts.</summary>
    public Action<SimulatedNode> Node { get; init; } = static _ => { };

    public Func<ITaskHandler, ITaskHandler> Handler { get; init; } = static handler => handler;

    public override string ToString() => Name;

    public static SeededBug None { get; } = new("none");
}
