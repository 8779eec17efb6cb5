namespace Carillon.Simulation.Tests.World;

/// <summary>Something that must always hold does not.</summary>
internal sealed class BrokenInvariantException(string name, string message) : Exception($"{name}: {message}")
{
    public string Name => name;
}
