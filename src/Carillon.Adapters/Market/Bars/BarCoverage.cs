using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>How the bars of a symbol fit the exchange's trading days. Pure.</summary>
internal sealed record BarCoverage
{
    /// <summary>So many trading days without a bar at an end, and the symbol is said to start late or to stop: a trading week.</summary>
    public const int EndRun = 5;

    /// <summary>The symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Bars.</summary>
    public required int Rows { get; init; }

    /// <summary>Date of the first bar, or null without bars.</summary>
    public LocalDate? First { get; init; }

    /// <summary>Date of the last bar, or null without bars.</summary>
    public LocalDate? Last { get; init; }

    /// <summary>Trading days without a bar, in order.</summary>
    public required IReadOnlyList<LocalDate> Missing { get; init; }

    /// <summary>Bars on days on which the exchange was closed, in order.</summary>
    public required IReadOnlyList<LocalDate> Surplus { get; init; }

    /// <summary>Rows that were left out because they were bad or doubled.</summary>
    public required int BadRows { get; init; }

    /// <summary>True when every trading day has exactly one good bar and no other day has one.</summary>
    public bool Complete => Missing.Count == 0 && Surplus.Count == 0 && BadRows == 0;

    /// <summary>Compares.</summary>
    /// <param name="series">The bars.</param>
    /// <param name="tradingDays">The days the exchange was open in the period asked for, in order.</param>
    /// <param name="badRows">Rows left out.</param>
    public static BarCoverage Of(BarSeries series, IReadOnlyList<LocalDate> tradingDays, int badRows)
    {
        var have = series.Bars.Select(b => b.Date).ToHashSet();
        var open = tradingDays.ToHashSet();
        List<LocalDate> missing = [.. tradingDays.Where(d => !have.Contains(d))];
        List<LocalDate> surplus = [.. series.Bars.Select(b => b.Date).Where(d => !open.Contains(d))];
        LocalDate? first = series.Bars.Count == 0 ? null : series.Bars[0].Date;
        LocalDate? last = series.Bars.Count == 0 ? null : series.Bars[^1].Date;
        return new BarCoverage
        {
            Symbol = series.Symbol,
            Rows = series.Bars.Count,
            First = first,
            Last = last,
            Missing = missing,
            Surplus = surplus,
            BadRows = badRows,
        };
    }

    /// <summary>What is wrong, in words, one clause for each kind; empty when nothing is.</summary>
    /// <param name="known">Missing days not to be named one by one, because somebody has named them already. They still count where a symbol starts late or stops, and a symbol that lacks no other day has no remark.</param>
    public IEnumerable<string> Remarks(IReadOnlyCollection<LocalDate>? known = null)
    {
        if (First is not { } first || Last is not { } last)
        {
            yield return $"{Symbol} has no bars: {Days(Missing.Count)} missing";
            yield break;
        }

        List<LocalDate> before = [.. Missing.TakeWhile(d => d < first)];
        List<LocalDate> after = [.. Missing.SkipWhile(d => d <= last)];
        List<LocalDate> named = [.. Missing.Where(d => known is null || !known.Contains(d))];
        if (before.Count >= EndRun && named.Exists(d => d < first))
        {
            yield return $"{Symbol} starts on {Iso(first)}: {Days(before.Count)} missing before";
            named.RemoveAll(d => d < first);
        }

        if (after.Count >= EndRun && named.Exists(d => d > last))
        {
            yield return $"{Symbol} stops after {Iso(last)}: {Days(after.Count)} missing";
            named.RemoveAll(d => d > last);
        }

        if (named.Count > 0) yield return $"{Symbol} has no bar on {List(named)}";
        if (Surplus.Count > 0) yield return $"{Symbol} has bars on closed days: {List(Surplus)}";
        if (BadRows > 0) yield return $"{Symbol}: {BadRows} bad {(BadRows == 1 ? "row" : "rows")} left out";
    }

    /// <summary>Dates in words: the first eight, and how many more.</summary>
    public static string List(IReadOnlyList<LocalDate> days) =>
        string.Join(", ", days.Take(8).Select(Iso)) + (days.Count > 8 ? $" and {days.Count - 8} more" : string.Empty);

    private static string Days(int count) => count == 1 ? "1 trading day" : $"{count} trading days";

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
