namespace Carillon.Adapters.Market.Indicators;

/// <summary>Bollinger Bands. Each series is as long as the closes, NaN where not defined.</summary>
/// <param name="Middle">The simple average.</param>
/// <param name="Upper">Above it by the deviations.</param>
/// <param name="Lower">Below it by the deviations.</param>
internal sealed record Bollinger(double[] Middle, double[] Upper, double[] Lower)
{
    /// <summary>
    /// <c>middle = SMA(close, n)</c>; <c>upper, lower = middle ± k · s</c>, where s is the standard deviation of the same n closes about their mean, of the population (divided by n, not n - 1). Pure.
    /// Source: Bollinger, Bollinger on Bollinger Bands (2001), chapter 7. The usual n is 20, the usual k is 2.
    /// </summary>
    /// <param name="closes">The closes.</param>
    /// <param name="period">n, at least 1.</param>
    /// <param name="deviations">k, above 0.</param>
    public static Bollinger Of(IReadOnlyList<double> closes, int period, double deviations)
    {
        var middle = MovingAverages.Sma(closes, period);
        var upper = MovingAverages.Undefined(closes.Count);
        var lower = MovingAverages.Undefined(closes.Count);
        for (var t = period - 1; t < closes.Count; t++)
        {
            var sum = 0.0;
            for (var i = t - period + 1; i <= t; i++) sum += (closes[i] - middle[t]) * (closes[i] - middle[t]);
            var width = deviations * Math.Sqrt(sum / period);
            upper[t] = middle[t] + width;
            lower[t] = middle[t] - width;
        }

        return new Bollinger(middle, upper, lower);
    }
}
