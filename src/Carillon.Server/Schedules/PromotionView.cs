using Carillon.Core.Definitions;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;

namespace Carillon.Server.Schedules;

/// <summary>How an override becomes part of its file.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Path">The file, relative to the workflows folder, as last read; null when it is not there.</param>
/// <param name="Yaml">The schedule's block to put in place of the file's.</param>
internal sealed record PromotionView(Core.ScheduleId ScheduleId, string? Path, string Yaml)
{
    public static PromotionView Of(ScheduleRecord record, LiveSchedule meaning, Catalog catalog) =>
        new(record.Id, catalog.Find(record.WorkflowId)?.Path, ScheduleYaml.Write(meaning.Definition.Content, inList: record.Key.Length > 0));
}
