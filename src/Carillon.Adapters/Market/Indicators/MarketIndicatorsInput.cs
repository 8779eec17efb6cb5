using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Market.Indicators;

/// <summary>Where the last close stands against its average.</summary>
public enum Trend
{
    /// <summary>No simple average, or too few bars for it.</summary>
    Unknown,

    /// <summary>Above it.</summary>
    Up,

    /// <summary>Below it, or at it.</summary>
    Down,
}

/// <summary>The input of <c>market.indicators</c>.</summary>
public sealed record MarketIndicatorsInput
{
    /// <summary>The bars.</summary>
    [Description("Path of a CSV file with bars, usually ${{ tasks.bars.output.path }}.")]
    public required string Bars { get; init; }

    /// <summary>What to compute.</summary>
    [Description("The indicators, like sma(20), ema(20), rsi(14), macd(12, 26, 9), bollinger(20, 2), atr(14), or as mappings like { kind: sma, period: 20 }.")]
    public required IReadOnlyList<JsonNode> Indicators { get; init; }
}

/// <summary>Where one symbol stands at its last bar.</summary>
public sealed record SymbolIndicators
{
    /// <summary>The symbol.</summary>
    [Description("The symbol.")]
    public required string Symbol { get; init; }

    /// <summary>The last date.</summary>
    [Description("Date of the last bar.")]
    public required string Date { get; init; }

    /// <summary>The last close.</summary>
    [Description("The last close.")]
    public required double Close { get; init; }

    /// <summary>The change.</summary>
    [Description("The last close against the close before it, in percent; null with one bar.")]
    public double? ChangePercent { get; init; }

    /// <summary>The values.</summary>
    [Description("The last value of each column; null where there were too few bars.")]
    public required IReadOnlyDictionary<string, double?> Values { get; init; }

    /// <summary>The verdict.</summary>
    [Description("True when the last close is above the longest sma asked for; null when there is none or too few bars.")]
    public bool? AboveSma { get; init; }

    /// <summary>The verdict as a word.</summary>
    [Description("The same as a word: up, down or unknown.")]
    public required Trend Trend { get; init; }
}

/// <summary>The output of <c>market.indicators</c>.</summary>
public sealed record MarketIndicatorsOutput
{
    /// <summary>The table.</summary>
    [Description("Path of the CSV artifact: the bars with a column for each value.")]
    public required string Path { get; init; }

    /// <summary>Rows.</summary>
    [Description("How many rows.")]
    public required int Rows { get; init; }

    /// <summary>The computed columns.</summary>
    [Description("The names of the computed columns.")]
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>By symbol.</summary>
    [Description("Each symbol at its last bar.")]
    public required IReadOnlyList<SymbolIndicators> Symbols { get; init; }

    /// <summary>Those above.</summary>
    [Description("The symbols whose last close is above the longest sma.")]
    public required IReadOnlyList<string> Above { get; init; }

    /// <summary>Those below.</summary>
    [Description("The symbols whose last close is at or below it.")]
    public required IReadOnlyList<string> Below { get; init; }
}
