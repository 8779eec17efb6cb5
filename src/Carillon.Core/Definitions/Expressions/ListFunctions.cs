using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Functions on lists and mappings.</summary>
internal static class ListFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("length", "x", 1, 1, "How many items, keys or characters x has.", "length('abc')", "3", Length),
        new("first", "list", 1, 1, "The first item; null when the list is empty.", "first(split('a,b', ','))", "\"a\"", c => c.List(0, out var list) && list.Count > 0 ? list[0] : null),
        new("last", "list", 1, 1, "The last item; null when the list is empty.", "last(split('a,b', ','))", "\"b\"", c => c.List(0, out var list) && list.Count > 0 ? list[^1] : null),
        new("keys", "mapping", 1, 1, "The keys of a mapping.", "keys(parse_json('{\"a\": 1}'))", "[\"a\"]", c => c.Map(0, out var map) ? Copy(c, map.Select(p => (JsonNode?)JsonValue.Create(p.Key)), map) : null),
        new("values", "mapping", 1, 1, "The values of a mapping.", "values(parse_json('{\"a\": 1}'))", "[1]", c => c.Map(0, out var map) ? Copy(c, map.Select(p => p.Value?.DeepClone()), map) : null),
    ];

    private static JsonNode? Length(Call c) => c[0] switch
    {
        JsonArray list => ExpressionValues.Number(list.Count),
        JsonObject map => ExpressionValues.Number(map.Count),
        _ when ExpressionValues.TryText(c[0], out var text) => ExpressionValues.Number(text.Length),
        _ => c.Fail($"argument 1 must be a list, a mapping or text, not {ExpressionValues.Kind(c[0])}."),
    };

    private static JsonArray? Copy(Call c, IEnumerable<JsonNode?> items, JsonObject from) =>
        c.E.Charge(ExpressionValues.Weight(from)) ? new JsonArray([.. items]) : null;
}
