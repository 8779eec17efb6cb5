using System.Diagnostics;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>
/// The process dies at a labelled point of settle → claim → start → finish → commit, or the database refuses one call: the next process, or the same one, goes on as if nothing had been.
/// <c>CrashAtEveryCommitTests</c> and <c>RefusalOfEveryCommitTests</c> of the engine walk through every commit in turn, in one process with a clock that is moved.
/// </summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "10")]
public sealed class CrashPointTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("10", said);

    public static TheoryData<string, DatabaseKind> Points => Databases.Each("settle", "claim", "start", "finish", "commit", "committed");

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_process_that_dies_there_loses_and_doubles_nothing(string point, DatabaseKind database)
    {
        double stuck = 0;
        foreach (var count in Counts())
        {
            var walk = await WalkAsync(database, $"{point}:{count}");
            stuck = Math.Max(stuck, walk);
        }
        _figures.AtMost($"{point}-stuck", stuck, 15, "s");
    }

    /// <summary>At which of its hits the point strikes.</summary>
    private static IEnumerable<int> Counts() => Scale.IsLong ? Enumerable.Range(1, 20) : [3];

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_database_call_that_is_refused_is_made_again_or_told_and_changes_nothing_else(DatabaseKind database)
    {
        foreach (var count in Scale.IsLong ? Enumerable.Range(1, 120) : [8, 24])
        {
            var because = $"call:{count}:refuse";
            await using var folder = new FaultFolder(database);
            _figures.On(database);
            var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
            folder.Write("ticking.yaml", Load.Ticking(log));
            await using var carillon = ServerProcess.Launch(folder, ServerStart.FailingAt(because));
            // What cannot store its very first facts does not start, and says why.
            if (!await carillon.ListensAsync())
                continue;
            await carillon.ReadyAsync();
            await carillon.UntilAsync("/api/runs?workflow=ticking&status=completed", runs => runs["items"]!.AsArray().Count >= 3);
            await Load.SettleAsync(carillon);
            Check(folder, log, $"refused-{count}", carillon.Said);
        }
    }

    /// <summary>Dies there, is started again, and goes on; how long the runs took that were open when it died.</summary>
    private async Task<double> WalkAsync(DatabaseKind database, string point)
    {
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("ticking.yaml", Load.Ticking(log));
        await using (var doomed = ServerProcess.Launch(folder, ServerStart.FailingAt(point)))
            (await doomed.ExitAsync()).ShouldNotBe(0, doomed.Said);

        var waited = Stopwatch.StartNew();
        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            foreach (var run in folder.Rows("select id from runs where completed_at is null"))
                await carillon.EndAsync(run);
            waited.Stop();
            await carillon.UntilAsync("/api/runs?workflow=ticking&status=completed", runs => runs["items"]!.AsArray().Count >= 2);
            await Load.SettleAsync(carillon);
        }
        Check(folder, log, point.Replace(':', '-'), $"died at {point}");
        return waited.Elapsed.TotalSeconds;
    }

    private void Check(FaultFolder folder, OutsideLog log, string figure, string because) => _figures.Holds(figure, () =>
    {
        new Oracle(folder, because).Ended().EverythingSucceededOnce().Outcomes("succeeded", "lost").NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).Lawful();
        said.WriteLine($"{figure}: {log.Agrees(folder, because)} effects came a second time, by the attempt after a lost one");
    });
}
