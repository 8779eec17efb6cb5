using System.Diagnostics;
using System.Globalization;
using Carillon.Tests.Shared;
using Npgsql;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>A failover to a copy that lacks the last seconds: what nodes have done since is unknown to the database, and done again under the same keys.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "19")]
[Collection(Alone.Name)]
public sealed class LostTailTests(ITestOutputHelper said)
{
    private const int Count = 2;
    private static readonly TimeSpan Tail = TimeSpan.FromSeconds(5);
    private readonly Figures _figures = new("19", said);

    [Fact]
    public async Task What_was_lost_runs_again_under_the_same_keys()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(Count);
        var load = new SteadyLoad(20);
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            var store = PostgresStore.New(server);
            await using var folder = new FaultFolder(DatabaseKind.Postgres, store);
            load.Write(folder);
            var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
            folder.Write("ticking.yaml", Load.Ticking(log, 300));
            // Half of its attempts live when the database goes back.
            folder.Write("slow.yaml", "id: slow\nschedule: { every: 1s, overlap_policy: allow, catch_up: { mode: all } }\ntasks:\n  - { id: a, uses: shell, with: { run: 'sleep 8' } }\n");
            await using var nodes = await Nodes.StartAsync(folder, Count);
            await load.FlowsAsync(nodes[0], folder);
            for (var round = 0; round < Scale.Of(1, 10); round++)
            {
                var earlier = string.Create(CultureInfo.InvariantCulture, $"{store.Name}_earlier{round}");
                await server.ExecuteAsync($"create database {earlier}");
                var since = Stopwatch.StartNew();
                await server.CopyAsync(store.Name, earlier);
                var rest = Tail - since.Elapsed;
                await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
                await ReplaceAsync(server, store.Name, earlier);
                nodes.All.ShouldAllBe(node => !node.HasEnded);
                await load.FlowsAsync(nodes[round % Count], folder);
                await nodes[0].UntilAsync("/readyz", ready => (bool)ready["ready"]!);
                await nodes[1].UntilAsync("/readyz", ready => (bool)ready["ready"]!);
            }
            await Load.PauseAsync(nodes[0], [Load.Schedule, "schedule-default-slow", .. load.Schedules]);
            await nodes.StopAsync();

            var known = folder.Rows("select run_id, task_id, number from attempt_history").ToHashSet(StringComparer.Ordinal);
            var effects = log.Effects();
            var again = effects.Where(e => !known.Contains(string.Create(CultureInfo.InvariantCulture, $"{e.Run}|{e.Task}|{e.Attempt}"))).ToList();
            var keys = effects.Except(again).Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
            _figures.AtLeast("effects-of-the-lost-tail", again.Count, 1, "effects", "else nothing was tried");
            _figures.Exactly("done-again-under-the-same-key", 100.0 * again.Count(e => keys.Contains(e.Key)) / again.Count, 100, "%");
            _figures.Holds("oracle", () =>
            {
                load.Check(folder, "lost tail", "succeeded", "lost");
                new Oracle(folder, "lost tail").EverythingSucceededOnce()
                    .NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).NoSlotLostOrDoubled("schedule-default-slow", everySeconds: 1);
            });
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The other database takes the place of the one that is in use.</summary>
    private static async Task ReplaceAsync(PostgresServer server, string used, string other)
    {
        await server.ExecuteAsync($"alter database {used} allow_connections false");
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                await server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{used}'");
                await server.ExecuteAsync($"alter database {used} rename to {other}_gone");
                break;
            }
            catch (PostgresException inUse) when (inUse.SqlState == PostgresErrorCodes.ObjectInUse)
            {
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            }
        }
        await server.ExecuteAsync($"alter database {other} rename to {used}");
    }
}
