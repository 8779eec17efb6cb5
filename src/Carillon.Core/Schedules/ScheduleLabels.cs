using Carillon.Core.Definitions;

namespace Carillon.Core.Schedules;

/// <summary>What a schedule is found by in lists: its own words and those of its workflow.</summary>
/// <param name="Owner">The schedule's owner, else the workflow's; null for none.</param>
/// <param name="Tags">Tags of both as a JSON list in ordinal order, each once.</param>
/// <param name="Search">Everything worth searching in lower case, one space between.</param>
public sealed record ScheduleLabels(string? Owner, string Tags, string Search)
{
    /// <summary>Of a schedule without words.</summary>
    public static ScheduleLabels None { get; } = new(null, "[]", "");

    /// <summary>The labels of a schedule of that workflow.</summary>
    public static ScheduleLabels Of(WorkflowDefinition workflow, ScheduleDefinition schedule)
    {
        string[] tags = [.. workflow.Tags.Union(schedule.Tags, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var owner = schedule.Owner ?? workflow.Owner;
        var words = new[] { workflow.Id.Value, schedule.Key, workflow.Name, schedule.Words, schedule.Zone.Id, schedule.Description, workflow.Description, owner }.Concat(tags);
#pragma warning disable CA1308 // a search key, compared with what was lowered the same way
        return new ScheduleLabels(
            owner,
            tags.Length == 0 ? None.Tags : new System.Text.Json.Nodes.JsonArray([.. tags.Select(tag => (System.Text.Json.Nodes.JsonNode)tag)]).ToJsonString(),
            string.Join(' ', words.Where(word => !string.IsNullOrEmpty(word))).ToLowerInvariant());
#pragma warning restore CA1308
    }
}
