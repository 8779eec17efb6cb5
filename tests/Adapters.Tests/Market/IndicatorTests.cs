using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Indicators;
using NodaTime;

namespace Carillon.Adapters.Tests.Market;

public sealed class IndicatorTests
{
    private const double NaN = double.NaN;

    [Fact]
    public void Simple_average_is_the_mean_of_the_last_n()
    {
        // (1+2+3)/3 = 2; (2+3+7)/3 = 4; (3+7+2)/3 = 4
        ShouldBe(MovingAverages.Sma([1, 2, 3, 7, 2], 3), NaN, NaN, 2, 4, 4);
    }

    [Fact]
    public void Exponential_average_begins_with_the_simple_one_and_then_closes_2_in_n_plus_1_of_the_distance()
    {
        // a = 2/(3+1) = 0.5; begun with (1+2+3)/3 = 2; 2+0.5(4-2) = 3; 3+0.5(8-3) = 5.5
        ShouldBe(MovingAverages.Ema([1, 2, 3, 4, 8], 3), NaN, NaN, 2, 3, 5.5);
    }

    [Fact]
    public void Rsi_smooths_gains_and_losses_as_Wilder_did()
    {
        // changes +1, -0.5, +1, +0.5. First: gain (1+0+1)/3 = 2/3, loss 0.5/3 = 1/6, RS 4, RSI 100-100/5 = 80.
        // Then gain (2/3*2+0.5)/3 = 11/18, loss (1/6*2+0)/3 = 1/9, RS 5.5, RSI 100-100/6.5 = 84.615385.
        ShouldBe(RelativeStrength.Rsi([10, 11, 10.5, 11.5, 12], 3), NaN, NaN, NaN, 80, 84.615385);
    }

    [Fact]
    public void Rsi_over_14_closes_of_a_real_series()
    {
        // gains .06+.72+.50+.27+.32+.42+.24+.14+.67 = 3.34; losses .25+.54+.19+.42 = 1.40; the last change is 0.
        // RS = 3.34/1.40 = 2.385714; RSI = 100-100/3.385714 = 70.464135
        double[] closes = [44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28];
        RelativeStrength.Rsi(closes, 14)[14].ShouldBe(70.464135, 1e-6);
    }

    [Fact]
    public void Rsi_is_100_without_losses_0_without_gains_and_50_when_nothing_moves()
    {
        RelativeStrength.Rsi([1, 2, 3], 2)[2].ShouldBe(100);
        RelativeStrength.Rsi([3, 2, 1], 2)[2].ShouldBe(0);
        RelativeStrength.Rsi([2, 2, 2], 2)[2].ShouldBe(50);
    }

    [Fact]
    public void Macd_is_fast_less_slow_and_its_signal_begins_at_the_first_difference()
    {
        // EMA(2), a = 2/3: -, 1.5, 2.5, 3.5, 6.5. EMA(3), a = 1/2: -, -, 2, 3, 5.5. Line: 0.5, 0.5, 1.
        // Signal EMA(2) of the line: (0.5+0.5)/2 = 0.5; 0.5+2/3(1-0.5) = 0.833333. Histogram 0; 0.166667.
        var macd = Macd.Of([1, 2, 3, 4, 8], 2, 3, 2);
        ShouldBe(macd.Line, NaN, NaN, 0.5, 0.5, 1);
        ShouldBe(macd.Signal, NaN, NaN, NaN, 0.5, 0.833333);
        ShouldBe(macd.Histogram, NaN, NaN, NaN, 0, 0.166667);
    }

    [Fact]
    public void Bollinger_bands_use_the_deviation_of_the_population()
    {
        // mean of 2, 4, 4, 6 is 4; squares 4+0+0+4 = 8, divided by 4 (not 3) = 2; 2*sqrt(2) = 2.828427
        var bands = Bollinger.Of([2, 4, 4, 6], 4, 2);
        bands.Middle[3].ShouldBe(4);
        bands.Upper[3].ShouldBe(6.828427, 1e-6);
        bands.Lower[3].ShouldBe(1.171573, 1e-6);
        bands.Upper[2].ShouldBe(NaN);
    }

    [Fact]
    public void True_range_reaches_back_to_the_close_before()
    {
        // 10-8 = 2; max(11-9.5, |11-9|, |9.5-9|) = 2; max(9-8, |9-10.5|, |8-10.5|) = 2.5. ATR(2): (2+2)/2 = 2; (2*1+2.5)/2 = 2.25
        Bar[] bars = [Make(1, 10, 8, 9), Make(2, 11, 9.5, 10.5), Make(3, 9, 8, 8.5)];
        ShouldBe(TrueRange.Of(bars), 2, 2, 2.5);
        ShouldBe(TrueRange.Atr(bars, 2), NaN, 2, 2.25);
    }

    [Fact]
    public void Laws_hold_for_random_walks()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var bars = Walk(random, random.Next(1, 120));
            double[] closes = [.. bars.Select(b => b.Close)];
            foreach (var text in new[] { "sma(7)", "ema(7)", "rsi(5)", "macd(3, 8, 4)", "bollinger(6, 2)", "atr(5)" })
            {
                var indicator = IndicatorParser.Parse(text).Value;
                var columns = IndicatorColumns.Of(indicator, bars);
                var because = $"seed {seed}, {text}";
                columns.ShouldAllBe(c => c.Values.Length == bars.Count, because);
                NothingDependsOnTheFuture(indicator, bars, columns, random.Next(0, bars.Count), because);
                PricesInOtherMoneyScale(indicator, bars, columns, because);
            }

            RelativeStrength.Rsi(closes, 5).Where(v => !double.IsNaN(v)).ShouldAllBe(v => v >= 0 && v <= 100, $"seed {seed}");
            var bands = Bollinger.Of(closes, 6, 2);
            Enumerable.Range(0, closes.Length).Where(t => t >= 5).ShouldAllBe(t => bands.Lower[t] <= bands.Middle[t] && bands.Middle[t] <= bands.Upper[t], $"seed {seed}");
            var sma = MovingAverages.Sma(closes, 7);
            for (var t = 6; t < closes.Length; t++)
                sma[t].ShouldBeInRange(closes[(t - 6)..(t + 1)].Min() - 1e-9, closes[(t - 6)..(t + 1)].Max() + 1e-9, $"seed {seed}, {t}");
        }
    }

    private static void NothingDependsOnTheFuture(Indicator indicator, IReadOnlyList<Bar> bars, IReadOnlyList<IndicatorColumn> columns, int length, string because)
    {
        var early = IndicatorColumns.Of(indicator, [.. bars.Take(length)]);
        for (var i = 0; i < columns.Count; i++) early[i].Values.ShouldBe(columns[i].Values[..length], because);
    }

    private static void PricesInOtherMoneyScale(Indicator indicator, IReadOnlyList<Bar> bars, IReadOnlyList<IndicatorColumn> columns, string because)
    {
        // Times 4 is exact in binary, so the values must be exact too.
        var scaled = IndicatorColumns.Of(indicator, [.. bars.Select(b => b with { Open = b.Open * 4, High = b.High * 4, Low = b.Low * 4, Close = b.Close * 4 })]);
        var factor = indicator.Kind == IndicatorKind.Rsi ? 1 : 4;
        for (var i = 0; i < columns.Count; i++) scaled[i].Values.ShouldBe(columns[i].Values.Select(v => v * factor), because);
    }

    internal static List<Bar> Walk(Random random, int count)
    {
        var bars = new List<Bar>();
        var price = 50 + (random.NextDouble() * 100);
        var date = new LocalDate(2017, 1, 2);
        for (var i = 0; i < count; i++, date = date.PlusDays(1))
        {
            var open = price;
            price = Math.Max(1, price + ((random.NextDouble() - 0.5) * 4));
            bars.Add(new Bar(date, open, Math.Max(open, price) + random.NextDouble(), Math.Min(open, price) - (random.NextDouble() * 0.5), price, random.Next(0, 1_000_000)));
        }

        return bars;
    }

    private static Bar Make(int day, double high, double low, double close) => new(new LocalDate(2017, 1, day), low, high, low, close, 100);

    private static void ShouldBe(double[] actual, params double[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(expected[i])) actual[i].ShouldBe(NaN, $"at {i}");
            else actual[i].ShouldBe(expected[i], 1e-6, $"at {i}");
        }
    }
}
