using System.Diagnostics;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>A task that kills the process which carries it out, each time it is tried.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "23")]
public sealed class PoisonTests(ITestOutputHelper said)
{
    // As docs/decisions/0005 has it: attempts are counted when they are queued, and beyond twelve the task is quarantined.
    private const int MaxAttempts = 12;
    private readonly Figures _figures = new("23", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_is_quarantined_after_a_bounded_number_of_crashes_and_the_others_go_on(DatabaseKind database)
    {
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("ticking.yaml", Load.Ticking(log));
        folder.Write("poison.yaml", "id: poison\ntasks:\n  - { id: a, uses: shell, retry: { max_attempts: 3, backoff: fixed, initial: 100ms }, with: { run: 'kill -9 $PPID' } }\n");
        var crashes = 0;
        var run = "";
        var quarantined = TimeSpan.Zero;
        for (var ended = false; !ended;)
        {
            await using var carillon = ServerProcess.Launch(folder);
            var up = Stopwatch.StartNew();
            try
            {
                await carillon.ReadyAsync();
                // The process may have been gone before it could answer who asked for the run.
                if (run.Length == 0)
                    run = (await carillon.GetAsync("/api/runs?workflow=poison"))["items"]!.AsArray().FirstOrDefault()?["id"]!.ToString() ?? await carillon.RunAsync("poison");
                await carillon.EndAsync(run);
                (ended, quarantined) = (true, up.Elapsed);
                await carillon.UntilAsync("/api/runs?workflow=ticking&status=completed", runs => runs["items"]!.AsArray().Count >= 3);
                await Load.SettleAsync(carillon);
            }
            catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
            {
                await carillon.ExitAsync();
                crashes++;
                said.WriteLine(e.Message);
                crashes.ShouldBeLessThanOrEqualTo(MaxAttempts + 1, "it goes on and on");
            }
        }

        _figures.AtMost("crashes", crashes, MaxAttempts, "crashes");
        _figures.AtMost("quarantined-after-start", quarantined.TotalSeconds, 5, "s");
        folder.Rows($"select error from runs where id = '{run}'").Single().ShouldContain("SCH041");
        _figures.Holds("oracle", () =>
            new Oracle(folder, "poisoned").Ended().EverythingSucceededOnce("ticking").Outcomes("succeeded", "lost").NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).Lawful());
        var expected = folder.Number("select sum(count) from ledger where outcome = 'ran' or reason not like '%paused%'");
        _figures.AtLeast("other-runs", 100.0 * folder.Number("select count(*) from runs where workflow_id = 'ticking' and status = 'completed'") / expected, 90, "%");
        log.Agrees(folder, "poisoned");
    }
}
