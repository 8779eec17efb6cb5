namespace Carillon.Engine.Tests.Storage;

/// <summary>The process dies.</summary>
public sealed class CrashAtEveryCommitTests
{
    [Fact]
    public async Task A_crash_right_after_any_commit_loses_nothing_and_doubles_nothing()
    {
        var strikes = 0;
        while (await CommitFaults.WalkAsync(strikes + 1, crash: true))
            strikes++;
        strikes.ShouldBeGreaterThan(8);
    }
}

/// <summary>The disk is full again and again.</summary>
public sealed class RefusalOfManyCommitsTests
{
    [Fact]
    public async Task The_engine_recovers_by_itself_however_often_a_commit_is_refused()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            await CommitFaults.WalkAsync($"seed {seed}", crash: false, () => random.Next(3) == 0);
        }
    }
}

/// <summary>The disk is full, for one commit. A class of its own, so that it runs beside the other.</summary>
public sealed class RefusalOfEveryCommitTests
{
    [Fact]
    public async Task The_engine_recovers_by_itself_from_any_one_commit_that_was_refused()
    {
        var strikes = 0;
        while (await CommitFaults.WalkAsync(strikes + 1, crash: false))
            strikes++;
        strikes.ShouldBeGreaterThan(8);
    }
}
