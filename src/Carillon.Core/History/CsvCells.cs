using System.Globalization;
using System.Text;

namespace Carillon.Core.History;

/// <summary>Rows of a CSV file (RFC 4180, lines end with <c>\n</c>) that no spreadsheet takes for formulas.</summary>
public static class CsvCells
{
    private const string Formula = "=+-@\t\r";
    private const string Quoted = ",\"\r\n";

    /// <summary>
    /// The row with its line end. Cells are quoted where they must be; null is an empty cell. A text that a spreadsheet would calculate (it begins with
    /// <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a carriage return, and is no number) gets an apostrophe in front.
    /// </summary>
    public static string Row(IEnumerable<string?> cells)
    {
        var row = new StringBuilder();
        foreach (var cell in cells)
            Append(row.Length == 0 ? row : row.Append(','), cell ?? "", first: row.Length == 0);
        return row.Append('\n').ToString();
    }

    private static void Append(StringBuilder row, string cell, bool first)
    {
        if (cell.Length > 0 && Formula.Contains(cell[0]) && !double.TryParse(cell, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out _))
            cell = "'" + cell;
        // An empty first cell is quoted, so that a row of one empty cell is no empty line and the next comma is a separator.
        if (cell.AsSpan().IndexOfAny(Quoted) >= 0 || (first && cell.Length == 0))
            row.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            row.Append(cell);
    }
}
