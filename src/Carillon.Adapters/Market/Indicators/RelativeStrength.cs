namespace Carillon.Adapters.Market.Indicators;

/// <summary>Wilder's relative strength index. Pure.</summary>
internal static class RelativeStrength
{
    /// <summary>
    /// <c>RSI = 100 - 100 / (1 + RS)</c>, <c>RS = average gain / average loss</c>, where gain and loss are the close-to-close changes upward and downward (0 for the other kind),
    /// averaged by Wilder's smoothing. Defined from the (n+1)-th close on. Without losses it is 100; when nothing moved at all, 50 (neither strong nor weak).
    /// Source: Wilder, New Concepts in Technical Trading Systems (1978), section VI.
    /// </summary>
    /// <param name="closes">The closes.</param>
    /// <param name="period">n, at least 1; Wilder's is 14.</param>
    /// <returns>As long as <paramref name="closes"/>, from 0 to 100, NaN where not defined.</returns>
    public static double[] Rsi(IReadOnlyList<double> closes, int period)
    {
        var gains = MovingAverages.Undefined(closes.Count);
        var losses = MovingAverages.Undefined(closes.Count);
        for (var t = 1; t < closes.Count; t++)
        {
            var change = closes[t] - closes[t - 1];
            gains[t] = Math.Max(change, 0);
            losses[t] = Math.Max(-change, 0);
        }

        var up = MovingAverages.Wilder(gains, period);
        var down = MovingAverages.Wilder(losses, period);
        return [.. up.Zip(down, Index)];
    }

    private static double Index(double up, double down)
    {
        if (double.IsNaN(up) || double.IsNaN(down)) return double.NaN;
        if (up == 0 && down == 0) return 50;
        // The same as 100 - 100 / (1 + up / down), without dividing by zero.
        return 100 * up / (up + down);
    }
}
