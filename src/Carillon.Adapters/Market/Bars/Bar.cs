using NodaTime;

namespace Carillon.Adapters.Market.Bars;

/// <summary>One trading session of one symbol. Prices are in the currency of the source; the volume is in shares.</summary>
/// <param name="Date">The session's date on the exchange.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price; at least <paramref name="Low"/>.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares traded; 0 or more.</param>
internal readonly record struct Bar(LocalDate Date, double Open, double High, double Low, double Close, long Volume)
{
    /// <summary>True when the session ended above or at its open.</summary>
    public bool IsUp => Close >= Open;
}

/// <summary>The bars of one symbol, by date, no date twice.</summary>
internal sealed record BarSeries(string Symbol, IReadOnlyList<Bar> Bars)
{
    /// <summary>The closes, in the order of the bars.</summary>
    public double[] Closes => [.. Bars.Select(b => b.Close)];
}
