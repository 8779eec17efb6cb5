using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Carillon.Core.Definitions.Yaml;

/// <summary>What came of reading a text: a value or the problem that ended it, and problems that did not.</summary>
internal sealed record YamlText(YamlValue? Root, IReadOnlyList<Problem> Problems);

/// <summary>Reads one YAML document into a tree, within limits, from the parser's events.</summary>
internal sealed class YamlReader
{
    /// <summary>The largest text, in bytes of UTF-8 (and so in UTF-16 units).</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>How deep values may nest, aliases written out.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many values there may be, aliases written out.</summary>
    public const int MaxNodes = 200_000;

    private const int LongestKeptOnce = 40;
    private const int MostKeptOnce = 10_000;

    private readonly string _file;
    private readonly IParser _parser;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);

    /// <summary>Short texts that have been read: one that comes again, as keys and time zones do, is kept once.</summary>
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private int _nodes;
    private bool _stopped;

    private YamlReader(string text, string file)
    {
        _file = file;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads <paramref name="text"/>. Never throws on bad text.</summary>
    public static YamlText Read(string text, string file)
    {
        if (YamlCharacters.Check(text, file) is { } bad)
            return new YamlText(null, [bad]);
        var reader = new YamlReader(text, file);
        try
        {
            var root = reader.ReadDocument();
            return new YamlText(reader._stopped ? null : root, reader._problems);
        }
        catch (YamlException e)
        {
            reader._problems.Add(YamlSyntax.Explain(e, text, file));
            return new YamlText(null, reader._problems);
        }
    }

    // The scanner answers some broken texts with exceptions that are not its own.
    private void Advance()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException or NullReferenceException)
        {
            var at = _parser.Current?.End ?? new Mark(0, 1, 1);
            throw new YamlException(at, at, "the text from here on cannot be read", e);
        }
    }

    private YamlValue? ReadDocument()
    {
        Advance();
        Advance();
        if (_parser.Current is not DocumentStart)
            return Stop(ProblemCodes.InvalidYaml, "The file is empty.", 1, 1, "A workflow needs at least 'id' and 'tasks'.");
        Advance();
        var root = ReadValue(1);
        if (_stopped)
            return null;
        Advance();
        Advance();
        if (_parser.Current is DocumentStart second)
            return Stop(ProblemCodes.InvalidYaml, "The file holds more than one document.", Line(second), Column(second), "Put each workflow into a file of its own.");
        return root;
    }

    private YamlValue? ReadValue(int depth)
    {
        var e = _parser.Current!;
        if (depth > MaxDepth)
            return Stop(ProblemCodes.TooLarge, $"Values nest deeper than {MaxDepth}.", Line(e), Column(e), null);
        if (!Count(1, e))
            return null;
        if (e is AnchorAlias alias)
            return ReadAlias(alias, depth);
        if (e is not NodeEvent start)
            return Stop(ProblemCodes.InvalidYaml, "This is not YAML: a value is missing here.", Line(e), Column(e), null);
        var tag = start.Tag;
        if (!tag.IsEmpty && !IsKnownTag(tag.Value))
            Add(ProblemCodes.InvalidYaml, $"The tag '{tag.Value}' means nothing here.", e, "Tags are not needed; leave it out.");
        YamlValue? value = e switch
        {
            Scalar scalar => ReadScalar(scalar, tag),
            SequenceStart list => ReadSequence(list, depth),
            _ => ReadMapping((MappingStart)e, depth),
        };
        if (value is not null && !start.Anchor.IsEmpty)
            _anchors[start.Anchor.Value] = value;
        return value;
    }

    private YamlScalar ReadScalar(Scalar scalar, TagName tag)
    {
        var isQuoted = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted;
        var isText = scalar.Style != ScalarStyle.Plain || (!tag.IsEmpty && tag.Value.EndsWith(":str", StringComparison.Ordinal));
        var isVerbatim = scalar.Start.Line == scalar.End.Line
            && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (isQuoted ? 2 : 0);
        return new YamlScalar(Once(scalar.Value), isText, isVerbatim, Line(scalar), Column(scalar));
    }

    private string Once(string text)
    {
        if (text.Length > LongestKeptOnce || _texts.Count > MostKeptOnce)
            return text;
        if (_texts.TryGetValue(text, out var known))
            return known;
        _texts.Add(text);
        return text;
    }

    private YamlSequence? ReadSequence(SequenceStart start, int depth)
    {
        var list = new YamlSequence(Line(start), Column(start));
        Advance();
        while (_parser.Current is not SequenceEnd)
        {
            if (ReadValue(depth + 1) is not { } item)
                return null;
            list.Items.Add(item);
            list.Hold(item);
            Advance();
        }

        return list;
    }

    private YamlMapping? ReadMapping(MappingStart start, int depth)
    {
        var map = new YamlMapping(Line(start), Column(start));
        YamlMerge? merge = null;
        HashSet<string>? many = null;
        Advance();
        while (_parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar keyEvent)
                return Stop<YamlMapping>(ProblemCodes.InvalidYaml, "A key must be text.", _parser.Current!, "Put an expression in quotes: \"${{ input.x }}\".");
            var key = ReadScalar(keyEvent, TagName.Empty);
            Advance();
            if (ReadValue(depth + 1) is not { } value)
                return null;
            if (string.Equals(key.Text, "<<", StringComparison.Ordinal) && keyEvent.Style == ScalarStyle.Plain)
                (merge ??= new YamlMerge()).Add(key, value);
            else if (IsNew(map, key, ref many))
                map.Entries.Add(new YamlEntry(key, value));
            map.Hold(value);
            Advance();
        }

        merge?.Into(map, (at, message) => Add(ProblemCodes.InvalidYaml, message, at, null));
        return map;
    }

    private YamlValue? ReadAlias(AnchorAlias alias, int depth)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var value))
            return Stop(ProblemCodes.InvalidYaml, $"No anchor '&{name}' stands before this alias.", Line(alias), Column(alias), Nearest.Suggest(name, _anchors.Keys));
        if (depth + value.Height - 1 > MaxDepth)
            return Stop(ProblemCodes.TooLarge, $"Values nest deeper than {MaxDepth}, aliases written out.", Line(alias), Column(alias), null);
        return Count(value.Size - 1, alias) ? value : null;
    }

    // Linear for the small mappings that files are made of; a set for the large ones.
    private bool IsNew(YamlMapping map, YamlScalar key, ref HashSet<string>? many)
    {
        if (map.Entries.Count == 12)
            many = new HashSet<string>(map.Entries.Select(e => e.Name), StringComparer.Ordinal);
        var isNew = many?.Add(key.Text) ?? map[key.Text] is null;
        if (!isNew)
            _problems.Add(new Problem(ProblemCodes.Duplicate, $"The key '{key.Text}' is here twice.", new SourceLocation(_file, key.Line, key.Column)));
        return isNew;
    }

    private bool Count(int nodes, ParsingEvent e)
    {
        _nodes += nodes;
        if (_nodes <= MaxNodes)
            return true;
        Stop(ProblemCodes.TooLarge, $"The file holds more than {MaxNodes} values, aliases written out.", Line(e), Column(e), null);
        return false;
    }

    private void Add(string code, string message, ParsingEvent at, string? suggestion) =>
        _problems.Add(new Problem(code, message, new SourceLocation(_file, Line(at), Column(at)), suggestion));

    private void Add(string code, string message, YamlValue at, string? suggestion) =>
        _problems.Add(new Problem(code, message, new SourceLocation(_file, at.Line, at.Column), suggestion));

    private YamlValue? Stop(string code, string message, int line, int column, string? suggestion)
    {
        _stopped = true;
        _problems.Add(new Problem(code, message, new SourceLocation(_file, line, column), suggestion));
        return null;
    }

    private T? Stop<T>(string code, string message, ParsingEvent at, string? suggestion)
        where T : YamlValue
    {
        Stop(code, message, Line(at), Column(at), suggestion);
        return null;
    }

    private static bool IsKnownTag(string tag) =>
        tag is "!" || (tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal)
            && tag[18..] is "str" or "int" or "float" or "bool" or "null" or "seq" or "map");

    private static int Line(ParsingEvent e) => (int)e.Start.Line;

    private static int Column(ParsingEvent e) => (int)e.Start.Column;
}
