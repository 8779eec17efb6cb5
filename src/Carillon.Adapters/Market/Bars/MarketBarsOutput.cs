using System.ComponentModel;

namespace Carillon.Adapters.Market.Bars;

/// <summary>The bars of one symbol, as the output tells of them. Dates are <c>yyyy-MM-dd</c>.</summary>
public sealed record SymbolBars
{
    /// <summary>The symbol.</summary>
    [Description("The symbol.")]
    public required string Symbol { get; init; }

    /// <summary>Bars.</summary>
    [Description("How many bars.")]
    public required int Rows { get; init; }

    /// <summary>First date.</summary>
    [Description("Date of the first bar, or null.")]
    public string? First { get; init; }

    /// <summary>Last date.</summary>
    [Description("Date of the last bar, or null.")]
    public string? Last { get; init; }

    /// <summary>Trading days without a bar.</summary>
    [Description("Trading days without a bar, at most the first 400.")]
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>How many of them.</summary>
    [Description("How many trading days have no bar.")]
    public required int MissingCount { get; init; }

    /// <summary>Bars on closed days.</summary>
    [Description("Dates of bars on days on which the exchange was closed, at most the first 400.")]
    public required IReadOnlyList<string> Surplus { get; init; }

    /// <summary>Bad rows.</summary>
    [Description("Rows left out because they were bad or came twice.")]
    public required int BadRows { get; init; }

    /// <summary>Whole.</summary>
    [Description("True when every trading day has exactly one good bar and no other day has one.")]
    public required bool Complete { get; init; }

    /// <summary>In words.</summary>
    [Description("What is wrong, in words; empty when nothing is.")]
    public required string Remark { get; init; }
}

/// <summary>The output of <c>market.bars</c>.</summary>
public sealed record MarketBarsOutput
{
    /// <summary>By symbol.</summary>
    [Description("Each symbol, in the order asked for.")]
    public required IReadOnlyList<SymbolBars> Symbols { get; init; }

    /// <summary>The bars.</summary>
    [Description("Path of the CSV artifact with the bars.")]
    public required string Path { get; init; }

    /// <summary>Bars in all.</summary>
    [Description("How many bars in all.")]
    public required int Rows { get; init; }

    /// <summary>First date asked for.</summary>
    [Description("First date of the period, inclusive.")]
    public required string From { get; init; }

    /// <summary>End asked for.</summary>
    [Description("End of the period, exclusive.")]
    public required string To { get; init; }

    /// <summary>All whole.</summary>
    [Description("True when every symbol is complete.")]
    public required bool Complete { get; init; }

    /// <summary>The whole ones.</summary>
    [Description("The symbols that are complete.")]
    public required IReadOnlyList<string> CompleteSymbols { get; init; }

    /// <summary>The others.</summary>
    [Description("The symbols that are not.")]
    public required IReadOnlyList<string> IncompleteSymbols { get; init; }

    /// <summary>Those without holes of their own.</summary>
    [Description("The symbols that lack nothing but days that all of them lack: to branch on where the source itself has a hole.")]
    public required IReadOnlyList<string> SoundSymbols { get; init; }

    /// <summary>Those with holes of their own.</summary>
    [Description("The symbols with missing, surplus or bad bars of their own.")]
    public required IReadOnlyList<string> GappySymbols { get; init; }

    /// <summary>Days that nobody has.</summary>
    [Description("Trading days on which none of several symbols has a bar.")]
    public required IReadOnlyList<string> MissingEverywhere { get; init; }

    /// <summary>Bad rows in words.</summary>
    [Description("Bad rows with file, line and column, at most 50; and a doubt about the calendar, if there is one.")]
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>In words.</summary>
    [Description("One line: what was read and what is wrong with it.")]
    public required string Summary { get; init; }
}
