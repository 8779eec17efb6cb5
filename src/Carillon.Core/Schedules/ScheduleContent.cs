using System.Text.Json.Nodes;

namespace Carillon.Core.Schedules;

/// <summary>Lays an override over what a file declares. Pure.</summary>
public static class ScheduleContent
{
    /// <summary>Keys that say when; at most one of them stands in a schedule.</summary>
    internal static readonly string[] Times = ["cron", "every", "daily", "weekly", "monthly", "once"];

    /// <summary>Keys that only mean something beside <c>every</c>.</summary>
    internal static readonly string[] Beside = ["at", "anchor"];

    /// <summary>
    /// The document that holds: keys of <paramref name="change"/> replace those of <paramref name="declared"/> whole, null takes a key away, and a new "when"
    /// takes the old one's place.
    /// </summary>
    public static JsonObject Lay(JsonObject change, JsonObject declared)
    {
        var content = (JsonObject)declared.DeepClone();
        if (Times.Any(key => change[key] is not null))
        {
            foreach (var key in Times.Concat(Beside))
                content.Remove(key);
        }

        foreach (var (key, value) in change)
        {
            if (value is null)
                content.Remove(key);
            else
                content[key] = value.DeepClone();
        }

        return content;
    }

    /// <summary>The smallest change that, laid over <paramref name="declared"/>, gives <paramref name="wanted"/>; empty when they are equal.</summary>
    public static JsonObject Difference(JsonObject declared, JsonObject wanted)
    {
        var change = new JsonObject();
        foreach (var (key, value) in wanted)
        {
            if (!JsonNode.DeepEquals(value, declared[key]))
                change[key] = value?.DeepClone();
        }

        foreach (var (key, _) in declared)
        {
            if (!wanted.ContainsKey(key))
                change[key] = null;
        }

        return change;
    }
}
