namespace Carillon.Adapters.Market.Indicators;

/// <summary>Averages over the last values of a series. Pure; the answer is as long as the series, NaN where it is not defined yet.</summary>
internal static class MovingAverages
{
    /// <summary>
    /// Simple moving average: <c>SMA(t) = (x(t) + x(t-1) + … + x(t-n+1)) / n</c>, the arithmetic mean of the last n values; defined from the n-th value on.
    /// Source: Murphy, Technical Analysis of the Financial Markets (1999), chapter 9. Each window is summed anew, so no rounding error is carried along.
    /// </summary>
    /// <param name="values">The series; leading NaN count as not there.</param>
    /// <param name="period">n, at least 1.</param>
    public static double[] Sma(IReadOnlyList<double> values, int period)
    {
        var answer = Undefined(values.Count);
        for (var t = FirstDefined(values) + period - 1; t < values.Count; t++) answer[t] = Mean(values, t - period + 1, period);
        return answer;
    }

    /// <summary>
    /// Exponential moving average: <c>EMA(t) = EMA(t-1) + a · (x(t) - EMA(t-1))</c> with <c>a = 2 / (n + 1)</c>, begun with the simple average of the first n values,
    /// and so defined from the n-th value on. Source: Murphy (1999), chapter 9; the beginning as in TA-Lib and in most chart programs.
    /// </summary>
    /// <param name="values">The series; leading NaN count as not there.</param>
    /// <param name="period">n, at least 1.</param>
    public static double[] Ema(IReadOnlyList<double> values, int period) => Smooth(values, period, 2.0 / (period + 1));

    /// <summary>
    /// Wilder's smoothing: <c>W(t) = (W(t-1) · (n - 1) + x(t)) / n</c>, that is an exponential average with <c>a = 1 / n</c>, begun with the mean of the first n values.
    /// Source: Wilder, New Concepts in Technical Trading Systems (1978), where RSI and ATR use it.
    /// </summary>
    /// <param name="values">The series; leading NaN count as not there.</param>
    /// <param name="period">n, at least 1.</param>
    public static double[] Wilder(IReadOnlyList<double> values, int period) => Smooth(values, period, 1.0 / period);

    /// <summary>A series of the given length, nowhere defined.</summary>
    public static double[] Undefined(int length)
    {
        var answer = new double[length];
        Array.Fill(answer, double.NaN);
        return answer;
    }

    /// <summary>The mean of <paramref name="count"/> values from <paramref name="start"/> on.</summary>
    public static double Mean(IReadOnlyList<double> values, int start, int count)
    {
        var sum = 0.0;
        for (var i = start; i < start + count; i++) sum += values[i];
        return sum / count;
    }

    private static double[] Smooth(IReadOnlyList<double> values, int period, double weight)
    {
        var answer = Undefined(values.Count);
        var start = FirstDefined(values);
        var at = start + period - 1;
        if (at >= values.Count) return answer;
        answer[at] = Mean(values, start, period);
        for (var t = at + 1; t < values.Count; t++) answer[t] = answer[t - 1] + (weight * (values[t] - answer[t - 1]));
        return answer;
    }

    private static int FirstDefined(IReadOnlyList<double> values)
    {
        var at = 0;
        while (at < values.Count && double.IsNaN(values[at])) at++;
        return at;
    }
}
