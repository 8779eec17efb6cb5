using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Tests.Tasks;
using NodaTime;

namespace Carillon.Adapters.Tests.Market;

public sealed class BarStoreTests : IDisposable
{
    private static readonly LocalDate From = new(2015, 1, 1);
    private static readonly LocalDate To = new(2018, 1, 1);
    private readonly TaskBench _bench = new();

    [Fact]
    public async Task What_is_saved_is_loaded_again_exactly()
    {
        var store = new BarStore(MarketBench.Database(_bench.Root));
        var read = await MarketBench.RealBarsAsync("AAPL", "YHOO");
        await store.SaveAsync(read.Series, "daily-bars.csv", _bench.Time.Now, CancellationToken.None);
        var loaded = await store.LoadAsync(["YHOO", "AAPL", "NONE"], From, To, CancellationToken.None);
        loaded.Select(s => (s.Symbol, s.Bars.Count)).ShouldBe([("YHOO", 619), ("AAPL", 753), ("NONE", 0)]);
        loaded[1].Bars.ShouldBe(read.Series[0].Bars);
    }

    [Fact]
    public async Task Saving_again_adds_nothing_and_a_corrected_bar_replaces_the_old_one()
    {
        var store = new BarStore(MarketBench.Database(_bench.Root));
        var bar = new Bar(new LocalDate(2017, 1, 3), 2, 3, 1, 2, 10);
        await store.SaveAsync([new("A", [bar])], "x", _bench.Time.Now, CancellationToken.None);
        await store.SaveAsync([new("A", [bar])], "x", _bench.Time.Now, CancellationToken.None);
        await store.SaveAsync([new("A", [bar with { Close = 2.5 }])], "y", _bench.Time.Now, CancellationToken.None);
        (await store.LoadAsync(["A"], From, To, CancellationToken.None)).Single().Bars.ShouldBe([bar with { Close = 2.5 }]);
    }

    [Fact]
    public async Task The_end_is_exclusive_and_symbols_are_told_apart()
    {
        var store = new BarStore(MarketBench.Database(_bench.Root));
        Bar[] bars = [new(new LocalDate(2017, 1, 3), 2, 3, 1, 2, 10), new(new LocalDate(2017, 1, 4), 2, 3, 1, 2, 10)];
        await store.SaveAsync([new("A", bars), new("a", bars[..1])], "x", _bench.Time.Now, CancellationToken.None);
        (await store.LoadAsync(["A"], From, bars[1].Date, CancellationToken.None)).Single().Bars.ShouldBe(bars[..1]);
        (await store.LoadAsync(["a"], From, To, CancellationToken.None)).Single().Bars.ShouldBe(bars[..1]);
    }

    [Fact]
    public async Task Eight_writers_of_a_new_database_all_get_through()
    {
        var bars = (await MarketBench.RealBarsAsync("TSLA")).Series;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            new BarStore(MarketBench.Database(_bench.Root)).SaveAsync(bars, "x", _bench.Time.Now, CancellationToken.None))));
        var store = new BarStore(MarketBench.Database(_bench.Root));
        (await store.LoadAsync(["TSLA"], From, To, CancellationToken.None)).Single().Bars.Count.ShouldBe(754);
    }

    public void Dispose() => _bench.Dispose();
}
