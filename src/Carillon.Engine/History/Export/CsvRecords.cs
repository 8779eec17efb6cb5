using System.Text;

namespace Carillon.Engine.History.Export;

/// <summary>Reads a CSV file record by record; quoted cells may hold line ends. One reader; not thread safe.</summary>
/// <param name="text">The file. Read from its current place on, and not disposed of.</param>
internal sealed class CsvRecords(TextReader text)
{
    /// <summary>Letters that one record may have; a quote that is never closed would otherwise fill the memory.</summary>
    public const int Longest = 1024 * 1024;

    private readonly char[] _buffer = new char[16 * 1024];
    private int _next;
    private int _end;

    /// <summary>The next record that is not an empty line; null at the end.</summary>
    /// <exception cref="InvalidDataException">The record is longer than <see cref="Longest"/>.</exception>
    public async Task<IReadOnlyList<string>?> NextAsync(CancellationToken cancellationToken)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (quoted, closed, length) = (false, false, 0);
        while (true)
        {
            if (_next == _end)
            {
                (_next, _end) = (0, await text.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                    return cells.Count == 0 && cell.Length == 0 && !closed ? null : [.. cells, cell.ToString()];
            }
            var letter = _buffer[_next++];
            if (++length > Longest)
                throw new InvalidDataException($"a record has more than {Longest:N0} letters");
            if (quoted)
            {
                (quoted, closed) = (letter != '"', letter == '"');
                if (quoted)
                    cell.Append(letter);
            }
            else if (letter == '"' && (closed || cell.Length == 0))
            {
                // A second quote right after the first one is a quote itself.
                if (closed)
                    cell.Append('"');
                (quoted, closed) = (true, false);
            }
            else if (letter == ',')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                closed = false;
            }
            else if (letter == '\n')
            {
                if (cells.Count > 0 || cell.Length > 0 || closed)
                    return [.. cells, cell.ToString()];
                length = 0;
            }
            else if (letter != '\r')
            {
                cell.Append(letter);
            }
        }
    }
}
