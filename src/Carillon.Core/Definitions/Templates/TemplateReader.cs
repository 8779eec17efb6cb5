using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Templates;

/// <summary>Reads and checks templates.</summary>
internal static class TemplateReader
{
    /// <summary>The template. It is checked as the workflow that its defaults make; nothing is said against values that depend on what only a strategy gives.</summary>
    public static FileDefinition Read(YamlMapping map, string version, string file, DefinitionContext context, ProblemSink problems)
    {
        var parameters = InputFieldReader.Read(map, ParameterText.Root, problems);
        RefuseExpressions(map, problems);
        var filled = new ParameterSubstitution(parameters, ParameterValues.Defaults(parameters), problems).Apply(map);
        var workflow = DefinitionParser.ReadTree(filled, version, context, problems);
        if (!workflow.IsOk)
            return new FileDefinition(IsTemplate: true, workflow);
        return new FileDefinition(IsTemplate: true, workflow, new TemplateDefinition
        {
            Id = map.Text("id")!,
            Name = map.Text("name") ?? map.Text("id")!,
            Description = map.Text("description"),
            Parameters = parameters,
            Version = version,
            File = file,
            Tree = map,
        });
    }

    // Parameters are filled in once: a default that speaks of another would stay as it is.
    private static void RefuseExpressions(YamlMapping map, ProblemSink problems)
    {
        foreach (var entry in map.Map(ParameterText.Root)?.Entries ?? [])
        {
            if (entry.Value is YamlMapping field && field["default"] is YamlScalar { Text: var text } value && TemplateText.MayHold(text))
                problems.Add(ProblemCodes.InvalidInput, value, "Expressions are not evaluated in a parameter's default.");
        }
    }
}
