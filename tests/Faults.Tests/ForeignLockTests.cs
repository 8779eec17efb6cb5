using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Somebody else holds the write lock of the SQLite file for ten seconds, as a backup tool or a forgotten shell does.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "20")]
[Collection(Alone.Name)]
public sealed class ForeignLockTests(ITestOutputHelper said)
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(10);
    private readonly Figures _figures = new("20", said);

    [Fact]
    public async Task Health_turns_red_writes_are_refused_reads_go_on_and_it_ends_by_itself()
    {
        await using var folder = new FaultFolder();
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("ticking.yaml", Load.Ticking(log));
        folder.Write("one.yaml", $"id: one\ntasks:\n  - {{ id: a, uses: shell, with: {{ run: '{log.Command}' }} }}\n");
        await using var carillon = await ServerProcess.StartAsync(folder);
        List<string> accepted = [await carillon.RunAsync("one")];
        await carillon.EndAsync(accepted[0]);

        using (var foreign = folder.Store.Open())
        using (var command = foreign.CreateCommand())
        {
            command.CommandText = "begin immediate";
            command.ExecuteNonQuery();
            var held = Stopwatch.StartNew();
            var refused = AskAsync(carillon, accepted);
            await carillon.UntilAsync("/readyz", ready => !(bool)ready["ready"]!, TimeSpan.FromSeconds(9));
            _figures.AtMost("lock-red", held.Elapsed.TotalSeconds, 5, "s");
            (await refused).ShouldBe(HttpStatusCode.ServiceUnavailable);
            _figures.AtMost("lock-refused", held.Elapsed.TotalSeconds, 5, "s");
            foreach (var path in new[] { "/healthz", "/api/runs", "/api/workflows", "/api/schedules", "/api/runs/" + accepted[0] })
            {
                using var read = await carillon.Http.GetAsync(path);
                read.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            }
            if (Held - held.Elapsed is { Ticks: > 0 } left)
                await Task.Delay(left);
            command.CommandText = "rollback";
            command.ExecuteNonQuery();
        }
        var relief = Stopwatch.StartNew();
        await carillon.UntilAsync("/readyz", ready => (bool)ready["ready"]!, TimeSpan.FromSeconds(20));
        accepted.Add(await carillon.RunAsync("one"));
        await carillon.EndAsync(accepted[^1]);
        _figures.AtMost("lock-resume", relief.Elapsed.TotalSeconds, 10, "s");

        await Load.SettleAsync(carillon);
        _figures.Holds("lock-oracle", () =>
        {
            new Oracle(folder, "after a foreign lock").Ended().EverythingSucceededOnce().NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).Lawful();
            folder.Rows("select id from runs where workflow_id = 'one' order by id").ShouldBe(accepted);
            log.Agrees(folder, "after a foreign lock");
        });
    }

    private static async Task<HttpStatusCode> AskAsync(ServerProcess carillon, List<string> accepted)
    {
        var (status, answer) = await carillon.PostAsync("/api/workflows/one/run-now");
        if (status == HttpStatusCode.Accepted)
            accepted.Add(answer["run_id"]!.ToString());
        return status;
    }
}
