using Carillon.Core;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>What a file gave: good bars of the wanted symbols, and what was wrong with the rows that gave none.</summary>
/// <param name="Series">One for each wanted symbol, in that order, bars by date; perhaps without bars.</param>
/// <param name="Problems">Rows that were left out, with file, line and column; at most <see cref="BarCsvReader.MaxProblems"/>.</param>
/// <param name="BadRows">How many rows of each symbol were left out.</param>
internal sealed record BarsRead(IReadOnlyList<BarSeries> Series, IReadOnlyList<Problem> Problems, IReadOnlyDictionary<string, int> BadRows);

/// <summary>
/// Reads bars from CSV, a line at a time, keeping only what is wanted. Tolerant: byte order mark, line ends of any system, blank lines, quotes,
/// comma, semicolon or tab, columns in any order and further columns. A bad row is left out and named; the rest of the file is still read.
/// </summary>
internal static class BarCsvReader
{
    /// <summary>Problems kept in words; further ones are only counted.</summary>
    public const int MaxProblems = 50;

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="file">The name to print in problems.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="cancellationToken">Looked at for every line.</param>
    /// <returns>The bars, or a problem when the file has no usable header.</returns>
    public static async Task<Checked<BarsRead>> ReadAsync(TextReader reader, string file, BarFilter filter, CancellationToken cancellationToken)
    {
        var header = await reader.ReadLineAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(header))
            return Checked<BarsRead>.Bad(new Problem(ProblemCodes.InvalidInput, "the file is empty.", new SourceLocation(file, 1, 1)));
        header = header.TrimStart('\uFEFF');
        var separator = CsvLine.SeparatorOf(header);
        var columns = BarColumns.Parse(header, separator, file);
        if (!columns.IsOk) return Checked<BarsRead>.Bad(columns.Problems);
        if (columns.Value.Symbol < 0 && filter.Symbols?.Count > 1)
        {
            return Checked<BarsRead>.Bad(new Problem(
                ProblemCodes.InvalidInput, "the file has no symbol column, so it holds one symbol; several are asked for.", new SourceLocation(file, 1, 1)));
        }

        var rows = new Rows(file, filter, columns.Value);
        var line = 1;
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text)) rows.Add(CsvLine.Split(text, separator), line);
        }

        return Checked<BarsRead>.Ok(rows.Done());
    }

    private sealed class Rows(string file, BarFilter filter, BarColumns columns)
    {
        private readonly List<string> _symbols = [.. filter.Symbols ?? []];

        private readonly Dictionary<string, SortedDictionary<LocalDate, Bar>> _bars =
            (filter.Symbols ?? []).ToDictionary(s => s, _ => new SortedDictionary<LocalDate, Bar>(), StringComparer.Ordinal);

        private readonly Dictionary<string, int> _bad = (filter.Symbols ?? []).ToDictionary(s => s, _ => 0, StringComparer.Ordinal);
        private readonly List<Problem> _problems = [];

        public void Add(List<(string Text, int Column)> fields, int line)
        {
            if (columns.Symbol >= fields.Count) return;
            var symbol = columns.Symbol >= 0 ? fields[columns.Symbol].Text : filter.Symbols?[0] ?? Path.GetFileNameWithoutExtension(file);
            if (!_bars.TryGetValue(symbol, out var bars))
            {
                if (filter.Symbols is not null) return;
                _symbols.Add(symbol);
                _bars[symbol] = bars = [];
                _bad[symbol] = 0;
            }

            if (fields.Count <= columns.Last)
            {
                Bad(symbol, line, 1, $"{symbol}: the row has {fields.Count} fields and ends too early.");
                return;
            }

            var (text, column) = fields[columns.Date];
            if (BarRow.Date(text) is not { } date)
            {
                Bad(symbol, line, column, $"{symbol}: '{BarRow.Shorten(text)}' is not a date such as 2017-12-29.");
            }
            else if (filter.Has(date))
            {
                var bar = BarRow.Parse(symbol, date, fields, columns, file, line);
                if (!bar.IsOk) Bad(symbol, bar.Problems);
                else if (!bars.TryAdd(date, bar.Value)) Bad(symbol, line, column, $"{symbol} {LocalDatePattern.Iso.Format(date)}: a second row for this day; the first one counts.");
            }
        }

        public BarsRead Done() => new([.. _symbols.Select(s => new BarSeries(s, [.. _bars[s].Values]))], _problems, _bad);

        private void Bad(string symbol, int line, int column, string message) =>
            Bad(symbol, [new Problem(ProblemCodes.InvalidInput, message, new SourceLocation(file, line, column))]);

        private void Bad(string symbol, IReadOnlyList<Problem> problems)
        {
            _bad[symbol]++;
            _problems.AddRange(problems.Take(MaxProblems - _problems.Count));
        }
    }
}
