using Carillon.Adapters.Market.Bars;
using Carillon.Core;
using NodaTime;

namespace Carillon.Adapters.Tests.Market;

public sealed class BarCoverageTests
{
    private static readonly BarPeriod ThreeYears = BarPeriod.Between(MarketBench.Xnys, new LocalDate(2015, 1, 1), new LocalDate(2018, 1, 1))!;

    [Fact]
    public void The_exchange_had_755_sessions_in_the_three_years() => ThreeYears.TradingDays.Count.ShouldBe(755);

    [Fact]
    public async Task The_holes_of_the_real_file_are_found_and_named()
    {
        var read = await MarketBench.RealBarsAsync(MarketBench.Symbols);
        List<BarCoverage> coverage = [.. read.Series.Select(s => BarCoverage.Of(s, ThreeYears.TradingDays, 0))];
        coverage.SelectMany(c => c.Remarks()).ShouldBe(
        [
            "AAPL has no bar on 2017-08-07, 2017-11-08",
            "COKE has no bar on 2017-11-08",
            "GOOGL has no bar on 2017-11-08",
            "TSLA has no bar on 2017-11-08",
            "YHOO stops after 2017-06-16: 136 trading days missing",
        ]);
        coverage.ShouldAllBe(c => !c.Complete && c.Surplus.Count == 0);
        BarSummary.Of(coverage, ThreeYears, "p", []).Summary.ShouldBe(
            "5 symbols, 3634 bars, 2015-01-01 to 2017-12-31; no symbol has a bar on 2017-11-08; AAPL has no bar on 2017-08-07; YHOO stops after 2017-06-16: 136 trading days missing");
    }

    [Fact]
    public void Bars_on_closed_days_are_surplus()
    {
        // 2017-12-25 is a holiday, 2017-12-30 a Saturday.
        var coverage = Of([new(2017, 12, 25), new(2017, 12, 26), new(2017, 12, 30)], new(2017, 12, 25), new(2017, 12, 27));
        coverage.Remarks().ShouldBe(["X has bars on closed days: 2017-12-25, 2017-12-30"]);
        coverage.Complete.ShouldBeFalse();
    }

    [Fact]
    public void A_complete_symbol_has_no_remark()
    {
        var coverage = Of([new(2017, 12, 22), new(2017, 12, 26)], new(2017, 12, 22), new(2017, 12, 27));
        coverage.Remarks().ShouldBeEmpty();
        coverage.Complete.ShouldBeTrue();
    }

    [Fact]
    public void One_late_day_is_named_a_week_of_them_is_a_stop()
    {
        Of([new(2017, 12, 26)], new(2017, 12, 26), new(2017, 12, 28)).Remarks().ShouldBe(["X has no bar on 2017-12-27"]);
        Of([new(2017, 12, 18)], new(2017, 12, 18), new(2017, 12, 27)).Remarks().ShouldBe(["X stops after 2017-12-18: 5 trading days missing"]);
        Of([new(2017, 12, 26)], new(2017, 12, 1), new(2017, 12, 27)).Remarks().ShouldBe(["X starts on 2017-12-26: 16 trading days missing before"]);
    }

    [Fact]
    public void A_symbol_without_bars_and_bad_rows_are_named()
    {
        Of([], new(2017, 12, 26), new(2017, 12, 28)).Remarks().ShouldBe(["X has no bars: 2 trading days missing"]);
        var bad = BarCoverage.Of(Series([new(2017, 12, 26)]), [new(2017, 12, 26)], badRows: 1);
        bad.Complete.ShouldBeFalse();
        bad.Remarks().ShouldBe(["X: 1 bad row left out"]);
    }

    [Theory]
    [InlineData("2017-12-29T20:59:59Z", "2017-12-29")]
    [InlineData("2017-12-29T21:00:00Z", "2017-12-30")]
    [InlineData("2017-12-29T16:30:00-05:00", "2017-12-30")]
    [InlineData("2017-11-24T18:00:00Z", "2017-11-25")]
    [InlineData("2017-12-30T23:00:00Z", "2017-12-30")]
    [InlineData("2017-12-29", "2017-12-29")]
    public void A_session_counts_once_it_has_closed_early_closes_included(string asOf, string end) =>
        BarPeriod.EndOf(MarketBench.Xnys, asOf).ShouldBe(NodaTime.Text.LocalDatePattern.Iso.Parse(end).Value);

    [Fact]
    public void The_last_n_trading_days_step_over_weekends_and_holidays()
    {
        var period = BarPeriod.Last(MarketBench.Xnys, 3, new LocalDate(2017, 12, 27));
        period.TradingDays.ShouldBe([new(2017, 12, 21), new(2017, 12, 22), new(2017, 12, 26)]);
        period.From.ShouldBe(new LocalDate(2017, 12, 21));
    }

    [Fact]
    public void Missing_and_surplus_are_the_two_differences_for_random_holes()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var days = ThreeYears.TradingDays.Take(random.Next(2, 80)).ToList();
            var dropped = days.Where(_ => random.Next(10) == 0).ToList();
            var surplus = random.Next(2) == 0 ? new LocalDate(2015, 1, 4) : (LocalDate?)null;
            var coverage = BarCoverage.Of(Series([.. days.Except(dropped).Concat(surplus is { } s ? [s] : []).Order()]), days, 0);
            coverage.Missing.ShouldBe(dropped, $"seed {seed}");
            coverage.Surplus.ShouldBe(surplus is { } one ? [one] : [], $"seed {seed}");
            coverage.Complete.ShouldBe(dropped.Count == 0 && surplus is null, $"seed {seed}");
            coverage.Remarks().Any().ShouldBe(!coverage.Complete, $"seed {seed}");
        }
    }

    private static BarCoverage Of(LocalDate[] bars, LocalDate from, LocalDate to) =>
        BarCoverage.Of(Series(bars), BarPeriod.Between(MarketBench.Xnys, from, to)!.TradingDays, 0);

    private static BarSeries Series(LocalDate[] dates) => new("X", [.. dates.Select(d => new Bar(d, 1, 2, 1, 2, 3))]);
}
