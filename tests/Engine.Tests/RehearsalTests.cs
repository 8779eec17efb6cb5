using System.Collections.Concurrent;
using System.Diagnostics;
using Carillon.Engine.History;

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

    [Fact]
    public async Task Who_collects_traces_of_the_engine_does_not_see_it()
    {
        var sources = new ConcurrentBag<string>();
        var spans = new ConcurrentBag<string?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source =>
            {
                sources.Add(source.Name);
                return source.Name == EngineTracer.Name + ".Rehearsal";
            },
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Add(span.DisplayName),
        };
        ActivitySource.AddActivityListener(listener);
        await Rehearsal.RunAsync(Directory.CreateTempSubdirectory("carillon-test-").FullName, CancellationToken.None);

        // All it does goes to a source of another name, which the exporter does not listen to.
        sources.ShouldContain(EngineTracer.Name + ".Rehearsal");
        spans.Count(span => span == "run rehearsal").ShouldBeGreaterThanOrEqualTo(600);
    }
}
