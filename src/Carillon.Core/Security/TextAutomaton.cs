namespace Carillon.Core.Security;

/// <summary>Looks for many texts at once, one character after the other (Aho and Corasick, 1975). Immutable once made, thread safe.</summary>
internal sealed class TextAutomaton
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<int> _fail = [0];
    private readonly List<int> _found = [0];
    private readonly List<int> _depth = [0];

    public TextAutomaton(IEnumerable<string> texts)
    {
        var nodes = new List<(int Parent, char By)> { (0, '\0') };
        foreach (var text in texts)
        {
            var at = 0;
            foreach (var c in text)
            {
                if (!_next.TryGetValue(Key(at, c), out var to))
                {
                    to = nodes.Count;
                    nodes.Add((at, c));
                    _next[Key(at, c)] = to;
                    _fail.Add(0);
                    _found.Add(0);
                    _depth.Add(_depth[at] + 1);
                }
                at = to;
            }
            _found[at] = text.Length;
            Longest = Math.Max(Longest, text.Length);
        }
        // Parents first: what a node falls back to is known before the node is looked at.
        foreach (var node in Enumerable.Range(1, nodes.Count - 1).OrderBy(node => _depth[node]))
        {
            var (parent, by) = nodes[node];
            _fail[node] = parent == 0 ? 0 : Step(_fail[parent], by);
            if (_found[node] == 0)
                _found[node] = _found[_fail[node]];
        }
    }

    /// <summary>Characters of the longest text.</summary>
    public int Longest { get; }

    /// <summary>Where it stands after one more character; it begins at 0.</summary>
    public int Step(int node, char c)
    {
        while (true)
        {
            if (_next.TryGetValue(Key(node, c), out var to))
                return to;
            if (node == 0)
                return 0;
            node = _fail[node];
        }
    }

    /// <summary>The length of the longest text that ends here; 0 for none.</summary>
    public int Found(int node) => _found[node];

    /// <summary>How many of the last characters may be the begin of a text.</summary>
    public int Depth(int node) => _depth[node];

    private static long Key(int node, char c) => ((long)node << 16) | c;
}
