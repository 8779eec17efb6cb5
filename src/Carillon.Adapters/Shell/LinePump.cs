using System.Text;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Shell;

/// <summary>
/// Reads one output stream of a process to its end in bounded memory: lines go to the log, the first part is kept.
/// However much comes, it keeps reading, so that the process never waits for us.
/// </summary>
internal sealed class LinePump(Stream stream, ITaskLog log, int keep)
{
    private const int LongestLine = 32 * 1024;

    // What goes to the log, a line counted with what its time and its place in memory cost: beyond it not even strings are made.
    private const int LoggedCharacters = 16 * 1024 * 1024;
    private const int LineCost = 32;

    private readonly MemoryStream _kept = new();
    private readonly StringBuilder _line = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] _chars = new char[Encoding.UTF8.GetMaxCharCount(64 * 1024)];
    private string _lastLine = "";
    private long _bytes;
    private int _logged;
    private string? _text;

    /// <summary>The first bytes, up to the limit, as text. Read it once the pump has ended.</summary>
    public string Kept => _text ??= Encoding.UTF8.GetString(_kept.GetBuffer(), 0, (int)_kept.Length);

    /// <summary>True when there was more than is kept.</summary>
    public bool Truncated => _bytes > _kept.Length;

    /// <summary>The last line that was not blank.</summary>
    public string LastLine => _lastLine;

    private bool IsLogging => _logged < LoggedCharacters && !log.IsFull;

    /// <summary>Ends when every process that holds the other side has closed it, or when <paramref name="stop"/> is canceled.</summary>
    public async Task RunAsync(Action heartbeat, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, stop) is var count and > 0)
            {
                heartbeat();
                Take(buffer.AsSpan(0, count));
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The attempt ends; what came until now counts.
        }

        Decode([], flush: true);
        if (_line.Length > 0) EndLine();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length < keep) _kept.Write(bytes[..(int)Math.Min(bytes.Length, keep - _kept.Length)]);
        _bytes += bytes.Length;
        if (IsLogging) Decode(bytes, flush: false);
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var text = _chars.AsSpan(0, _decoder.GetChars(bytes, _chars, flush));
        while (IsLogging && text.IndexOf('\n') is var end and >= 0)
        {
            Append(text[..end]);
            EndLine();
            text = text[(end + 1)..];
        }

        if (IsLogging) Append(text);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        while (_line.Length + text.Length > LongestLine)
        {
            var room = LongestLine - _line.Length;
            _line.Append(text[..room]);
            EndLine();
            text = text[room..];
        }

        _line.Append(text);
    }

    private void EndLine()
    {
        if (_line.Length > 0 && _line[^1] == '\r') _line.Length--;
        var line = _line.ToString();
        _line.Clear();
        if (_logged >= LoggedCharacters) return;
        if (!string.IsNullOrWhiteSpace(line)) _lastLine = line;
        log.Line(line);
        _logged += line.Length + LineCost;
        if (_logged >= LoggedCharacters) log.Line("[the output goes on; from here it is not logged]");
    }
}
