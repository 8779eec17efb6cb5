using System.ComponentModel;

namespace Carillon.Adapters.Market.Bars;

/// <summary>What becomes of a task whose bars have holes.</summary>
public enum IncompleteRule
{
    /// <summary>It fails with class <c>assertion</c>, so that a retry may find the rest.</summary>
    Fail,

    /// <summary>It succeeds; the output names the holes.</summary>
    Warn,
}

/// <summary>Where bars come from.</summary>
public sealed record BarSource
{
    /// <summary>A file.</summary>
    [Description("Path of a CSV file with the columns symbol, date, open, high, low, close, volume in any order; without a symbol column it holds one symbol.")]
    public string? Csv { get; init; }
}

/// <summary>The input of <c>market.bars</c>.</summary>
public sealed record MarketBarsInput
{
    /// <summary>One symbol.</summary>
    [Description("The symbol, as the source spells it. Or give symbols.")]
    public string? Symbol { get; init; }

    /// <summary>Several.</summary>
    [Description("The symbols, as the source spells them.")]
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Where from.</summary>
    [Description("Where the bars come from. Default: the bars that earlier tasks left in the cache.")]
    public BarSource? Source { get; init; }

    /// <summary>First date.</summary>
    [Description("The first date, inclusive. Or give days.")]
    public string? From { get; init; }

    /// <summary>End date.</summary>
    [Description("The end date, exclusive. Default: as_of.")]
    public string? To { get; init; }

    /// <summary>Trading days.</summary>
    [Description("How many trading days before the end, at most 5000.")]
    public int? Days { get; init; }

    /// <summary>The end.</summary>
    [Description("The end: a date, whose own session is not included, or an instant such as 2017-12-29T21:30:00Z, with the sessions that have closed by then. Default: the run's nominal time.")]
    public string? AsOf { get; init; }

    /// <summary>The exchange.</summary>
    [Description("The exchange calendar that says which days must have a bar: XNYS, XNAS or weekdays.")]
    public string Calendar { get; init; } = "XNYS";

    /// <summary>What becomes of holes.</summary>
    [Description("What becomes of the task when bars are missing, surplus or bad: fail or warn.")]
    public IncompleteRule Incomplete { get; init; } = IncompleteRule.Fail;
}
