using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Carillon.Tests.Shared;
using Npgsql;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Connections to PostgreSQL are cut one after the other, whoever has them, and then there are none left to be had.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "18")]
[Collection(Alone.Name)]
public sealed class ConnectionTests(ITestOutputHelper said)
{
    private const int Count = 2;
    private const string Others = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    private readonly Figures _figures = new("18", said);

    [Fact]
    public async Task Cut_connections_and_none_to_be_had_delay_work_and_lose_none()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(Count);
        var random = new Random(Scale.Seed());
        var load = new SteadyLoad(50);
        var server = new PostgresServer { MaxConnections = 60 };
        await server.InitializeAsync();
        try
        {
            await using var folder = new FaultFolder(DatabaseKind.Postgres, PostgresStore.New(server));
            load.Write(folder);
            await using var nodes = await Nodes.StartAsync(folder, Count);
            await load.FlowsAsync(nodes[0], folder);

            var from = DateTimeOffset.UtcNow;
            var cut = 0;
            for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(Scale.Of(15, 120)); await Task.Delay(1000))
            {
                var backends = folder.Rows($"select pid {Others}");
                // Every fifth time it is the one that writes just now, or wrote last.
                var victim = cut % 5 == 0 ? folder.Rows($"select pid {Others} and query not like '%repeatable read%' order by state = 'active' desc, state_change desc limit 1").FirstOrDefault() : null;
                folder.Rows($"select pg_terminate_backend({victim ?? backends[random.Next(backends.Count)]})");
                cut++;
            }
            var to = DateTimeOffset.UtcNow;
            _figures.AtLeast("backends-cut", cut, Scale.Of(8, 100), "backends");
            _figures.AtMost("cut-lateness-p99", SteadyLoad.P99(SteadyLoad.Lateness(folder, from, to)), 2, "s");

            from = DateTimeOffset.UtcNow;
            var held = await HoldAllAsync(folder, server);
            said.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{held.Count} connections held"));
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(8, 60)));
            nodes.All.ShouldAllBe(node => !node.HasEnded);
            held.ForEach(connection => connection.Dispose());
            var free = SteadyLoad.Micros(DateTimeOffset.UtcNow);
            await nodes[0].UntilAsync("/healthz", _ => folder.Number($"select count(*) from attempt_history where started_at > {free}") > 0);
            _figures.AtMost("first-claim-after-all-were-held", (folder.Number($"select min(started_at) from attempt_history where started_at > {free}") - free) / 1e6, 5, "s");
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(10, 30)));
            from = DateTimeOffset.UtcNow;
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(5, 20)));
            _figures.AtLeast("rate-after", load.Rate(folder, from, from + TimeSpan.FromSeconds(Scale.Of(5, 20))), 95, "%");
            await load.EndAsync(nodes[0]);
            await nodes.StopAsync();
            _figures.Holds("oracle", () => load.Check(folder, "cut", "succeeded", "lost"));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Takes every connection there is, those of the nodes too: each that is cut is taken before they can have it again.</summary>
    private static async Task<List<DbConnection>> HoldAllAsync(FaultFolder folder, PostgresServer server)
    {
        List<DbConnection> held = [folder.Store.Open()];
        await using var cutter = held[0].CreateCommand();
        cutter.CommandText = $"select pg_terminate_backend(pid) {Others} and application_name <> 'held'";
        var address = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = server.Port, Username = "carillon", Database = ((PostgresStore)folder.Store).Name, Pooling = false, ApplicationName = "held" };
        // Until nobody else has one.
        for (var others = 1L; others > 0;)
        {
            try
            {
                while (true)
                {
                    var connection = new NpgsqlConnection(address.ToString());
                    held.Add(connection);
                    await connection.OpenAsync();
                }
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                others = 0;
                await using var reader = await cutter.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                    others++;
            }
        }
        return held;
    }
}
