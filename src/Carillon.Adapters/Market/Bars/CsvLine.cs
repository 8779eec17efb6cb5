using System.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>Splits and joins lines of CSV as RFC 4180 has them, one line at a time (no line breaks within a field).</summary>
internal static class CsvLine
{
    /// <summary>The separator that a header line uses: the most frequent of comma, semicolon and tab; comma when there is none.</summary>
    public static char SeparatorOf(string header)
    {
        char[] candidates = [',', ';', '\t'];
        return candidates.MaxBy(c => header.Count(x => x == c));
    }

    /// <summary>The fields with quotes and surrounding blanks removed, each with the column (from 1) at which it starts.</summary>
    public static List<(string Text, int Column)> Split(string line, char separator)
    {
        var fields = new List<(string, int)>();
        var at = 0;
        while (true)
        {
            var start = at;
            var text = line.AsSpan(at).TrimStart(' ').StartsWith("\"", StringComparison.Ordinal)
                ? Quoted(line, ref at, separator)
                : Plain(line, ref at, separator);
            fields.Add((text.Trim(), start + 1));
            if (at >= line.Length) return fields;
            at++;
            if (at == line.Length)
            {
                fields.Add((string.Empty, at + 1));
                return fields;
            }
        }
    }

    /// <summary>The field as CSV: quoted only where it must be.</summary>
    public static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",;\t\"\r\n") < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string Plain(string line, ref int at, char separator)
    {
        var end = line.IndexOf(separator, at);
        if (end < 0) end = line.Length;
        var text = line[at..end];
        at = end;
        return text;
    }

    private static string Quoted(string line, ref int at, char separator)
    {
        var text = new StringBuilder();
        at = line.IndexOf('"', at) + 1;
        while (at < line.Length)
        {
            if (line[at] != '"')
            {
                text.Append(line[at++]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                text.Append('"');
                at += 2;
            }
            else
            {
                break;
            }
        }

        at = line.IndexOf(separator, Math.Min(at + 1, line.Length));
        if (at < 0) at = line.Length;
        return text.ToString();
    }
}
