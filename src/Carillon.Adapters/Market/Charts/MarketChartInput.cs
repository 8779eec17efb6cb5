using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Whether a PNG is made too.</summary>
public enum PngRule
{
    /// <summary>Where librsvg is installed.</summary>
    Auto,

    /// <summary>Never.</summary>
    Never,

    /// <summary>Always: without librsvg the task fails.</summary>
    Always,
}

/// <summary>The input of <c>market.chart</c>.</summary>
public sealed record MarketChartInput
{
    /// <summary>The bars.</summary>
    [Description("Path of a CSV file with bars, usually ${{ tasks.bars.output.path }}.")]
    public required string Bars { get; init; }

    /// <summary>Which symbol.</summary>
    [Description("The symbol to draw. Default: the only one of the file.")]
    public string? Symbol { get; init; }

    /// <summary>Words.</summary>
    [Description("Words beside the symbol.")]
    public string Title { get; init; } = string.Empty;

    /// <summary>What to draw.</summary>
    [Description("The indicators, written as for market.indicators. sma, ema and bollinger are drawn over the price, rsi, macd and atr in panes below; at most 4 of these.")]
    public IReadOnlyList<JsonNode> Indicators { get; init; } = [];

    /// <summary>How many sessions.</summary>
    [Description("How many trading days to show, the last of the file; earlier bars only feed the indicators. Default: all, at most 1500.")]
    public int? Sessions { get; init; }

    /// <summary>End of the axis.</summary>
    [Description("End of the date axis, exclusive, usually ${{ tasks.bars.output.to }}: trading days without bars up to there are shown as missing. Default: the last bar's date.")]
    public string? To { get; init; }

    /// <summary>The exchange.</summary>
    [Description("The exchange calendar that says which days belong on the axis: XNYS, XNAS or weekdays.")]
    public string Calendar { get; init; } = "XNYS";

    /// <summary>Width.</summary>
    [Description("Width in pixels, from 480 to 3000.")]
    public int Width { get; init; } = 1280;

    /// <summary>Height.</summary>
    [Description("Height in pixels, up to 3000. Default: what the panes need.")]
    public int? Height { get; init; }

    /// <summary>PNG or not.</summary>
    [Description("Whether to make a PNG beside the SVG: auto (where librsvg is installed), never or always.")]
    public PngRule Png { get; init; } = PngRule.Auto;

    /// <summary>PNG pixels.</summary>
    [Description("PNG pixels for each pixel of the picture, from 0.5 to 4.")]
    public double Scale { get; init; } = 2;
}

/// <summary>The output of <c>market.chart</c>.</summary>
public sealed record MarketChartOutput
{
    /// <summary>The symbol.</summary>
    [Description("The symbol drawn.")]
    public required string Symbol { get; init; }

    /// <summary>Where it is.</summary>
    [Description("Path of the best picture: the PNG, else the SVG.")]
    public required string Path { get; init; }

    /// <summary>The SVG.</summary>
    [Description("The SVG artifact.")]
    public required ArtifactOutput Svg { get; init; }

    /// <summary>The PNG.</summary>
    [Description("The PNG artifact, or null.")]
    public ArtifactOutput? Png { get; init; }

    /// <summary>Sessions with a bar.</summary>
    [Description("How many bars are shown.")]
    public required int Bars { get; init; }

    /// <summary>First day.</summary>
    [Description("First date of the axis.")]
    public required string First { get; init; }

    /// <summary>Last day.</summary>
    [Description("Last date of the axis.")]
    public required string Last { get; init; }

    /// <summary>Missing days.</summary>
    [Description("Trading days on the axis without a bar.")]
    public required IReadOnlyList<string> Missing { get; init; }
}
