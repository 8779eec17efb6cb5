namespace Carillon.Adapters.Market.Indicators;

/// <summary>Moving average convergence/divergence. Each series is as long as the closes, NaN where not defined.</summary>
/// <param name="Line">Fast average less slow average.</param>
/// <param name="Signal">The average of the line.</param>
/// <param name="Histogram">Line less signal.</param>
internal sealed record Macd(double[] Line, double[] Signal, double[] Histogram)
{
    /// <summary>
    /// <c>MACD = EMA(close, fast) - EMA(close, slow)</c>; <c>signal = EMA(MACD, n)</c>, begun at the first MACD value; <c>histogram = MACD - signal</c>. Pure.
    /// Source: Appel, Technical Analysis: Power Tools for Active Investors (2005), chapter 8; the histogram is Aspray's (1986). The usual periods are 12, 26 and 9.
    /// </summary>
    /// <param name="closes">The closes.</param>
    /// <param name="fast">Period of the fast average, at least 1, below <paramref name="slow"/>.</param>
    /// <param name="slow">Period of the slow average.</param>
    /// <param name="signal">Period of the signal, at least 1.</param>
    public static Macd Of(IReadOnlyList<double> closes, int fast, int slow, int signal)
    {
        double[] line = [.. MovingAverages.Ema(closes, fast).Zip(MovingAverages.Ema(closes, slow), (f, s) => f - s)];
        var average = MovingAverages.Ema(line, signal);
        return new Macd(line, average, [.. line.Zip(average, (l, a) => l - a)]);
    }
}
