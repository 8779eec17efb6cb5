namespace Carillon.Adapters.Market.Charts;

/// <summary>Round numbers for an axis. Pure.</summary>
internal static class RoundTicks
{
    /// <summary>
    /// Multiples of 1, 2, 2.5 or 5 times a power of ten within [<paramref name="low"/>, <paramref name="high"/>], rising, with the smallest step that gives at most <paramref name="most"/> of them.
    /// </summary>
    public static IReadOnlyList<double> Between(double low, double high, int most)
    {
        var step = Step(low, high, most);
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        return [.. Enumerable.Range(0, (int)Math.Max(0, last - first + 1)).Select(i => (first + i) * step)];
    }

    /// <summary>The step of <see cref="Between"/>.</summary>
    public static double Step(double low, double high, int most)
    {
        if (!(high > low)) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / most)));
        foreach (var factor in new[] { 1, 2, 2.5, 5, 10 })
        {
            if ((high - low) / (power * factor) <= most) return power * factor;
        }

        return power * 20;
    }

    /// <summary>How many decimals tell the multiples of <paramref name="step"/> apart.</summary>
    public static int Decimals(double step)
    {
        for (var decimals = 0; decimals < 8; decimals++)
        {
            var scaled = step * Math.Pow(10, decimals);
            if (Math.Abs(scaled - Math.Round(scaled)) < 1e-6 * scaled) return decimals;
        }

        return 8;
    }
}
