using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>One step along a path, and the words when it leads nowhere.</summary>
internal static class PathLookup
{
    private const int NamesShown = 12;

    public static JsonNode? Get(Evaluation e, JsonNode? value, JsonNode? part, string shownTarget)
    {
        if (ExpressionValues.TryText(part, out var name))
            return GetName(e, value, name, shownTarget);
        if (ExpressionValues.TryNumber(part, out var number))
            return GetIndex(e, value, number, shownTarget);
        return e.Fail($"'{shownTarget}[…]' wants a number or text between the brackets, not {ExpressionValues.Kind(part)}.");
    }

    private static JsonNode? GetName(Evaluation e, JsonNode? value, string name, string shownTarget)
    {
        if (value is not JsonObject map)
            return e.Missing($"'{shownTarget}' is {ExpressionValues.Kind(value)}, so it has no '{name}'.");
        if (map.TryGetPropertyValue(name, out var found))
            return found;
        var names = map.Select(p => p.Key).ToList();
        var has = names.Count == 0 ? "it is empty" : $"it has {Names(names)}";
        return e.Missing($"'{shownTarget}' has no '{name}'; {has}.", Nearest.Suggest(name, names));
    }

    private static JsonNode? GetIndex(Evaluation e, JsonNode? value, decimal number, string shownTarget)
    {
        if (value is not JsonArray list)
            return e.Missing($"'{shownTarget}' is {ExpressionValues.Kind(value)}, not a list, so it has no item {number}.");
        if (number >= 0 && number < list.Count && number == decimal.Truncate(number))
            return list[(int)number];
        return e.Missing($"'{shownTarget}' has {list.Count} items, counted from 0, so it has no item {number}.");
    }

    private static string Names(List<string> names)
    {
        var shown = string.Join(", ", names.Take(NamesShown).Select(n => $"'{n}'"));
        return names.Count > NamesShown ? $"{shown} and {names.Count - NamesShown} more" : shown;
    }
}
