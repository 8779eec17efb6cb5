namespace Carillon.Faults.Tests;

/// <summary>Tests that measure how long something takes or how much memory it wants: one after the other, with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The collection.</summary>
    public const string Name = "alone";
}
