using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace Carillon.Server.Hosting;

/// <summary>Marks as required every member that an answer always has, null or not, so that generated types need not ask whether it is there.</summary>
internal static class RequiredMembers
{
    private const string Key = "carillon-always-written";

    /// <summary>Remembers with the schema which members of the type are always written.</summary>
    public static void Note(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        schema.Metadata ??= new Dictionary<string, object>();
        schema.Metadata[Key] = type.Properties.Where(IsAlwaysWritten).Select(property => property.Name).ToArray();
    }

    /// <summary>Marks them, but for the types that requests carry: there a member may be left out.</summary>
    public static void Mark(OpenApiDocument document)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, operation) in document.Paths.Values.SelectMany(path => path.Operations ?? []))
        {
            foreach (var body in operation.RequestBody?.Content?.Values ?? [])
                Collect(body.Schema, asked);
        }

        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (!asked.Contains(name) && schema is OpenApiSchema { Metadata: { } notes } answer && notes.TryGetValue(Key, out var members))
                answer.Required = new SortedSet<string>((string[])members, StringComparer.Ordinal);
        }
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property) => property.Get is not null &&
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).OfType<JsonIgnoreAttribute>().FirstOrDefault()?.Condition is null or JsonIgnoreCondition.Never;

    private static void Collect(IOpenApiSchema? schema, HashSet<string> names)
    {
        if (schema is null || (schema is OpenApiSchemaReference { Reference.Id: { } id } && !names.Add(id)))
            return;
        foreach (var part in (schema.Properties?.Values ?? []).Concat(schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Concat(schema.AllOf ?? []))
            Collect(part, names);
        Collect(schema.Items, names);
        Collect(schema.AdditionalProperties, names);
    }
}
