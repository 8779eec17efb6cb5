namespace Carillon.Server.Tests.Hostile;

/// <summary>Tests that measure time and memory of the whole process: one after the other, with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The collection.</summary>
    public const string Name = "alone";
}
