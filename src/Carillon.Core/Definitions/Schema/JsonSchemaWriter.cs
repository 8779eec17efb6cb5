using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Definitions.Schema;

/// <summary>Writes the table as JSON Schema.</summary>
internal static class JsonSchemaWriter
{
    /// <summary>A mapping with its keys. Planned keys are left out, so that editors mark them.</summary>
    public static JsonObject Mapping(ObjectSpec spec)
    {
        var properties = new JsonObject();
        foreach (var key in spec.Keys.Where(k => !k.Planned))
        {
            var value = Value(key.Value);
            value["description"] = key.Default is null ? Plain(key.Meaning) : $"{Plain(key.Meaning)} Default: {Plain(key.Default)}.";
            properties[key.Name] = value;
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["description"] = Plain(spec.Meaning),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        var required = spec.Keys.Where(k => k.Required).Select(k => (JsonNode)k.Name).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        return schema;
    }

    /// <summary>A task type's schema where every value may be an expression instead.</summary>
    public static JsonObject WithExpressions(JsonObject schema, string summary)
    {
        var copy = (JsonObject)Loosen(schema);
        copy["description"] ??= summary;
        return copy;
    }

    private static JsonObject Value(ValueSpec spec) => spec switch
    {
        IdSpec => new JsonObject { ["type"] = "string", ["pattern"] = IdSpec.Pattern, ["maxLength"] = IdSpec.MaxLength },
        ChoiceSpec choice => new JsonObject { ["enum"] = new JsonArray([.. choice.Values.Select(v => (JsonNode)v)]) },
        IntegerSpec integer => Bounded("integer", integer.Least == int.MinValue ? null : integer.Least, integer.Most == int.MaxValue ? null : integer.Most),
        NumberSpec number => Bounded("number", number.Least, null),
        AmountSpec => Bounded("number", 0, Money.MostAmount),
        BooleanSpec => new JsonObject { ["type"] = "boolean" },
        DurationSpec => new JsonObject { ["type"] = "string", ["pattern"] = DurationSpec.Pattern },
        ExpressionSpec => new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
        ListSpec list => List(list),
        MapSpec map => new JsonObject { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = Value(map.Item) },
        ObjectSpec known => new JsonObject { ["$ref"] = $"#/$defs/{known.Name}" },
        HookSpec hook => new JsonObject { ["anyOf"] = new JsonArray(Value(hook.Full), ShortHook()) },
        EitherSpec either => new JsonObject { ["anyOf"] = new JsonArray([.. either.Options.Select(Value)]) },
        AnySpec any => any.IsMapping ? new JsonObject { ["type"] = new JsonArray("object", "null") } : [],
        _ => new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    private static JsonObject List(ListSpec list)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Value(list.Item) };
        if (list.Least > 0)
            schema["minItems"] = list.Least;
        return list.OrOne ? new JsonObject { ["anyOf"] = new JsonArray(Value(list.Item), schema) } : schema;
    }

    private static JsonObject ShortHook() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
        ["not"] = new JsonObject { ["required"] = new JsonArray("uses") },
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("object", "null") },
    };

    private static JsonObject Bounded(string type, decimal? least, decimal? most)
    {
        var schema = new JsonObject { ["type"] = type };
        if (least is { } from)
            schema["minimum"] = ExpressionValues.Number(from);
        if (most is { } to)
            schema["maximum"] = ExpressionValues.Number(to);
        return schema;
    }

    private static JsonNode Loosen(JsonObject schema)
    {
        var copy = (JsonObject)schema.DeepClone();
        if (copy["properties"] is JsonObject properties)
        {
            foreach (var (name, value) in properties.ToList())
            {
                if (value is JsonObject inner)
                    properties[name] = OrExpression(inner);
            }
        }

        if (copy["items"] is JsonObject items)
            copy["items"] = OrExpression(items);
        if (copy["additionalProperties"] is JsonObject rest)
            copy["additionalProperties"] = OrExpression(rest);
        return copy;
    }

    private static JsonObject OrExpression(JsonObject schema)
    {
        var loose = (JsonObject)Loosen(schema);
        if (loose.Count == 0 || loose["type"] is JsonValue type && ExpressionValues.ToText(type) is "string" && !loose.ContainsKey("enum") && !loose.ContainsKey("pattern"))
            return loose;
        var either = new JsonObject
        {
            ["anyOf"] = new JsonArray(loose, new JsonObject { ["type"] = "string", ["pattern"] = @"\$\{\{" }),
        };
        if (loose["description"] is { } description)
            either["description"] = description.DeepClone();
        return either;
    }

    private static string Plain(string markdown) => markdown.Replace("`", "", StringComparison.Ordinal);
}
