using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Templates;

/// <summary>A template with parameters, which makes one workflow. Checked by itself, not yet against its template. Immutable.</summary>
public sealed record StrategyDefinition
{
    /// <summary>Its id, and that of its workflow.</summary>
    public required WorkflowId Id { get; init; }

    /// <summary>The template's id.</summary>
    public required string Template { get; init; }

    /// <summary>What it gives; parameters left out have their defaults. Keys in ordinal order.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>What is laid over the template: keys of <c>schedule</c>, defaults of <c>input</c>, <c>pools</c> and the like. Keys in ordinal order.</summary>
    public JsonObject Overlay { get; init; } = [];

    /// <summary>False: its schedules are switched off. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whose it is; null for the template's owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Labels, beside the template's.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What it is for; null for the template's words.</summary>
    public string? Description { get; init; }
}

/// <summary>Reads strategies from JSON documents. Pure.</summary>
public static class StrategyParser
{
    /// <summary>The strategy, or every problem with its field. A null member counts as left out.</summary>
    /// <param name="document"><c>id, template, parameters, overlay, enabled, owner, tags, description</c>. It is not kept.</param>
    public static Checked<StrategyDefinition> Parse(JsonObject document)
    {
        var given = new JsonObject(document.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value!.DeepClone())));
        var overlay = given["overlay"] as JsonObject ?? [];
        var asGiven = overlay.DeepClone();
        DropNulls(overlay);
        var yaml = JsonYaml.Of(given);
        if (yaml.Root.Size > ScheduleParser.MaxValues)
            return Checked<StrategyDefinition>.Bad(new Problem(ProblemCodes.TooLarge, $"The strategy has {yaml.Root.Size} values; {ScheduleParser.MaxValues} are allowed."));
        var problems = new ProblemSink("strategy");
        SpecCheck.Check(yaml.Root, StrategyKeys.Strategy, problems);
        RefuseExpressions(yaml.Root["parameters"], problems);
        RefuseExpressions(yaml.Root["overlay"], problems);
        if (problems.HasErrors)
            return Checked<StrategyDefinition>.Bad([.. problems.InOrder().Select(yaml.AtField)]);
        return Checked<StrategyDefinition>.Ok(new StrategyDefinition
        {
            Id = new WorkflowId(yaml.Root.Text("id")!),
            Template = yaml.Root.Text("template")!,
            Parameters = YamlScalars.ToCanonicalJson(yaml.Root["parameters"]) as JsonObject ?? [],
            Overlay = (JsonObject)YamlScalars.ToCanonicalJson(JsonYaml.Of((JsonObject)asGiven).Root)!,
            Enabled = yaml.Root.Bool("enabled") ?? true,
            Owner = yaml.Root.Text("owner"),
            Tags = yaml.Root.Texts("tags"),
            Description = yaml.Root.Text("description"),
        });
    }

    // In an overlay null takes away: a schedule, or a key of one.
    private static void DropNulls(JsonObject overlay)
    {
        var schedules = new[] { overlay["schedule"] }.Concat((overlay["schedules"] as JsonObject ?? []).Select(s => s.Value));
        foreach (var schedule in schedules.Append(overlay["schedules"]).Append(overlay).OfType<JsonObject>().ToList())
        {
            foreach (var name in schedule.Where(member => member.Value is null).Select(member => member.Key).ToList())
            {
                if (!ReferenceEquals(schedule, overlay) || name is "schedule")
                    schedule.Remove(name);
            }
        }
    }

    private static void RefuseExpressions(YamlValue? value, ProblemSink problems)
    {
        switch (value)
        {
            case YamlMapping map:
                foreach (var entry in map.Entries)
                    RefuseExpressions(entry.Value, problems);
                break;
            case YamlSequence list:
                foreach (var item in list.Items)
                    RefuseExpressions(item, problems);
                break;
            case YamlScalar scalar when TemplateText.MayHold(scalar.Text):
                problems.Add(ProblemCodes.InvalidInput, scalar, "Expressions are not evaluated in what a strategy gives.", "Put the expression into the template, and give what changes in it as a parameter.");
                break;
        }
    }
}
