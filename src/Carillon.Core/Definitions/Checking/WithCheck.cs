using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Checking;

/// <summary>Checks <c>uses</c> and <c>with</c> against the task types.</summary>
internal static class WithCheck
{
    public static void Check(TaskDraft task, TaskTypeList types, ProblemSink problems)
    {
        if (task.Uses is null)
            return;
        if (types.Find(task.Uses.Text) is not { } type)
        {
            problems.Add(ProblemCodes.UnknownTaskType, task.Uses, $"There is no task type '{task.Uses.Text}'.", problems.Suggest(task.Uses.Text, types.Names));
            return;
        }

        if (task.With is not null)
            CheckMapping(task.With, type.InputSchema, $"Task type '{type.Name}'", problems);
        else if (Required(type.InputSchema).FirstOrDefault() is { } missing)
            problems.Add(ProblemCodes.MissingKey, task.Uses, $"Task type '{type.Name}' wants '{missing}' in 'with'.");
    }

    private static void CheckMapping(YamlMapping map, JsonObject schema, string owner, ProblemSink problems)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        var rest = schema["additionalProperties"];
        foreach (var (key, value) in map.Entries)
        {
            if (properties[key.Text] is JsonObject known)
                CheckValue(value, known, owner, key.Text, problems);
            else if (rest is JsonObject other)
                CheckValue(value, other, owner, key.Text, problems);
            else if (rest?.GetValueKind() == JsonValueKind.False && !properties.ContainsKey(key.Text))
                problems.Add(ProblemCodes.UnknownKey, key, $"{owner} has no input '{key.Text}'.", Suggest(key.Text, properties, problems));
        }

        foreach (var name in Required(schema))
        {
            if (map[name] is null)
                problems.Add(ProblemCodes.MissingKey, map, $"{owner} wants '{name}' in 'with'.");
        }
    }

    private static void CheckValue(YamlValue value, JsonObject schema, string owner, string name, ProblemSink problems)
    {
        // What an expression gives is known only when it is evaluated.
        if (value is YamlScalar scalar && TemplateText.MayHold(scalar.Text))
            return;
        if (SchemaWords.Fault(value, schema) is { } fault)
        {
            problems.Add(ProblemCodes.InvalidInput, value, $"{owner}: '{name}' {fault}.", SchemaWords.Fix(value, schema));
            return;
        }

        if (value is YamlMapping map && (schema.ContainsKey("properties") || schema.ContainsKey("additionalProperties")))
            CheckMapping(map, schema, $"{owner}: '{name}'", problems);
        if (value is YamlSequence list && schema["items"] is JsonObject items)
        {
            for (var i = 0; i < list.Items.Count; i++)
                CheckValue(list.Items[i], items, owner, $"{name}[{i}]", problems);
        }
    }

    private static IEnumerable<string> Required(JsonObject schema) =>
        schema["required"] is JsonArray required ? required.Select(r => ExpressionValues.ToText(r)) : [];

    private static string? Suggest(string name, JsonObject properties, ProblemSink problems)
    {
        var names = properties.Select(p => p.Key).ToList();
        if (problems.Suggest(name, names) is { } near)
            return near;
        return names.Count switch
        {
            0 => "It takes no input.",
            <= 12 => $"It has {string.Join(", ", names.Select(n => $"'{n}'"))}.",
            _ => null,
        };
    }
}
