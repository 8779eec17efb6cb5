using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Core.Security;

/// <summary>
/// Takes secrets out of texts: each becomes <see cref="Mark"/>, as it is and in every form of <see cref="SecretVariants"/>, over line breaks too. Immutable, thread safe.
/// Long secrets are looked for in pieces, so that a part of one is found as well.
/// </summary>
public sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mark = "***";

    /// <summary>Characters of the shortest value that is masked: shorter ones stand in too many texts by chance.</summary>
    public const int ShortestValue = SecretVariants.Shortest;

    /// <summary>Characters of the longest value.</summary>
    public const int LongestValue = 16 * 1024;

    /// <summary>Texts that are longer are looked for in pieces.</summary>
    private const int LongestText = 48;
    private const int Piece = 32;

    /// <summary>A text longer than this may have been cut by whoever made it.</summary>
    private const int MayBeCutFrom = 500_000;

    private readonly SearchValues<string>? _search;
    private readonly TextAutomaton? _automaton;

    private SecretMask(IReadOnlyList<string> values)
    {
        Values = values;
        string[] texts = [.. values.Where(value => value.Length is >= ShortestValue and <= LongestValue).SelectMany(SecretVariants.Of).SelectMany(Pieces).Distinct(StringComparer.Ordinal)];
        if (texts.Length == 0)
            return;
        _search = SearchValues.Create(texts, StringComparison.Ordinal);
        _automaton = new TextAutomaton(texts);
    }

    /// <summary>A mask of nothing, which costs nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>True when it changes no text.</summary>
    public bool IsNone => _automaton is null;

    /// <summary>What it hides. Secret.</summary>
    public IReadOnlyList<string> Values { get; }

    internal TextAutomaton Automaton => _automaton!;

    /// <summary>A mask of these values. Those shorter than <see cref="ShortestValue"/> or longer than <see cref="LongestValue"/> are not masked.</summary>
    public static SecretMask Of(IEnumerable<string> values)
    {
        string[] all = [.. values.Distinct(StringComparer.Ordinal)];
        return all.Length == 0 ? None : new SecretMask(all);
    }

    /// <summary>The text without secrets.</summary>
    /// <param name="text">Any.</param>
    /// <param name="mayBeCut">True for a text that somebody has cut off: an end that could be the begin of a secret is masked too.</param>
    public string Apply(string text, bool mayBeCut = false)
    {
        mayBeCut |= text.Length > MayBeCutFrom;
        if (_automaton is null || (!mayBeCut && !HasBreak(text) && !MayHold(text)))
            return text;
        return Write(text, Ranges(text, mayBeCut));
    }

    /// <summary>The value without secrets, in names and numbers too; the value itself when it has none. Texts of a list are read as lines that follow each other.</summary>
    public JsonNode? Apply(JsonNode? node) => _automaton is null ? node : MaskedJson.Of(this, node);

    /// <summary>True when the text has one of the looked-for in one line.</summary>
    internal bool MayHold(ReadOnlySpan<char> text) => text.ContainsAny(_search!);

    internal static bool HasBreak(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') >= 0;

    /// <summary>The text with each range written as <see cref="Mark"/>; line breaks within it stay.</summary>
    internal static string Write(string text, List<(int Start, int End)> ranges)
    {
        if (ranges.Count == 0)
            return text;
        var made = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in ranges)
        {
            made.Append(text, at, start - at);
            var isMarked = false;
            for (var i = start; i < end; i++)
            {
                if (text[i] is '\r' or '\n')
                    made.Append(text[i]);
                else if (!isMarked)
                    made.Append(Mark);
                isMarked = text[i] is not ('\r' or '\n');
            }
            at = end;
        }
        return made.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Adds a range that ends behind all others.</summary>
    internal static void Add(List<(int Start, int End)> ranges, int start, int end)
    {
        while (ranges is [.., var last] && last.End >= start)
        {
            start = Math.Min(start, last.Start);
            ranges.RemoveAt(ranges.Count - 1);
        }
        ranges.Add((start, end));
    }

    private List<(int Start, int End)> Ranges(string text, bool mayBeCut)
    {
        var ranges = new List<(int, int)>();
        var places = new int[_automaton!.Longest];
        var (node, count) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n')
                continue;
            places[count++ % places.Length] = i;
            node = _automaton.Step(node, text[i]);
            if (_automaton.Found(node) is > 0 and var length)
                Add(ranges, places[(count - length) % places.Length], i + 1);
        }
        if (mayBeCut && _automaton.Depth(node) is >= SecretVariants.Shortest and var depth)
            Add(ranges, places[(count - depth) % places.Length], places[(count - 1) % places.Length] + 1);
        return ranges;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        if (text.Length <= LongestText)
            return [text];
        return Enumerable.Range(0, (text.Length + Piece - 1) / Piece).Select(i => text.Substring(Math.Min(i * Piece, text.Length - Piece), Piece));
    }
}

/// <summary>JSON without secrets.</summary>
internal static class MaskedJson
{
    public static JsonNode? Of(SecretMask mask, JsonNode? node) => Touches(mask, node) ? Copy(mask, node) : node;

    private static bool Touches(SecretMask mask, JsonNode? node) => node switch
    {
        JsonObject map => map.Any(entry => Changes(mask, entry.Key) || Touches(mask, entry.Value)),
        JsonArray list => Texts(list) is { } texts ? !texts.SequenceEqual(Lines(mask, texts), StringComparer.Ordinal) : list.Any(item => Touches(mask, item)),
        JsonValue value => Changes(mask, Text(value)),
        _ => false,
    };

    private static JsonNode? Copy(SecretMask mask, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var copy = new JsonObject();
                foreach (var (key, value) in map)
                    copy[Free(copy, mask.Apply(key))] = Copy(mask, value);
                return copy;
            case JsonArray list:
                return Texts(list) is { } texts ? [.. Lines(mask, texts).Select(text => (JsonNode?)JsonValue.Create(text))] : new JsonArray([.. list.Select(item => Copy(mask, item))]);
            case JsonValue value when Changes(mask, Text(value)):
                return JsonValue.Create(mask.Apply(Text(value)));
            default:
                return node?.DeepClone();
        }
    }

    private static bool Changes(SecretMask mask, string text) => !ReferenceEquals(mask.Apply(text), text);

    private static string Text(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => "",
    };

    /// <summary>The items when there are several and all are text.</summary>
    private static List<string>? Texts(JsonArray list) =>
        list.Count > 1 && list.All(item => item is JsonValue value && value.GetValueKind() == JsonValueKind.String) ? [.. list.Select(item => item!.GetValue<string>())] : null;

    private static List<string> Lines(SecretMask mask, List<string> lines)
    {
        var made = new List<string>(lines.Count);
        var masker = new LineMasker<bool>(mask, (_, line) => made.Add(line));
        lines.ForEach(line => masker.Take(default, line));
        masker.End(mayBeCut: false);
        return made;
    }

    /// <summary>Two names may be alike once they are masked.</summary>
    private static string Free(JsonObject map, string name)
    {
        var free = name;
        for (var i = 2; map.ContainsKey(free); i++)
            free = $"{name} ({i})";
        return free;
    }
}
