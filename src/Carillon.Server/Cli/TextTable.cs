using System.Text;

namespace Carillon.Server.Cli;

/// <summary>Rows in aligned columns: readable for people, splittable by two or more spaces for scripts. The last column is cut to the terminal's width.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<Cell[]> _rows = [];

    /// <summary>One cell and its colour.</summary>
    internal readonly record struct Cell(string Text, Ink Ink = Ink.Plain)
    {
        public static implicit operator Cell(string? text) => new(text ?? "");
    }

    /// <summary>Adds a row; missing cells are empty.</summary>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Writes all rows, with headings in front.</summary>
    public void Write(Terminal terminal)
    {
        var widths = headings.Select((heading, column) =>
            Math.Max(heading.Length, _rows.Count == 0 ? 0 : _rows.Max(row => column < row.Length ? row[column].Text.Length : 0))).ToArray();
        WriteRow(terminal, widths, [.. headings.Select(heading => new Cell(heading, Ink.Dim))]);
        foreach (var row in _rows)
            WriteRow(terminal, widths, row);
    }

    private static void WriteRow(Terminal terminal, int[] widths, Cell[] cells)
    {
        var line = new StringBuilder();
        var used = 0;
        for (var column = 0; column < cells.Length; column++)
        {
            var last = column == cells.Length - 1;
            var text = OneLine(cells[column].Text);
            if (terminal.IsInteractive && used + text.Length > terminal.Width && terminal.Width - used > 1 && last)
                text = string.Concat(text.AsSpan(0, terminal.Width - used - 1), "…");
            line.Append(terminal.Paint(text, cells[column].Ink));
            if (!last)
                line.Append(' ', widths[column] - text.Length + 2);
            used += widths[column] + 2;
        }

        terminal.Out.WriteLine(line.ToString().TrimEnd());
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
