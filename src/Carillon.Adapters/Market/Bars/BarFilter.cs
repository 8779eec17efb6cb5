using NodaTime;

namespace Carillon.Adapters.Market.Bars;

/// <summary>Which bars are wanted.</summary>
/// <param name="Symbols">The symbols, in the order of the answer; compared exactly.</param>
/// <param name="From">First date, inclusive.</param>
/// <param name="To">End, exclusive.</param>
internal sealed record BarFilter(IReadOnlyList<string> Symbols, LocalDate From, LocalDate To)
{
    /// <summary>True for a date in [<see cref="From"/>, <see cref="To"/>).</summary>
    public bool Has(LocalDate date) => date >= From && date < To;
}
