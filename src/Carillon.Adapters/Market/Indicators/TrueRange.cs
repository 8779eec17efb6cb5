using Carillon.Adapters.Market.Bars;

namespace Carillon.Adapters.Market.Indicators;

/// <summary>Wilder's true range and its average. Pure.</summary>
internal static class TrueRange
{
    /// <summary>
    /// The true range of each session: <c>TR(t) = max(high - low, |high - close(t-1)|, |low - close(t-1)|)</c>; of the first session, which has no close before it, <c>high - low</c>.
    /// Source: Wilder, New Concepts in Technical Trading Systems (1978), section III.
    /// </summary>
    public static double[] Of(IReadOnlyList<Bar> bars)
    {
        var answer = new double[bars.Count];
        for (var t = 0; t < bars.Count; t++)
        {
            var range = bars[t].High - bars[t].Low;
            answer[t] = t == 0
                ? range
                : Math.Max(range, Math.Max(Math.Abs(bars[t].High - bars[t - 1].Close), Math.Abs(bars[t].Low - bars[t - 1].Close)));
        }

        return answer;
    }

    /// <summary>
    /// Average true range: <c>ATR(t) = (ATR(t-1) · (n - 1) + TR(t)) / n</c>, begun with the mean of the first n true ranges; defined from the n-th session on.
    /// Source: Wilder (1978), section III. His period is 14.
    /// </summary>
    /// <param name="bars">The sessions.</param>
    /// <param name="period">n, at least 1.</param>
    public static double[] Atr(IReadOnlyList<Bar> bars, int period) => MovingAverages.Wilder(Of(bars), period);
}
