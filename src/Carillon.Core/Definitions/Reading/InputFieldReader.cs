using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Reads the fields of <c>input</c> and <c>parameters</c>.</summary>
internal static class InputFieldReader
{
    /// <summary>Fields of one kind in a file.</summary>
    private const int MostFields = 500;

    /// <summary>Fields with a pattern among them: each is made ready whenever an input is looked at.</summary>
    private const int MostPatterns = 50;

    private const int LongestPattern = 500;

    public static IReadOnlyList<InputField> Read(YamlMapping workflow, string key, ProblemSink problems)
    {
        if (workflow.Map(key) is not { } input)
            return [];
        if (input.Entries.Count > MostFields)
            problems.Add(ProblemCodes.TooLarge, input.Entries[MostFields].Key, $"There are {input.Entries.Count} fields under '{key}'; {MostFields} are allowed.", "Put some of them into one field of 'type: object'.");
        if (input.Entries.Where(e => (e.Value as YamlMapping)?["pattern"] is not null).Select(e => e.Key).Skip(MostPatterns).FirstOrDefault() is { } surplus)
            problems.Add(ProblemCodes.TooLarge, surplus, $"More than {MostPatterns} fields under '{key}' have a pattern.");
        var fields = new List<InputField>();
        foreach (var entry in input.Entries.Take(MostFields))
        {
            if (string.IsNullOrWhiteSpace(entry.Name))
                problems.Add(ProblemCodes.InvalidValue, entry.Key, "The name of a field is empty.");
            else if (entry.Value is YamlMapping map)
                fields.Add(ReadField(entry.Name, map, isOver: fields.Count(f => f.Pattern is not null) >= MostPatterns, problems));
        }

        return fields;
    }

    private static InputField ReadField(string name, YamlMapping map, bool isOver, ProblemSink problems)
    {
        var type = Type(map.Text("type"));
        var field = new InputField
        {
            Name = name,
            Type = type,
            Required = map.Bool("required") ?? false,
            Minimum = map.Number("minimum"),
            Maximum = map.Number("maximum"),
            Pattern = isOver ? null : map.Text("pattern"),
            Description = map.Text("description"),
        };
        CheckBounds(field, map, problems);
        if (field.Pattern?.Length > LongestPattern)
        {
            problems.Add(ProblemCodes.TooLarge, map["pattern"]!, $"The pattern of '{name}' has more than {LongestPattern} characters.");
            field = field with { Pattern = null };
        }
        else if (field.Pattern is not null && InputSchema.Pattern(field.Pattern) is null)
        {
            problems.Add(ProblemCodes.InvalidValue, map["pattern"]!, $"'{field.Pattern}' is no regular expression that can be matched in linear time.", "Look-around and back references are not available.");
            field = field with { Pattern = null };
        }

        field = field with { Enum = ReadEnum(field, map, problems) };
        return field with { Default = ReadDefault(field, map, problems) };
    }

    private static InputType Type(string? text) => text switch
    {
        "integer" => InputType.Integer,
        "number" => InputType.Number,
        "boolean" => InputType.Boolean,
        "array" => InputType.Array,
        "object" => InputType.Object,
        _ => InputType.String,
    };

    private static void CheckBounds(InputField field, YamlMapping map, ProblemSink problems)
    {
        var isNumber = field.Type is InputType.Integer or InputType.Number;
        foreach (var key in new[] { "minimum", "maximum" })
        {
            if (!isNumber && map[key] is { } bound)
                problems.Add(ProblemCodes.InvalidValue, bound, $"'{key}' is for numbers, and '{field.Name}' is {InputSchema.Article(field.Type)}.");
        }

        if (field.Minimum > field.Maximum)
            problems.Add(ProblemCodes.InvalidValue, map["maximum"]!, "'maximum' is below 'minimum'.");
        if (field.Pattern is not null && field.Type != InputType.String)
            problems.Add(ProblemCodes.InvalidValue, map["pattern"]!, $"'pattern' is for text, and '{field.Name}' is {InputSchema.Article(field.Type)}.");
    }

    private static IReadOnlyList<JsonNode>? ReadEnum(InputField field, YamlMapping map, ProblemSink problems)
    {
        if (map["enum"] is not YamlSequence list)
            return null;
        var values = new List<JsonNode>();
        foreach (var item in list.Items)
        {
            if (YamlScalars.ToJson(item) is not { } value || !InputSchema.Fits(field.Type, value))
                problems.Add(ProblemCodes.InvalidValue, item, $"A value of '{field.Name}' must be {InputSchema.Article(field.Type)}, not {item.Kind}.", Quote(field, item));
            else
                values.Add(value);
        }

        return values;
    }

    private static JsonNode? ReadDefault(InputField field, YamlMapping map, ProblemSink problems)
    {
        if (map["default"] is not { } at || YamlScalars.ToJson(at) is not { } value)
            return null;
        if (InputSchema.Fault(field, value, problems.Patterns) is { } fault)
            problems.Add(ProblemCodes.InvalidInput, at, $"The default of '{field.Name}' {fault}.", Quote(field, at));
        return value;
    }

    /// <summary>The fix for text that YAML reads as something else.</summary>
    internal static string? Quote(InputField field, YamlValue value) =>
        field.Type == InputType.String && value is YamlScalar { ScalarKind: not YamlScalarKind.Text, Text: var text } ? $"Put it in quotes: '{text}'." : null;
}
