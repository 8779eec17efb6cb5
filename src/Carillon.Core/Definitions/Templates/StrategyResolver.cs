using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Templates;

/// <summary>The workflow that a strategy makes.</summary>
/// <param name="Workflow">It, or every problem with the place in the template and the field of the strategy, as far as it has one.</param>
/// <param name="Yaml">It written out: a workflow file that parses as the same, and whose hash is the version. Empty when there are problems.</param>
public sealed record StrategyWorkflow(Checked<WorkflowDefinition> Workflow, string Yaml);

/// <summary>Makes the workflows of strategies. Pure.</summary>
public static class StrategyResolver
{
    /// <summary>
    /// Fills in the parameters, lays the overlay over, makes the pools the strategy's own, and reads the result as any workflow. The version is the SHA-256 of the text
    /// written out, whose first lines name the template's version, the parameters and the overlay.
    /// </summary>
    public static StrategyWorkflow Make(TemplateDefinition template, StrategyDefinition strategy, DefinitionContext context)
    {
        List<Problem> given = [];
        var values = ParameterValues.Read(template.Parameters, strategy.Parameters, given);
        var problems = new ProblemSink(template.File);
        problems.AddRange(given);
        var tree = new ParameterSubstitution(template.Parameters, values, problems).Apply(template.Tree);
        tree.Remove("kind");
        tree.Remove(ParameterText.Root);
        tree.Set("id", new YamlScalar(strategy.Id.Value, quoted: true, verbatim: false, tree.Line, tree.Column));
        AddOwnWords(tree, strategy);
        new StrategyOverlay(tree, problems).Lay(strategy.Overlay);
        StrategyPools.Rename(tree, strategy.Id.Value);
        var yaml = problems.HasErrors ? "" : YamlWriter.Write(tree, Head(template, strategy));
        // A run that goes on after a restart reads this text again, so it must be within the limits of files.
        if (yaml.Length > 0 && YamlReader.Read(yaml, template.File).Problems is [var unreadable, ..])
            problems.Add(unreadable.Code, tree, $"Written out, the workflow of this strategy cannot be read again: {unreadable.Message}");
        var workflow = DefinitionParser.ReadTree(tree, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml))), context, problems);
        return new StrategyWorkflow(workflow, workflow.IsOk ? yaml : "");
    }

    private static void AddOwnWords(YamlMapping tree, StrategyDefinition strategy)
    {
        if (strategy.Owner is { } owner)
            tree.Set("owner", GivenValue.Of(JsonValue.Create(owner), 0, 0, "owner"));
        if (strategy.Description is { } description)
            tree.Set("description", GivenValue.Of(JsonValue.Create(description), 0, 0, "description"));
        var missing = strategy.Tags.Except(tree.Texts("tags"), StringComparer.Ordinal).ToList();
        if (missing.Count == 0)
            return;
        var tags = new YamlSequence(tree["tags"]?.Line ?? 0, tree["tags"]?.Column ?? 0);
        tags.Items.AddRange(tree.List("tags"));
        tags.Items.AddRange(missing.Select(tag => GivenValue.Of(JsonValue.Create(tag), 0, 0, "tags")));
        tree.Set("tags", tags);
    }

    private static string Head(TemplateDefinition template, StrategyDefinition strategy) =>
        $"""
        # Strategy {strategy.Id}, made of template {template.Id}.
        # Template version: {template.Version}
        # Parameters: {strategy.Parameters.ToJsonString()}
        # Overlay: {strategy.Overlay.ToJsonString()}

        """.ReplaceLineEndings("\n");
}
