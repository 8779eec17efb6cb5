using System.Globalization;

namespace Carillon.Core;

/// <summary>Amounts in the currency of the installation, kept as whole millionths (micros) of it, so that sums are exact. Pure.</summary>
public static class Money
{
    /// <summary>The most that one amount is, in micros: a thousand million of the currency.</summary>
    public const long Most = 1_000_000_000_000_000;

    /// <summary>The same in the currency.</summary>
    public const decimal MostAmount = Most / Scale;

    private const decimal Scale = 1_000_000m;

    /// <summary>The nearest micros of an amount, half of one away from zero; what is below zero is 0, what is above <see cref="MostAmount"/> is <see cref="Most"/>.</summary>
    public static long Micros(decimal amount) => (long)decimal.Round(Math.Clamp(amount, 0, MostAmount) * Scale, MidpointRounding.AwayFromZero);

    /// <summary>The amount in the currency, exact to six decimals.</summary>
    public static decimal Amount(long micros) => micros / Scale;

    /// <summary>True for an amount from 0 to <see cref="MostAmount"/> with six decimals at most: micros hold it exactly.</summary>
    public static bool IsExact(decimal amount) => amount is >= 0 and <= MostAmount && amount * Scale == decimal.Truncate(amount * Scale);

    /// <summary>For people: two decimals, up to six where the amount has them.</summary>
    public static string Text(long micros) => Amount(micros).ToString("0.00####", CultureInfo.InvariantCulture);
}
