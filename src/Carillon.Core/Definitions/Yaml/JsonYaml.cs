using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Yaml;

/// <summary>A JSON document as the values that the readers of YAML take. A value's line is the number of its field, so that problems can name the field.</summary>
internal sealed class JsonYaml
{
    private readonly List<string> _fields = [];

    private JsonYaml(JsonObject document) => Root = (YamlMapping)Convert(document, "");

    public YamlMapping Root { get; }

    public static JsonYaml Of(JsonObject document) => new(document);

    /// <summary>The problem with its field in place of the made-up line; of the document as a whole, the field that it has already.</summary>
    public Problem AtField(Problem problem)
    {
        var field = problem.Location is { } place && place.Line <= _fields.Count ? _fields[place.Line - 1] : "";
        return problem with { Location = null, Field = field.Length > 0 ? field : problem.Field is { Length: > 0 } named ? named : null };
    }

    private YamlValue Convert(JsonNode? node, string field)
    {
        _fields.Add(field);
        var line = _fields.Count;
        switch (node)
        {
            case JsonObject document:
                var map = new YamlMapping(line, 1);
                foreach (var (name, value) in document)
                {
                    _fields.Add(field.Length == 0 ? name : $"{field}.{name}");
                    map.Entries.Add(new YamlEntry(new YamlScalar(name, quoted: true, verbatim: false, _fields.Count, 1), Convert(value, _fields[^1])));
                }

                return Sized(map, map.Entries.Select(e => e.Value));
            case JsonArray list:
                var items = new YamlSequence(line, 1);
                foreach (var item in list)
                    items.Items.Add(Convert(item, string.Create(CultureInfo.InvariantCulture, $"{field}[{items.Items.Count}]")));
                return Sized(items, items.Items);
            default:
                var isText = node?.GetValueKind() == JsonValueKind.String;
                return new YamlScalar(isText ? node!.GetValue<string>() : node?.ToJsonString() ?? "null", quoted: isText, verbatim: false, line, 1);
        }
    }

    private static YamlValue Sized(YamlValue value, IEnumerable<YamlValue> parts)
    {
        foreach (var part in parts)
            value.Hold(part);

        return value;
    }
}
