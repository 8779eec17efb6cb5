using Carillon.Simulation.Tests.Bugs;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests;

/// <summary>A history that was lived.</summary>
/// <param name="BrokenName">The invariant that broke; null for none.</param>
/// <param name="Broken">What broke; null for nothing.</param>
/// <param name="Hash">A hash of everything that happened, in order.</param>
/// <param name="Steps">How many steps it took.</param>
/// <param name="Lines">What happened, where it was kept.</param>
internal sealed record History(string? BrokenName, string? Broken, ulong Hash, long Steps, IReadOnlyList<string> Lines)
{
    public static History Live(ulong seed, bool keepsLines = false, SeededBug? bug = null)
    {
        // A context of whoever calls would take the engine's code to other threads.
        SynchronizationContext.SetSynchronizationContext(null);
        using var world = new SimulatedWorld(seed, keepsLines, bug);
        BrokenInvariantException? broken = null;
        try
        {
            world.Run();
        }
        catch (BrokenInvariantException e)
        {
            broken = e;
        }
        return new History(broken?.Name, broken?.Message, world.Trace.Hash, world.Trace.Steps, world.Trace.Lines);
    }
}
