using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Indicators;
using NodaTime;

namespace Carillon.Adapters.Market.Charts;

/// <summary>What a chart shows.</summary>
internal sealed record ChartSpec
{
    /// <summary>The heading, usually the symbol. Foreign text.</summary>
    public required string Heading { get; init; }

    /// <summary>Words beside it, or empty. Foreign text.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>The bars, at least one; those before the first slot only feed the indicators.</summary>
    public required IReadOnlyList<Bar> Bars { get; init; }

    /// <summary>The sessions on the axis, in order, at least one: trading days, with or without a bar. At least one has a bar.</summary>
    public required IReadOnlyList<LocalDate> Slots { get; init; }

    /// <summary>The indicators: averages and bands over the price, the others in panes of their own.</summary>
    public IReadOnlyList<Indicator> Indicators { get; init; } = [];

    /// <summary>Width in pixels.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Height in pixels, or null for what the panes need.</summary>
    public int? Height { get; init; }
}
