using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Schema;

namespace Carillon.Core.Definitions;

/// <summary>The reference page of workflow files, made of the table that the parser checks against. Pure.</summary>
public static class WorkflowReference
{
    /// <summary>The page <c>docs/reference/workflow.md</c>, with a section for each task type where there are any.</summary>
    public static string ToMarkdown(TaskTypeList types)
    {
        var page = new StringBuilder(Head);
        foreach (var spec in WorkflowKeys.All.Concat(CalendarKeys.All))
            WriteMapping(page, spec);
        if (types.All.Count > 0)
            page.Append("## Task types\n\n");
        foreach (var type in types.All)
            WriteType(page, type);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void WriteMapping(StringBuilder page, ObjectSpec spec)
    {
        page.Append($"## {spec.Title}\n\n{spec.Meaning}\n\n| key | takes | default | meaning |\n|---|---|---|---|\n");
        foreach (var key in spec.Keys.Where(k => !k.Planned))
        {
            var fallback = key.Required ? "**required**" : key.Default is null ? "" : key.Default.Contains(' ', StringComparison.Ordinal) || key.Default.Contains('`') ? key.Default : $"`{key.Default}`";
            page.Append($"| `{key.Name}` | {Cell(key.Value.Words)} | {fallback} | {Cell(key.Meaning)} |\n");
        }

        var planned = spec.Keys.Where(k => k.Planned).Select(k => $"`{k.Name}`").ToList();
        if (planned.Count > 0)
            page.Append($"\nNot available in this version, and refused with [SCH025](../errors/README.md#sch025): {string.Join(", ", planned)}.\n");
        page.Append('\n');
    }

    private static void WriteType(StringBuilder page, TaskType type)
    {
        page.Append($"### {type.Name}\n\n{type.Summary}\n\n");
        var properties = type.InputSchema["properties"] as JsonObject ?? [];
        var required = (type.InputSchema["required"] as JsonArray ?? []).Select(ExpressionValues.ToText).ToHashSet(StringComparer.Ordinal);
        page.Append("| `with` | takes | default | meaning |\n|---|---|---|---|\n");
        foreach (var (name, value) in properties)
        {
            var schema = value as JsonObject ?? [];
            var fallback = required.Contains(name) ? "**required**" : schema["default"] is { } given ? $"`{ExpressionValues.ToText(given)}`" : "";
            page.Append($"| `{name}` | {Cell(Takes(schema))} | {fallback} | {Cell(ExpressionValues.ToText(schema["description"]))} |\n");
        }

        page.Append('\n');
    }

    private static string Takes(JsonObject schema)
    {
        if (schema["enum"] is JsonArray allowed)
            return string.Join(", ", allowed.Select(a => $"`{ExpressionValues.ToText(a)}`"));
        return schema["type"] switch
        {
            JsonArray many => string.Join(" or ", many.Select(ExpressionValues.ToText)),
            { } one => ExpressionValues.ToText(one),
            _ => "any value",
        };
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');

    private const string Head = """
        # Workflow files

        This page is generated from the table that the parser checks against.
        [`workflow.schema.json`](workflow.schema.json) is the same as JSON Schema; with this first line, editors complete and check as you type:

        ```yaml
        # yaml-language-server: $schema=workflow.schema.json
        ```

        [`calendar.schema.json`](calendar.schema.json) is that of [calendar files](#calendar-file).

        A file is one YAML 1.2 mapping: UTF-8, at most 1 MiB, at most 200,000 values nested at most 64 deep (aliases written out), no tags.
        `no` and `12:30` are text, as YAML 1.2 has it. The version of a workflow is the SHA-256 of its text.


        """;
}
