using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Carillon.Adapters.Tasks;

/// <summary>JSON Schemas (draft 2020-12) of input and output records.</summary>
internal static class TaskSchema
{
    /// <summary>Both schemas.</summary>
    public static (JsonObject Input, JsonObject Output) Of(Type input, Type output) => (OfInput(input), OfOutput(output));

    /// <summary>The schema of an input: with defaults, unknown names refused at every level.</summary>
    public static JsonObject OfInput(Type type) => Export(type, isInput: true);

    /// <summary>The schema of an output: every member is there.</summary>
    public static JsonObject OfOutput(Type type) => Export(type, isInput: false);

    private static JsonObject Export(Type type, bool isInput)
    {
        var exporter = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => Refine(type, context, schema, isInput),
        };
        var root = TaskJson.Options.GetJsonSchemaAsNode(type, exporter).AsObject();
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return root;
    }

    private static JsonObject Refine(Type root, JsonSchemaExporterContext context, JsonNode schema, bool isInput)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var refined = schema as JsonObject ?? [];
        if (type == typeof(Duration))
            refined = new JsonObject { ["type"] = "string", ["pattern"] = @"^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$", ["examples"] = new JsonArray("30s", "5m", "1h30m") };
        else if (type == typeof(Scalar))
            refined = ScalarSchema();
        // The exporter leaves elements with a converter of their own out.
        else if (context.TypeInfo.ElementType == typeof(Scalar))
            refined[context.TypeInfo.Kind == JsonTypeInfoKind.Dictionary ? "additionalProperties" : "items"] = ScalarSchema();
        else if (type.IsEnum)
            refined = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(n => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(n))]) };
        if (isInput) DropNull(refined);
        if (!isInput) AllRequired(refined);

        if (context.PropertyInfo is { } property)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) is [DescriptionAttribute described, ..])
                refined.Insert(0, "description", described.Description);
            if (isInput && !property.IsRequired && DefaultOf(root, property.AttributeProvider as PropertyInfo) is { } value)
                refined["default"] = value;
        }

        return refined;
    }

    private static JsonObject ScalarSchema() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    // An input that is null counts as not given, so the schema need not speak of it.
    private static void DropNull(JsonObject schema)
    {
        if (schema["type"] is not JsonArray types) return;
        var kept = types.Select(t => t!.GetValue<string>()).Where(t => t != "null").ToArray();
        schema["type"] = kept.Length == 1 ? kept[0] : new JsonArray([.. kept.Select(t => (JsonNode)t)]);
    }

    private static void AllRequired(JsonObject schema)
    {
        if (schema["properties"] is JsonObject properties)
            schema["required"] = new JsonArray([.. properties.Select(p => (JsonNode)p.Key)]);
    }

    private static JsonNode? DefaultOf(Type root, PropertyInfo? property)
    {
        // What an input inherits is declared by an abstract record, which has no initial values to look at.
        var owner = property?.ReflectedType is { IsAbstract: true } declared && declared.IsAssignableFrom(root) ? root : property?.ReflectedType;
        if (property is null || owner is not { IsAbstract: false } || owner.GetConstructor(Type.EmptyTypes) is null) return null;
        var value = property.GetValue(Activator.CreateInstance(owner));
        return value is null or System.Collections.ICollection { Count: 0 } or false
            ? null
            : JsonSerializer.SerializeToNode(value, property.PropertyType, TaskJson.Options);
    }
}
