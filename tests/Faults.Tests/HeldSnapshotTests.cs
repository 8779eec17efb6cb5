using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Somebody leaves transactions open on the database, so that nothing of what is deleted can be cleaned away.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "22")]
[Collection(Alone.Name)]
public sealed class HeldSnapshotTests(ITestOutputHelper said)
{
    private const int Readers = 4;
    private readonly Figures _figures = new("22", said);

    [Fact]
    public async Task Open_transactions_of_others_do_not_slow_work_down()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.On(DatabaseKind.Postgres);
        var load = new SteadyLoad(Scale.Of(50, 200));
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        load.Write(folder);
        await using var carillon = await ServerProcess.StartAsync(folder);
        await load.FlowsAsync(carillon, folder);
        var clean = await WatchAsync(folder, TimeSpan.FromSeconds(Scale.Of(10, 60)));
        _figures.AtLeast("clean-rate", load.Rate(folder, clean.From, clean.To), 95, "%");

        List<DbConnection> held = [];
        folder.Store.Execute("create table bystander (id bigint)");
        for (var i = 0; i <= Readers; i++)
        {
            var connection = folder.Store.Open();
            held.Add(connection);
            await using var command = connection.CreateCommand();
            command.CommandText = i == Readers ? "begin; insert into bystander values (1)" : "begin isolation level repeatable read; select count(*) from runs";
            await command.ExecuteNonQueryAsync();
        }
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(20, 840)));
        var slow = await WatchAsync(folder, TimeSpan.FromSeconds(Scale.Of(10, 60)));
        said.WriteLine($"{DeadRows(folder):0} % of the rows are dead");
        held.ForEach(connection => connection.State.ShouldBe(ConnectionState.Open));
        _figures.AtLeast("rate", load.Rate(folder, slow.From, slow.To), 95, "%");
        // What a tenth of a second holds is within the noise of a machine that others use.
        _figures.AtMost("claim-p99", slow.Claim, Math.Max(2 * clean.Claim, 100), "ms", $"twice the {clean.Claim} ms of the clean run");

        held.ForEach(connection => connection.Dispose());
        if (!Scale.IsLong)
            folder.Store.Execute("vacuum");
        var free = Stopwatch.StartNew();
        while (DeadRows(folder) > 20)
        {
            free.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(10), $"{DeadRows(folder)} % of the rows are dead");
            await Task.Delay(1000);
        }
        said.WriteLine($"under 20 % after {free.Elapsed.TotalSeconds:0} s");
        await load.EndAsync(carillon);
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        _figures.Holds("oracle", () => load.Check(folder, "held", "succeeded"));
    }

    /// <summary>Lets it run for a while; how long attempts waited for their claim, in milliseconds.</summary>
    private static async Task<(DateTimeOffset From, DateTimeOffset To, double Claim)> WatchAsync(FaultFolder folder, TimeSpan length)
    {
        var from = DateTimeOffset.UtcNow;
        await Task.Delay(length);
        var to = DateTimeOffset.UtcNow;
        // What the last second's batches are still about to store is left out.
        var lateness = SteadyLoad.Lateness(folder, from, to - TimeSpan.FromSeconds(1));
        return (from, to, 1000 * SteadyLoad.P99(lateness));
    }

    private static double DeadRows(FaultFolder folder) => folder.Number("select (100 * sum(n_dead_tup) / greatest(1, sum(n_live_tup + n_dead_tup)))::bigint from pg_stat_user_tables");
}
