using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;

namespace Carillon.Adapters.Tasks;

/// <summary>Writes <c>docs/reference/tasks.md</c> from the schemas, so that it says what the code takes.</summary>
public static class TaskTypeReference
{
    /// <summary>The page, groups in the order of first appearance, task types in the given order. Pure.</summary>
    public static string ToMarkdown(IEnumerable<TaskType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        var page = new StringBuilder()
            .Append("# Task types\n\n")
            .Append("<!-- Generated from the task types' schemas by a test; CARILLON_UPDATE=1 rewrites it. -->\n\n")
            .Append("What stands after `uses` and below `with`. Durations are texts such as `30s`, `5m`, `1h30m`.\n");
        foreach (var group in types.GroupBy(t => t.Group, StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(char.ToUpperInvariant(group.Key[0])).Append(group.Key[1..]).Append('\n');
            foreach (var type in group) Append(page, type);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, TaskType type)
    {
        page.Append("\n### `").Append(type.Name).Append("`\n\n").Append(type.Summary).Append('\n');
        var inputs = Rows(type.InputSchema, "").ToArray();
        if (inputs.Length > 0)
        {
            page.Append("\n| input | type | default | meaning |\n|---|---|---|---|\n");
            foreach (var (name, schema, required) in inputs)
                page.Append($"| `{name}` | {TypeOf(schema)} | {(required ? "**required**" : DefaultOf(schema))} | {Cell(schema["description"])} |\n");
        }

        var outputs = Rows(type.OutputSchema, "").ToArray();
        if (outputs.Length == 0) return;
        page.Append("\n| output | type | meaning |\n|---|---|---|\n");
        foreach (var (name, schema, _) in outputs) page.Append($"| `{name}` | {TypeOf(schema)} | {Cell(schema["description"])} |\n");
    }

    private static IEnumerable<(string Name, JsonObject Schema, bool Required)> Rows(JsonObject schema, string prefix)
    {
        if (schema["properties"] is not JsonObject properties) yield break;
        string[] required = [.. (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>())];
        foreach (var (name, node) in properties)
        {
            if (node is not JsonObject property) continue;
            yield return (prefix + name, property, required.Contains(name));
            foreach (var below in Rows(property, $"{prefix}{name}.")) yield return below;
            if (property["items"] is not JsonObject items) continue;
            foreach (var below in Rows(items, $"{prefix}{name}[].")) yield return below;
        }
    }

    private static string TypeOf(JsonObject schema)
    {
        if (schema["enum"] is JsonArray words) return string.Join(", ", words.Select(w => $"`{w}`"));
        if (schema["pattern"] is not null && schema["examples"] is not null) return "duration";
        var type = schema["type"] switch
        {
            JsonArray several => string.Join(" or ", several.Select(t => t!.GetValue<string>()).Where(t => t != "null")),
            JsonValue one => one.GetValue<string>(),
            _ => "any",
        };
        return type switch
        {
            "array" => schema["items"] is JsonObject items ? $"list of {TypeOf(items)}" : "list",
            "object" => schema["additionalProperties"] is JsonObject values ? $"mapping to {TypeOf(values)}" : "mapping",
            _ => type,
        };
    }

    private static string DefaultOf(JsonObject schema) => schema["default"] switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => $"`{value.GetValue<string>()}`",
        JsonObject => "",
        var value => $"`{value.ToJsonString()}`",
    };

    private static string Cell(JsonNode? text) => (text?.GetValue<string>() ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
