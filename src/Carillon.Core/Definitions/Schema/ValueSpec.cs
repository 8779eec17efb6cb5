namespace Carillon.Core.Definitions.Schema;

/// <summary>What a place of the file takes. The parser's checks, the JSON Schema and the reference page all follow these.</summary>
internal abstract record ValueSpec
{
    /// <summary>In words, with its article, for messages and the reference page.</summary>
    public abstract string Words { get; }
}

/// <summary>Text. Numbers and booleans without quotes are taken as the text they are.</summary>
/// <param name="Meaning">The words, when they say more than "text".</param>
/// <param name="Pattern">A regular expression for editors, or null. The parser has checks of its own.</param>
internal sealed record TextSpec(string Meaning = "text", string? Pattern = null) : ValueSpec
{
    public override string Words => Meaning;
}

/// <summary>An id: ASCII letters, digits, <c>_ - .</c>.</summary>
internal sealed record IdSpec : ValueSpec
{
    public const int MaxLength = 200;

    public const string Pattern = "^[A-Za-z0-9_][A-Za-z0-9_.-]*$";

    public override string Words => "an id (ASCII letters, digits, `_`, `-`, `.`)";
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceSpec(params string[] Values) : ValueSpec
{
    /// <summary>Words of the language that this version does not carry out.</summary>
    public string[] Planned { get; init; } = [];

    public override string Words => string.Join(", ", Values.Select(v => $"`{v}`"));
}

/// <summary>A whole number, both bounds inclusive.</summary>
internal sealed record IntegerSpec(int Least = int.MinValue, int Most = int.MaxValue) : ValueSpec
{
    public override string Words => (Least, Most) switch
    {
        (int.MinValue, int.MaxValue) => "a whole number",
        (_, int.MaxValue) => $"a whole number from {Least}",
        _ => $"a whole number from {Least} to {Most}",
    };
}

/// <summary>A number.</summary>
/// <param name="Least">The smallest, inclusive, or null.</param>
internal sealed record NumberSpec(decimal? Least = null) : ValueSpec
{
    public override string Words => Least is null ? "a number" : $"a number from {Least}";
}

/// <summary>An amount of money: from 0 to <see cref="Money.MostAmount"/>, with six decimals at most.</summary>
internal sealed record AmountSpec : ValueSpec
{
    public override string Words => "an amount (a number from 0 to 1000000000 with six decimals at most)";
}

internal sealed record BooleanSpec : ValueSpec
{
    public override string Words => "`true` or `false`";
}

/// <summary>A duration such as <c>1h30m</c>.</summary>
/// <param name="AllowZero">Whether it may be zero.</param>
internal sealed record DurationSpec(bool AllowZero = false) : ValueSpec
{
    public const string Pattern = "^([0-9]+(w|d|h|ms|m|s))+$";

    public override string Words => "a duration (`500ms`, `30s`, `10m`, `1h30m`, `14d`)";
}

/// <summary>An expression, with or without <c>${{ }}</c> around it.</summary>
internal sealed record ExpressionSpec : ValueSpec
{
    public override string Words => "an expression";
}

/// <summary>A list; a single item may stand for a list of one when <paramref name="OrOne"/>.</summary>
internal sealed record ListSpec(ValueSpec Item, bool OrOne = false, int Least = 0) : ValueSpec
{
    public override string Words => OrOne ? $"{Item.Words}, or a list of such" : $"a list: {Item.Words}";
}

/// <summary>A mapping from names of the author's own.</summary>
internal sealed record MapSpec(ValueSpec Item, string NameWords) : ValueSpec
{
    public override string Words => $"a mapping from {NameWords} to {Item.Words}";
}

/// <summary>A mapping with known keys.</summary>
internal sealed record ObjectSpec(string Name, string Title, string Meaning, params KeySpec[] Keys) : ValueSpec
{
    private Dictionary<string, KeySpec>? _byName;

    public override string Words => $"a [{Title}](#{Title.Replace(' ', '-')})";

    public KeySpec? Find(string name)
    {
        _byName ??= Keys.ToDictionary(k => k.Name, StringComparer.Ordinal);
        return _byName.GetValueOrDefault(name);
    }
}

/// <summary>A mapping with known keys, or in short a mapping with one key: a task type's name with its <c>with</c>.</summary>
internal sealed record HookSpec(ObjectSpec Full) : ValueSpec
{
    public override string Words => $"{Full.Words}, or in short a task type's name with its `with`: `shell: {{ run: … }}`";

    /// <summary>Whether the mapping is the short form.</summary>
    public bool IsShort(Yaml.YamlMapping map) =>
        map.Entries is [var only] && Full.Find(only.Name) is null && (only.Value is Yaml.YamlMapping || only.Value is Yaml.YamlScalar { IsNull: true });
}

/// <summary>Any value.</summary>
/// <param name="Meaning">The words.</param>
/// <param name="IsMapping">Whether it must be a mapping.</param>
internal sealed record AnySpec(string Meaning, bool IsMapping = false) : ValueSpec
{
    public override string Words => Meaning;
}

/// <summary>One of several kinds, told apart by scalar, list or mapping (and number or text among scalars).</summary>
internal sealed record EitherSpec(params ValueSpec[] Options) : ValueSpec
{
    public override string Words => string.Join(", or ", Options.Select(o => o.Words));
}

/// <summary>One key of a mapping.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">What it takes.</param>
/// <param name="Meaning">One or two sentences.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Default">The value when it is left out, as shown; null for none.</param>
/// <param name="Planned">True: part of the language, not carried out yet, and refused with SCH025.</param>
internal sealed record KeySpec(string Name, ValueSpec Value, string Meaning, bool Required = false, string? Default = null, bool Planned = false);
