using System.Data.Common;
using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Tests.Shared;
using NodaTime;
using Npgsql;
using Xunit.Abstractions;

namespace Carillon.Adapters.Tests.Market;

/// <summary>The cache of bars on one of its databases.</summary>
public abstract class BarStoreTests : IDisposable
{
    private static readonly LocalDate From = new(2015, 1, 1);
    private static readonly LocalDate To = new(2018, 1, 1);
    private readonly TaskBench _bench = new();

    /// <summary>Null, and said, where there is no such database.</summary>
    private protected abstract Func<DbConnection>? Database();

    private protected string Root => _bench.Root;

    [Fact]
    public async Task What_is_saved_is_loaded_again_exactly()
    {
        if (Database() is not { } database) return;
        var store = new BarStore(database);
        var read = await MarketBench.RealBarsAsync("AAPL", "YHOO");
        await store.SaveAsync(read.Series, "daily-bars.csv", _bench.Time.Now, CancellationToken.None);
        var loaded = await store.LoadAsync(["YHOO", "AAPL", "NONE"], From, To, CancellationToken.None);
        loaded.Select(s => (s.Symbol, s.Bars.Count)).ShouldBe([("YHOO", 619), ("AAPL", 753), ("NONE", 0)]);
        loaded[1].Bars.ShouldBe(read.Series[0].Bars);
    }

    [Fact]
    public async Task Saving_again_adds_nothing_and_a_corrected_bar_replaces_the_old_one()
    {
        if (Database() is not { } database) return;
        var store = new BarStore(database);
        var bar = new Bar(new LocalDate(2017, 1, 3), 2, 3, 1, 2, 10);
        await store.SaveAsync([new("A", [bar])], "x", _bench.Time.Now, CancellationToken.None);
        await store.SaveAsync([new("A", [bar])], "x", _bench.Time.Now, CancellationToken.None);
        await store.SaveAsync([new("A", [bar with { Close = 2.5 }])], "y", _bench.Time.Now, CancellationToken.None);
        (await store.LoadAsync(["A"], From, To, CancellationToken.None)).Single().Bars.ShouldBe([bar with { Close = 2.5 }]);
    }

    [Fact]
    public async Task The_end_is_exclusive_and_symbols_are_told_apart()
    {
        if (Database() is not { } database) return;
        var store = new BarStore(database);
        Bar[] bars = [new(new LocalDate(2017, 1, 3), 2, 3, 1, 2, 10), new(new LocalDate(2017, 1, 4), 2, 3, 1, 2, 10)];
        await store.SaveAsync([new("A", bars), new("a", bars[..1])], "x", _bench.Time.Now, CancellationToken.None);
        (await store.LoadAsync(["A"], From, bars[1].Date, CancellationToken.None)).Single().Bars.ShouldBe(bars[..1]);
        (await store.LoadAsync(["a"], From, To, CancellationToken.None)).Single().Bars.ShouldBe(bars[..1]);
    }

    [Fact]
    public async Task Eight_writers_of_a_new_database_all_get_through()
    {
        if (Database() is not { } database) return;
        var bars = (await MarketBench.RealBarsAsync("TSLA")).Series;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            new BarStore(database).SaveAsync(bars, "x", _bench.Time.Now, CancellationToken.None))));
        var store = new BarStore(database);
        (await store.LoadAsync(["TSLA"], From, To, CancellationToken.None)).Single().Bars.Count.ShouldBe(754);
    }

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteBarStoreTests : BarStoreTests
{
    private protected override Func<DbConnection> Database() => MarketBench.Database(Root);
}

public sealed class PostgresBarStoreTests(PostgresServer server, ITestOutputHelper said) : BarStoreTests, IClassFixture<PostgresServer>
{
    // A schema for each test, so that the table is a new one.
    private protected override Func<DbConnection>? Database()
    {
        if (PostgresServer.IsMissing)
        {
            said.WriteLine("SKIPPED: PostgreSQL 15 is not installed; nothing was tested. CARILLON_REQUIRE_ALL=1 makes this a failure.");
            return null;
        }

        var schema = $"bars_{Guid.NewGuid():N}";
        server.ExecuteAsync($"create schema {schema}").GetAwaiter().GetResult();
        return () => new NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username=carillon;Database=postgres;Search Path={schema};Pooling=false");
    }
}
