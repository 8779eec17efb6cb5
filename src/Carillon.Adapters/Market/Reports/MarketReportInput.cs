using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Market.Reports;

/// <summary>The input of <c>market.report</c>. Each of the three is one output, or the list of outputs of a fan-out.</summary>
public sealed record MarketReportInput
{
    /// <summary>The heading.</summary>
    [Description("The report's heading.")]
    public string Title { get; init; } = "Market report";

    /// <summary>Coverage.</summary>
    [Description("What market.bars gave: its output, or the list of outputs of a fan-out.")]
    public required JsonNode Bars { get; init; }

    /// <summary>Standing.</summary>
    [Description("What market.indicators gave, in the same way.")]
    public JsonNode? Indicators { get; init; }

    /// <summary>Pictures.</summary>
    [Description("What market.chart gave, in the same way.")]
    public JsonNode? Charts { get; init; }
}

/// <summary>The output of <c>market.report</c>.</summary>
public sealed record MarketReportOutput
{
    /// <summary>The file.</summary>
    [Description("Path of the Markdown artifact.")]
    public required string Path { get; init; }

    /// <summary>Symbols.</summary>
    [Description("How many symbols it speaks of.")]
    public required int Symbols { get; init; }

    /// <summary>Holes.</summary>
    [Description("How many of them have holes in their bars.")]
    public required int Incomplete { get; init; }
}
