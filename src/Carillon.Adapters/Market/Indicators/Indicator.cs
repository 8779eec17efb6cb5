using System.Globalization;

namespace Carillon.Adapters.Market.Indicators;

/// <summary>An indicator with its numbers, for example <c>macd(12, 26, 9)</c>.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Numbers">One for each parameter of the kind.</param>
internal sealed record Indicator(IndicatorKind Kind, IReadOnlyList<double> Numbers)
{
    /// <summary>The first number as a period.</summary>
    public int Period => (int)Numbers[0];

    /// <summary>The name in CSV headers and outputs, for example <c>sma_20</c>, <c>bollinger_20_2.5</c>.</summary>
    public string Column => Kind.Name + "_" + string.Join('_', Numbers.Select(Text));

    /// <summary>The name in a legend, for example <c>MACD 12, 26, 9</c>.</summary>
    public string Label => Kind.Label + " " + string.Join(", ", Numbers.Select(Text));

    /// <inheritdoc/>
    public bool Equals(Indicator? other) => other is not null && Kind.Name == other.Kind.Name && Numbers.SequenceEqual(other.Numbers);

    /// <inheritdoc/>
    public override int GetHashCode() => Column.GetHashCode(StringComparison.Ordinal);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
