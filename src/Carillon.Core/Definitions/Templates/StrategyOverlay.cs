using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;

namespace Carillon.Core.Definitions.Templates;

/// <summary>Lays a strategy's stored values over its template's, in place. The overlay has been checked against its table.</summary>
internal sealed class StrategyOverlay(YamlMapping workflow, ProblemSink problems)
{
    /// <summary>Lays every key.</summary>
    public void Lay(JsonObject overlay)
    {
        foreach (var (key, value) in overlay)
        {
            switch (key)
            {
                case "schedule":
                    LayOnly(value);
                    break;
                case "schedules":
                    foreach (var (id, change) in (value as JsonObject) ?? [])
                        LayOneOf(id, change);
                    break;
                case "input":
                    foreach (var (name, given) in (value as JsonObject) ?? [])
                        LayInput(name, given);
                    break;
                case "pools":
                    foreach (var (name, limit) in (value as JsonObject) ?? [])
                        LayPool(name, limit);
                    break;
                default:
                    workflow.Set(key, Given(value, key));
                    break;
            }
        }
    }

    private void LayOnly(JsonNode? change)
    {
        if (workflow["schedules"] is not null)
            problems.Add(ProblemCodes.InvalidValue, Given(change, "schedule"), "The template has several schedules.", "Lay over one of them: overlay.schedules, by its id.");
        else if (change is null)
            workflow.Remove("schedule");
        else if (workflow.Map("schedule") is { } schedule)
            LaySchedule(schedule, (JsonObject)change, "schedule");
        else
            workflow.Set("schedule", Given(change, "schedule"));
    }

    private void LayOneOf(string id, JsonNode? change)
    {
        var list = workflow["schedules"] as YamlSequence;
        var at = list?.Items.FindIndex(s => s is YamlMapping map && map.Text("id") == id) ?? -1;
        if (at < 0)
            problems.Add(ProblemCodes.UnknownReference, Given(change, $"schedules.{id}"), $"The template has no schedule '{id}' in a list 'schedules'.", workflow["schedule"] is null ? null : "Its only schedule is overlay.schedule.");
        else if (change is null)
            list!.Items.RemoveAt(at);
        else
            LaySchedule((YamlMapping)list!.Items[at], (JsonObject)change, $"schedules.{id}");
    }

    /// <summary>As an override is laid: keys replace keys whole, null takes one away, and a new "when" takes the old one's place.</summary>
    private static void LaySchedule(YamlMapping schedule, JsonObject change, string field)
    {
        if (ScheduleContent.Times.Any(key => change[key] is not null))
        {
            foreach (var key in ScheduleContent.Times.Concat(ScheduleContent.Beside))
                schedule.Remove(key);
        }

        foreach (var (key, value) in change)
        {
            if (value is null)
                schedule.Remove(key);
            else
                schedule.Set(key, Given(value, $"{field}.{key}"));
        }
    }

    private void LayInput(string name, JsonNode? value)
    {
        if (workflow.Map("input")?[name] is not YamlMapping input)
        {
            var names = workflow.Map("input")?.Entries.Select(e => e.Name) ?? [];
            problems.Add(ProblemCodes.InvalidInput, Given(value, $"input.{name}"), $"The template has no input '{name}'.", problems.Suggest(name, names));
            return;
        }

        input.Set("default", Given(value, $"input.{name}"));
        input.Remove("required");
    }

    private void LayPool(string name, JsonNode? limit)
    {
        if (workflow.Map("pools") is not { } pools)
            workflow.Set("pools", pools = new YamlMapping(0, 0) { Field = "overlay.pools" });
        if (pools[name] is YamlMapping pool)
            pool.Set("limit", Given(limit, $"pools.{name}"));
        else
            pools.Set(name, Given(limit, $"pools.{name}"));
    }

    private static YamlValue Given(JsonNode? value, string field) => GivenValue.Of(value, 0, 0, $"overlay.{field}");
}
