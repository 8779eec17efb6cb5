using Carillon.Core;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>Turns coverage into the output's words and lists. Pure.</summary>
internal static class BarSummary
{
    private const int MaxListed = 400;

    /// <summary>The output.</summary>
    public static MarketBarsOutput Of(IReadOnlyList<BarCoverage> symbols, BarPeriod period, string path, IReadOnlyList<Problem> problems)
    {
        var everywhere = Everywhere(symbols);
        return new MarketBarsOutput
        {
            Symbols = [.. symbols.Select(Symbol)],
            Path = path,
            Rows = symbols.Sum(s => s.Rows),
            From = Iso(period.From),
            To = Iso(period.To),
            Complete = symbols.All(s => s.Complete),
            CompleteSymbols = [.. symbols.Where(s => s.Complete).Select(s => s.Symbol)],
            IncompleteSymbols = [.. symbols.Where(s => !s.Complete).Select(s => s.Symbol)],
            SoundSymbols = [.. symbols.Where(s => !s.Remarks(everywhere).Any()).Select(s => s.Symbol)],
            GappySymbols = [.. symbols.Where(s => s.Remarks(everywhere).Any()).Select(s => s.Symbol)],
            MissingEverywhere = [.. everywhere.Take(MaxListed).Select(Iso)],
            Problems = [.. problems.Select(p => p.ToString())],
            Summary = Words(symbols, period, everywhere),
        };
    }

    private static SymbolBars Symbol(BarCoverage symbol) => new()
    {
        Symbol = symbol.Symbol,
        Rows = symbol.Rows,
        First = symbol.First is { } first ? Iso(first) : null,
        Last = symbol.Last is { } last ? Iso(last) : null,
        Missing = [.. symbol.Missing.Take(MaxListed).Select(Iso)],
        MissingCount = symbol.Missing.Count,
        Surplus = [.. symbol.Surplus.Take(MaxListed).Select(Iso)],
        BadRows = symbol.BadRows,
        Complete = symbol.Complete,
        Remark = string.Join("; ", symbol.Remarks()),
    };

    private static string Words(IReadOnlyList<BarCoverage> symbols, BarPeriod period, List<LocalDate> everywhere)
    {
        var rows = symbols.Sum(s => s.Rows);
        List<string> clauses = [$"{Count(symbols.Count, "symbol")}, {Count(rows, "bar")}, {period}"];
        if (everywhere.Count > 0) clauses.Add($"no symbol has a bar on {BarCoverage.List(everywhere)}");
        clauses.AddRange(symbols.SelectMany(s => s.Remarks(everywhere)));
        if (clauses.Count == 1) clauses.Add("complete");
        return string.Join("; ", clauses);
    }

    // A day that all symbols lack more likely lacks in the source than in each of them; symbols without bars say nothing about a day.
    private static List<LocalDate> Everywhere(IReadOnlyList<BarCoverage> symbols)
    {
        if (symbols.Count < 2 || symbols.All(s => s.Rows == 0)) return [];
        var missing = symbols.Select(s => s.Missing.ToHashSet()).ToList();
        return [.. symbols[0].Missing.Where(d => missing.TrueForAll(m => m.Contains(d)))];
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
