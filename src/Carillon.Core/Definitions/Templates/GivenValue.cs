using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Templates;

/// <summary>Makes values of a file from JSON that a strategy gives.</summary>
internal static class GivenValue
{
    /// <summary>The value, standing at a place of the file and known by its field.</summary>
    /// <param name="node">The JSON.</param>
    /// <param name="line">The line it stands for; 0 for none.</param>
    /// <param name="column">The column.</param>
    /// <param name="field">Its field, for problems.</param>
    /// <param name="isOpen">Whether it stands in for a value that is not known yet.</param>
    public static YamlValue Of(JsonNode? node, int line, int column, string? field, bool isOpen = false)
    {
        switch (node)
        {
            case JsonObject document:
                var map = new YamlMapping(line, column) { Field = field, IsOpen = isOpen };
                foreach (var (name, value) in document)
                {
                    var inner = $"{field}.{name}";
                    map.Entries.Add(new YamlEntry(new YamlScalar(name, quoted: true, verbatim: false, line, column) { Field = inner, IsOpen = isOpen }, Of(value, line, column, inner, isOpen)));
                    map.Hold(map.Entries[^1].Value);
                }

                return map;
            case JsonArray list:
                var items = new YamlSequence(line, column) { Field = field, IsOpen = isOpen };
                foreach (var item in list)
                {
                    items.Items.Add(Of(item, line, column, string.Create(CultureInfo.InvariantCulture, $"{field}[{items.Items.Count}]"), isOpen));
                    items.Hold(items.Items[^1]);
                }

                return items;
            default:
                var isText = node?.GetValueKind() == JsonValueKind.String;
                return new YamlScalar(isText ? node!.GetValue<string>() : node?.ToJsonString() ?? "null", quoted: isText, verbatim: false, line, column) { Field = field, IsOpen = isOpen };
        }
    }
}
