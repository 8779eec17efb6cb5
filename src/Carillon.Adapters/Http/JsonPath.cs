using System.Globalization;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Http;

/// <summary>Paths into JSON: <c>data.items[0].id</c>, with or without a leading <c>$.</c>. Pure.</summary>
internal static class JsonPath
{
    /// <summary>False when the path leads nowhere; a null on the way's end is found.</summary>
    public static bool TryFind(JsonNode? root, string path, out JsonNode? found)
    {
        found = root;
        var steps = path.TrimStart('$').Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var step in steps)
        {
            if (step is ['[', .. var inside, ']'] && int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                if (found is not JsonArray list || index >= list.Count) return false;
                found = list[index];
            }
            else if (found is not JsonObject map || !map.TryGetPropertyValue(step, out found))
            {
                return false;
            }
        }

        return true;
    }
}
