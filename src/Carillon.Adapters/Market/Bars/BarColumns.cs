using Carillon.Core;

namespace Carillon.Adapters.Market.Bars;

/// <summary>Where a file has what a bar needs: places of columns, from 0.</summary>
/// <remarks>The symbol's place is -1 when the file has no such column, that is when it holds one symbol.</remarks>
internal sealed record BarColumns(int Symbol, int Date, int Open, int High, int Low, int Close, int Volume)
{
    private static readonly string[][] Names =
    [
        ["symbol", "ticker"], ["date", "day"], ["open"], ["high"], ["low"], ["close"], ["volume", "vol"],
    ];

    /// <summary>The largest place: a row with fewer fields is cut off.</summary>
    public int Last => new[] { Symbol, Date, Open, High, Low, Close, Volume }.Max();

    /// <summary>Reads the header: names in any order and case, further columns are ignored.</summary>
    public static Checked<BarColumns> Parse(string header, char separator, string file)
    {
        var found = CsvLine.Split(header, separator).Select(f => f.Text.ToLowerInvariant()).ToList();
        var places = Names.Select(names => found.FindIndex(f => names.Contains(f))).ToArray();
        var missing = Names.Where((_, i) => i > 0 && places[i] < 0).Select(n => n[0]).ToList();
        if (missing.Count == 0)
            return Checked<BarColumns>.Ok(new BarColumns(places[0], places[1], places[2], places[3], places[4], places[5], places[6]));
        return Checked<BarColumns>.Bad(new Problem(
            ProblemCodes.InvalidInput,
            $"the header lacks {string.Join(", ", missing)}; it has {string.Join(", ", found)}.",
            new SourceLocation(file, 1, 1),
            "The first line names the columns: symbol,date,open,high,low,close,volume."));
    }
}
