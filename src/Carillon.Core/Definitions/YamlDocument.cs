using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions;

/// <summary>Reads YAML that is no workflow. Pure.</summary>
public static class YamlDocument
{
    /// <summary>The mapping as JSON, by the same rules as workflow files, or every problem with its place. Empty text is an empty mapping.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name to print in locations.</param>
    public static Checked<JsonObject> Parse(string text, string file)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Checked<JsonObject>.Ok([]);
        var yaml = YamlReader.Read(text.StartsWith('\uFEFF') ? text[1..] : text, file);
        if (yaml.Problems.Count > 0)
            return Checked<JsonObject>.Bad(yaml.Problems);
        return yaml.Root is YamlMapping map
            ? Checked<JsonObject>.Ok((JsonObject)YamlScalars.ToJson(map)!)
            : Checked<JsonObject>.Bad(new Problem(ProblemCodes.InvalidYaml, $"Here must be a mapping, not {yaml.Root!.Kind}.", new SourceLocation(file, 1, 1)));
    }
}
