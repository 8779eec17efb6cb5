namespace Carillon.Engine.Tests;

/// <summary>What a server does beside its start, so that the first occurrence does not wait for code to be compiled.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task Missed_occurrences_of_nobodys_schedules_run_and_nothing_is_left_of_them()
    {
        var parent = Directory.CreateTempSubdirectory("carillon-test-").FullName;
        try
        {
            (await Rehearsal.RunAsync(Path.Combine(parent, "rehearsal"), CancellationToken.None)).ShouldBeGreaterThanOrEqualTo(600);

            Directory.GetFileSystemEntries(parent).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    [Fact]
    public async Task A_stop_ends_it()
    {
        var parent = Directory.CreateTempSubdirectory("carillon-test-").FullName;
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        try
        {
            await Should.ThrowAsync<OperationCanceledException>(() => Rehearsal.RunAsync(Path.Combine(parent, "rehearsal"), stop.Token));

            Directory.GetFileSystemEntries(parent).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }
}
