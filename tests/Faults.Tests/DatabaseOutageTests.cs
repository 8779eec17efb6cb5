using System.Diagnostics;
using Carillon.Tests.Shared;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>PostgreSQL crashes and comes back, at once and after a while, under load. No process ends, no run hears of it.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "17")]
[Collection(Alone.Name)]
public sealed class DatabaseOutageTests(ITestOutputHelper said)
{
    private const int Count = 2;
    private readonly Figures _figures = new("17", said);

    [Fact]
    public async Task Work_goes_on_when_it_is_back()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(Count);
        var load = new SteadyLoad(Scale.Of(50, 200));
        var server = new PostgresServer();
        await server.InitializeAsync();
        await using var _ = new Ended(server);
        await using var folder = new FaultFolder(DatabaseKind.Postgres, PostgresStore.New(server));
        load.Write(folder);
        // Handlers that ask the database themselves: a run of another workflow, and an artifact.
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        await File.WriteAllTextAsync(Path.Combine(folder.Workflows, "note.txt"), "kept");
        folder.Write("ticking.yaml", Load.Ticking(log));
        folder.Write("keep.yaml", "id: keep\ntasks:\n  - { id: a, uses: file, with: { action: keep, path: note.txt } }\n");
        folder.Write("parents.yaml", """
            id: parents
            schedule: { every: 1s, overlap_policy: allow, catch_up: { mode: all } }
            tasks:
              - { id: child, uses: workflow, with: { workflow: keep } }
              - { id: keep, uses: file, with: { action: keep, path: note.txt } }
            """);
        await using var nodes = await Nodes.StartAsync(folder, Count);
        await load.FlowsAsync(nodes[0], folder);
        foreach (var outage in Scale.IsLong ? (int[])[0, 60] : [0, 6])
        {
            await server.StopAtOnceAsync();
            await Task.Delay(TimeSpan.FromSeconds(outage));
            if (outage > 5)
                await nodes[0].UntilAsync("/readyz", ready => !(bool)ready["ready"]!);
            await server.StartAsync();
            var back = SteadyLoad.Micros(DateTimeOffset.UtcNow);
            var since = Stopwatch.StartNew();
            await nodes[0].UntilAsync("/healthz", _ => folder.Number($"select count(*) from attempt_history where started_at > {back}") > 0);
            _figures.AtMost($"first-claim-after-{outage}-s", (folder.Number($"select min(started_at) from attempt_history where started_at > {back}") - back) / 1e6, 5, "s");
            nodes.All.ShouldAllBe(node => !node.HasEnded);
            var rest = TimeSpan.FromSeconds(Scale.Of(10, 30)) - since.Elapsed;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
            var from = DateTimeOffset.UtcNow;
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(5, 20)));
            _figures.AtLeast($"rate-after-{outage}-s", load.Rate(folder, from, from + TimeSpan.FromSeconds(Scale.Of(5, 20))), 95, "%");
        }
        await Load.PauseAsync(nodes[0], [Load.Schedule, "schedule-default-parents"]);
        await load.EndAsync(nodes[0]);
        await nodes.StopAsync();

        _figures.Holds("oracle", () =>
        {
            load.Check(folder, "after the outage", "succeeded", "lost");
            new Oracle(folder, "after the outage").EverythingSucceededOnce().NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).NoSlotLostOrDoubled("schedule-default-parents", everySeconds: 1);
            log.Agrees(folder, "after the outage", "%s%");
        });
        said.WriteLine($"attempts lost: {folder.Number("select count(*) from attempt_history where outcome = 'lost'")}");
    }

    private sealed class Ended(PostgresServer server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await server.DisposeAsync();
    }
}
