using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;

namespace Carillon.Core.Definitions;

/// <summary>Reads a schedule that stands on its own as JSON, with the same keys, checks and words as in a workflow file.</summary>
public static class ScheduleParser
{
    /// <summary>The largest document in values, nested ones included.</summary>
    public const int MaxValues = 10_000;

    /// <summary>
    /// The schedule with perhaps warnings, or every problem with its field. Never throws on a bad document.
    /// The document's <c>id</c> must be left out or equal <paramref name="key"/>.
    /// </summary>
    /// <param name="document">The keys of a schedule as in YAML. It is not kept.</param>
    /// <param name="workflow">The workflow it belongs to, whose input schema it must fit.</param>
    /// <param name="key">Its key among the workflow's schedules; empty for the only one.</param>
    /// <param name="context">What it is read against.</param>
    public static Checked<ScheduleDefinition> Parse(JsonObject document, WorkflowDefinition workflow, string key, DefinitionContext context)
    {
        var yaml = JsonYaml.Of(document);
        if (yaml.Root.Size > MaxValues)
            return Checked<ScheduleDefinition>.Bad(new Problem(ProblemCodes.TooLarge, $"The schedule has {yaml.Root.Size} values; {MaxValues} are allowed."));
        var problems = new ProblemSink("schedule") { KeepsFields = true };
        SpecCheck.Check(yaml.Root, ScheduleKeys.Schedule, problems);
        if (yaml.Root["id"] is YamlScalar id && id.Text != key)
            problems.Add(ProblemCodes.InvalidValue, id, $"The schedule's id is '{key}' and cannot be changed to '{id.Text}'.", "Make a new schedule and delete this one.");
        var definition = new Reading.ScheduleReader(context, workflow.Id, workflow.Input, [.. workflow.Tasks.Select(t => t.Uses).Distinct(StringComparer.Ordinal)], problems).ReadOne(yaml.Root, key);
        List<Problem> found = [.. problems.InOrder().Select(yaml.AtField)];
        return problems.HasErrors || definition is null ? Checked<ScheduleDefinition>.Bad(found) : Checked<ScheduleDefinition>.Ok(definition, found);
    }
}
