using NodaTime;

namespace Carillon.Adapters.Market.Bars;

/// <summary>Which bars are wanted.</summary>
/// <param name="Symbols">The symbols, in the order of the answer, compared exactly; null for all that come, in the order in which they come.</param>
/// <param name="From">First date, inclusive.</param>
/// <param name="To">End, exclusive.</param>
internal sealed record BarFilter(IReadOnlyList<string>? Symbols, LocalDate From, LocalDate To)
{
    /// <summary>Everything.</summary>
    public static BarFilter All { get; } = new(null, LocalDate.MinIsoValue, LocalDate.MaxIsoValue);

    /// <summary>True for a date in [<see cref="From"/>, <see cref="To"/>).</summary>
    public bool Has(LocalDate date) => date >= From && date < To;
}
