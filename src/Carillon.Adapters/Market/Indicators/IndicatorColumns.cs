using Carillon.Adapters.Market.Bars;

namespace Carillon.Adapters.Market.Indicators;

/// <summary>One computed column.</summary>
/// <param name="Name">Its header, for example <c>macd_12_26_9_signal</c>.</param>
/// <param name="Values">One for each bar, NaN where not defined.</param>
internal sealed record IndicatorColumn(string Name, double[] Values);

/// <summary>Computes the columns of indicators. Pure.</summary>
internal static class IndicatorColumns
{
    /// <summary>The columns of one indicator: one, or three for MACD (line, signal, histogram) and Bollinger (middle, upper, lower).</summary>
    public static IReadOnlyList<IndicatorColumn> Of(Indicator indicator, IReadOnlyList<Bar> bars)
    {
        double[] closes = [.. bars.Select(b => b.Close)];
        var name = indicator.Column;
        switch (indicator.Kind.Name)
        {
            case "sma": return [new(name, MovingAverages.Sma(closes, indicator.Period))];
            case "ema": return [new(name, MovingAverages.Ema(closes, indicator.Period))];
            case "rsi": return [new(name, RelativeStrength.Rsi(closes, indicator.Period))];
            case "atr": return [new(name, TrueRange.Atr(bars, indicator.Period))];
            case "macd":
                var macd = Macd.Of(closes, indicator.Period, (int)indicator.Numbers[1], (int)indicator.Numbers[2]);
                return [new(name, macd.Line), new(name + "_signal", macd.Signal), new(name + "_histogram", macd.Histogram)];
            case "bollinger":
                var bands = Bollinger.Of(closes, indicator.Period, indicator.Numbers[1]);
                return [new(name + "_middle", bands.Middle), new(name + "_upper", bands.Upper), new(name + "_lower", bands.Lower)];
            default: throw new InvalidOperationException($"no columns for {indicator.Kind.Name}");
        }
    }
}
