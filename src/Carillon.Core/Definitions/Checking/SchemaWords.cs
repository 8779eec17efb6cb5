using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Checking;

/// <summary>
/// One YAML value against one JSON Schema, in words: <c>type, enum, const, minimum, maximum, exclusiveMinimum, minLength, maxLength, pattern, minItems, maxItems,
/// anyOf, oneOf</c>. What else a schema says is left to the task type itself.
/// </summary>
internal static class SchemaWords
{
    // Of task types, of which there are few; a file may have thousands of tasks.
    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new(StringComparer.Ordinal);

    /// <summary>The end of a sentence that says what is wrong, or null.</summary>
    public static string? Fault(YamlValue value, JsonObject schema)
    {
        var types = Types(schema);
        if (types.Count > 0 && !types.Any(t => Fits(value, t)))
            return $"must be {string.Join(" or ", types.Select(Words))}, not {value.Kind}";
        if (Options(schema) is { Count: > 0 } options && options.All(o => Fault(value, o) is not null))
            return options.Select(o => Fault(value, o)).First(f => f is not null);
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => IsValue(value, a)))
            return $"must be one of {string.Join(", ", allowed.Select(a => $"'{ExpressionValues.ToText(a)}'"))}";
        if (schema.TryGetPropertyValue("const", out var only) && !IsValue(value, only))
            return $"must be '{ExpressionValues.ToText(only)}'";
        return value switch
        {
            YamlScalar scalar when YamlScalars.TryNumber(scalar, out var number) => NumberFault(number, schema),
            YamlScalar { ScalarKind: YamlScalarKind.Text } scalar => TextFault(scalar.Text, schema),
            YamlSequence list when Bound(schema, "minItems") > list.Items.Count => $"must have at least {Bound(schema, "minItems")} items",
            YamlSequence list when Bound(schema, "maxItems") < list.Items.Count => $"must have at most {Bound(schema, "maxItems")} items",
            _ => null,
        };
    }

    /// <summary>The fix in words, when it is plain.</summary>
    public static string? Fix(YamlValue value, JsonObject schema)
    {
        if (value is not YamlScalar scalar)
            return null;
        if (schema["enum"] is JsonArray allowed)
            return Nearest.Suggest(scalar.Text, allowed.Select(ExpressionValues.ToText));
        return scalar.ScalarKind is not (YamlScalarKind.Text or YamlScalarKind.Null) && Types(schema) is ["string"] ? $"Put it in quotes: '{scalar.Text}'." : null;
    }

    private static string? NumberFault(decimal number, JsonObject schema)
    {
        if (number < Bound(schema, "minimum"))
            return $"must be at least {Bound(schema, "minimum")}";
        if (number > Bound(schema, "maximum"))
            return $"must be at most {Bound(schema, "maximum")}";
        return number <= Bound(schema, "exclusiveMinimum") ? $"must be above {Bound(schema, "exclusiveMinimum")}" : null;
    }

    private static string? TextFault(string text, JsonObject schema)
    {
        if (text.Length < Bound(schema, "minLength"))
            return text.Length == 0 ? "must not be empty" : $"must have at least {Bound(schema, "minLength")} characters";
        if (text.Length > Bound(schema, "maxLength"))
            return $"must have at most {Bound(schema, "maxLength")} characters";
        return ExpressionValues.TryText(schema["pattern"], out var pattern) && Patterns.GetOrAdd(pattern, InputSchema.Pattern)?.IsMatch(text) == false
            ? $"must match the pattern '{pattern}'"
            : null;
    }

    private static List<JsonObject> Options(JsonObject schema) =>
        (schema["anyOf"] ?? schema["oneOf"]) is JsonArray options ? [.. options.OfType<JsonObject>()] : [];

    private static List<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray many => [.. many.Select(ExpressionValues.ToText)],
        { } one => [ExpressionValues.ToText(one)],
        _ => [],
    };

    private static decimal? Bound(JsonObject schema, string key) => ExpressionValues.TryNumber(schema[key], out var number) ? number : null;

    private static bool IsValue(YamlValue value, JsonNode? expected) => ExpressionValues.AreEqual(YamlScalars.ToJson(value), expected);

    private static bool Fits(YamlValue value, string type) => type switch
    {
        "object" => value is YamlMapping,
        "array" => value is YamlSequence,
        "null" => value is YamlScalar { IsNull: true },
        "boolean" => value is YamlScalar { ScalarKind: YamlScalarKind.Boolean },
        "integer" => value is YamlScalar scalar && YamlScalars.TryNumber(scalar, out var number) && number == decimal.Truncate(number),
        "number" => value is YamlScalar { ScalarKind: YamlScalarKind.Integer or YamlScalarKind.Number },
        _ => value is YamlScalar { ScalarKind: YamlScalarKind.Text },
    };

    private static string Words(string type) => type switch
    {
        "object" => "a mapping",
        "array" => "a list",
        "null" => "nothing",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "text",
    };
}
