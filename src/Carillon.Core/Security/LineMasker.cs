namespace Carillon.Core.Security;

/// <summary>
/// Takes secrets out of lines as they come, also one that is spread over several. A line that may end with the begin of a secret waits until what follows has decided it; what waits
/// is never more than the longest text that is looked for, and <see cref="MostLines"/> lines. Not thread safe.
/// </summary>
/// <typeparam name="T">What belongs to a line.</typeparam>
/// <param name="mask">What is hidden; not <see cref="SecretMask.None"/>.</param>
/// <param name="ready">Told each line in order, without secrets.</param>
public sealed class LineMasker<T>(SecretMask mask, Action<T, string> ready)
{
    /// <summary>So many lines wait at most, for example empty ones.</summary>
    public const int MostLines = 256;

    private readonly List<Line> _open = [];
    private int _node;

    /// <summary>Characters so far, line breaks left out.</summary>
    private long _count;

    /// <summary>How many characters of the last line may be the begin of a secret; 0 when nothing waits.</summary>
    public int Undecided => _open.Count == 0 ? 0 : mask.Automaton.Depth(_node);

    /// <summary>The next line, or text with line breaks.</summary>
    public void Take(T about, string text)
    {
        var hasBreak = SecretMask.HasBreak(text);
        if (_open.Count == 0 && _node == 0 && !hasBreak && !mask.MayHold(text))
        {
            // Nearly every line: only its end is looked at, for the begin of a secret.
            var tail = Math.Min(text.Length, mask.Automaton.Longest);
            foreach (var c in text.AsSpan(text.Length - tail))
                _node = mask.Automaton.Step(_node, c);
            _count += text.Length;
            if (_node == 0)
                ready(about, text);
            else
                _open.Add(new Line(about, text, _count - text.Length, null));
            return;
        }
        var places = hasBreak ? Enumerable.Range(0, text.Length).Where(i => text[i] is not ('\r' or '\n')).ToArray() : null;
        _open.Add(new Line(about, text, _count, places));
        foreach (var c in text)
        {
            if (c is '\r' or '\n')
                continue;
            _count++;
            _node = mask.Automaton.Step(_node, c);
            if (mask.Automaton.Found(_node) is > 0 and var length)
                Hide(_count - length);
        }
        if (_open.Count > MostLines)
            Release(mayBeCut: true);
        else
            Release(_count - mask.Automaton.Depth(_node));
    }

    /// <summary>Lets go of what waits. What comes later is looked at as if it had gone on.</summary>
    /// <param name="mayBeCut">True: an end that could be the begin of a secret is masked.</param>
    public void Release(bool mayBeCut)
    {
        if (mayBeCut && mask.Automaton.Depth(_node) is >= SecretMask.ShortestValue and var depth)
            Hide(_count - depth);
        Release(long.MaxValue);
    }

    /// <summary>There is no more.</summary>
    /// <param name="mayBeCut">As for <see cref="Release(bool)"/>.</param>
    public void End(bool mayBeCut)
    {
        Release(mayBeCut);
        _node = 0;
    }

    /// <summary>Everything from there on until now is a secret.</summary>
    private void Hide(long from)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var line = _open[i];
            var end = (int)Math.Min(_count - line.Start, line.Length);
            var start = (int)Math.Max(0, from - line.Start);
            if (start < end)
                SecretMask.Add(line.Hidden, line.Place(start), line.Place(end - 1) + 1);
            if (line.Start <= from)
                return;
        }
    }

    private void Release(long decided)
    {
        var count = _open.TakeWhile(line => line.Start + line.Length <= decided).Count();
        var done = _open.GetRange(0, count);
        _open.RemoveRange(0, count);
        done.ForEach(line => ready(line.About, SecretMask.Write(line.Text, line.Hidden)));
    }

    /// <summary>A line that waits.</summary>
    private sealed record Line(T About, string Text, long Start, int[]? Places)
    {
        public List<(int Start, int End)> Hidden { get; } = [];

        /// <summary>Characters, line breaks left out.</summary>
        public int Length => Places?.Length ?? Text.Length;

        public int Place(int index) => Places?[index] ?? index;
    }
}
