namespace Carillon.Core.Definitions.Yaml;

/// <summary>A value of a YAML text with its place. Immutable once read.</summary>
/// <param name="line">Line, from 1.</param>
/// <param name="column">Column in UTF-16 units, from 1.</param>
internal abstract class YamlValue(int line, int column)
{
    public int Line => line;

    public int Column => column;

    /// <summary>Values in it, itself included, every alias written out.</summary>
    public int Size { get; set; } = 1;

    /// <summary>Levels of it, itself included.</summary>
    public int Height { get; set; } = 1;

    /// <summary>The field of a JSON document that the value comes from, for example <c>parameters.lookback</c>; null for what stands in the text itself.</summary>
    public string? Field { get; init; }

    /// <summary>True for what stands in for a value that is not known yet: nothing is said against it.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The kind in words, with its article.</summary>
    public abstract string Kind { get; }

    /// <summary>Counts a part of it.</summary>
    public void Hold(YamlValue part)
    {
        Size += part.Size;
        Height = Math.Max(Height, part.Height + 1);
    }
}

/// <summary>A scalar.</summary>
internal sealed class YamlScalar(string text, bool quoted, bool verbatim, int line, int column) : YamlValue(line, column)
{
    private YamlScalarKind? _kind;

    public string Text => text;

    /// <summary>Columns before the first character of the text.</summary>
    public int Lead => quoted ? 1 : 0;

    /// <summary>True when the text stands in the file character by character on one line, so that a place within it can be told.</summary>
    public bool IsVerbatim => verbatim;

    /// <summary>What it is by the YAML 1.2 core schema: quoted text is always text.</summary>
    public YamlScalarKind ScalarKind => _kind ??= quoted ? YamlScalarKind.Text : YamlScalars.KindOf(text);

    public bool IsNull => ScalarKind == YamlScalarKind.Null;

    public override string Kind => ScalarKind switch
    {
        YamlScalarKind.Null => "nothing",
        YamlScalarKind.Boolean => "true or false",
        YamlScalarKind.Integer or YamlScalarKind.Number => "a number",
        _ => "text",
    };
}

internal sealed class YamlSequence(int line, int column) : YamlValue(line, column)
{
    public List<YamlValue> Items { get; } = [];

    public override string Kind => "a list";
}

/// <summary>One key of a mapping.</summary>
internal readonly record struct YamlEntry(YamlScalar Key, YamlValue Value)
{
    public string Name => Key.Text;
}

internal sealed class YamlMapping(int line, int column) : YamlValue(line, column)
{
    public List<YamlEntry> Entries { get; } = [];

    public override string Kind => "a mapping";

    public YamlValue? this[string name]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (string.Equals(entry.Key.Text, name, StringComparison.Ordinal))
                    return entry.Value;
            }

            return null;
        }
    }

    /// <summary>Replaces or adds a key. Sizes are not counted anew.</summary>
    public void Set(string name, YamlValue value)
    {
        var at = Entries.FindIndex(e => string.Equals(e.Name, name, StringComparison.Ordinal));
        if (at >= 0)
            Entries[at] = new YamlEntry(Entries[at].Key, value);
        else
            Entries.Add(new YamlEntry(new YamlScalar(name, quoted: true, verbatim: false, value.Line, value.Column) { Field = value.Field }, value));
    }

    /// <summary>Takes a key away; nothing happens when it is not there.</summary>
    public void Remove(string name) => Entries.RemoveAll(e => string.Equals(e.Name, name, StringComparison.Ordinal));
}

internal enum YamlScalarKind
{
    Null,
    Boolean,
    Integer,
    Number,
    Text,
}
