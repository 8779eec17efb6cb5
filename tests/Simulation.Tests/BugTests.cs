using Carillon.Simulation.Tests.Bugs;
using Shouldly;
using Xunit;

namespace Carillon.Simulation.Tests;

/// <summary>Proof that the simulation can fail: each bug is found, by the invariant that should find it.</summary>
public sealed class BugTests
{
    /// <summary>How many histories it may take at most. Most bugs show in the first few.</summary>
    private const int MostSeeds = 60;

    public static TheoryData<string> Names => [.. SeededBugs.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bug_is_found(string name)
    {
        var bug = SeededBugs.All.Single(bug => bug.Name == name);

        var found = Enumerable.Range(1, MostSeeds).Select(seed => History.Live((ulong)seed, bug: bug)).FirstOrDefault(lived => lived.Broken is not null);

        found.ShouldNotBeNull($"{MostSeeds} histories were lived with it");
        bug.FoundBy.ShouldContain(found.BrokenName, found.Broken);
    }
}
