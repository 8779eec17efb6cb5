using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Schema;

namespace Carillon.Core.Definitions;

/// <summary>The JSON Schemas of workflow and calendar files, for editors. Made of the table that the parser checks against. Pure.</summary>
public static class WorkflowSchema
{
    /// <summary>The schema (draft 2020-12). Task types are written in with their <c>with</c>; with none, <c>uses</c> takes any text and <c>with</c> any mapping.</summary>
    public static JsonObject ToJsonSchema(TaskTypeList types)
    {
        var definitions = new JsonObject();
        foreach (var spec in WorkflowKeys.All.Where(o => !ReferenceEquals(o, WorkflowKeys.Workflow)))
            definitions[spec.Name] = JsonSchemaWriter.Mapping(spec);
        foreach (var type in types.All)
            definitions[$"with.{type.Name}"] = JsonSchemaWriter.WithExpressions(type.InputSchema, type.Summary);
        if (types.All.Count > 0)
        {
            AddTypes((JsonObject)definitions[WorkflowKeys.Task.Name]!, types);
            AddTypes((JsonObject)definitions[WorkflowKeys.Hook.Full.Name]!, types);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Carillon workflow",
        };
        foreach (var (key, value) in JsonSchemaWriter.Mapping(WorkflowKeys.Workflow))
            schema[key] = value?.DeepClone();
        schema["$defs"] = definitions;
        return schema;
    }

    /// <summary>The schema (draft 2020-12) of calendar files.</summary>
    public static JsonObject ToCalendarSchema()
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "Carillon calendar" };
        foreach (var (key, value) in JsonSchemaWriter.Mapping(CalendarKeys.Calendar))
            schema[key] = value?.DeepClone();
        schema["$defs"] = new JsonObject(CalendarKeys.All.Skip(1).Select(spec => KeyValuePair.Create(spec.Name, (JsonNode?)JsonSchemaWriter.Mapping(spec))));
        return schema;
    }

    private static void AddTypes(JsonObject step, TaskTypeList types)
    {
        var uses = (JsonObject)step["properties"]!["uses"]!;
        uses.Remove("type");
        uses["enum"] = new JsonArray([.. types.Names.Select(n => (JsonNode)n)]);
        step["allOf"] = new JsonArray([.. types.Names.Select(Choice)]);
    }

    private static JsonNode Choice(string name) => new JsonObject
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { ["uses"] = new JsonObject { ["const"] = name } }, ["required"] = new JsonArray("uses") },
        ["then"] = new JsonObject { ["properties"] = new JsonObject { ["with"] = new JsonObject { ["$ref"] = $"#/$defs/with.{name}" } } },
    };
}
