using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;

namespace Carillon.Engine.Schedules;

/// <summary>What a stored schedule means now: its workflow, and its definition with the override laid over it.</summary>
/// <param name="Workflow">The workflow as it runs.</param>
/// <param name="Definition">The schedule as it holds.</param>
/// <param name="Declared">The schedule without its override; the same as <paramref name="Definition"/> where there is none.</param>
public sealed record LiveSchedule(WorkflowDefinition Workflow, ScheduleDefinition Definition, ScheduleDefinition Declared);

/// <summary>Finds what stored schedules mean. Thread safe; what was read once is kept until its document or its workflow changes.</summary>
public sealed class LiveSchedules
{
    private readonly Catalog _catalog;
    private readonly DefinitionStore _definitions;
    private readonly ConcurrentDictionary<ScheduleId, Known> _known = new();

    internal LiveSchedules(Catalog catalog, DefinitionStore definitions) => (_catalog, _definitions) = (catalog, definitions);

    /// <summary>What it means, or every reason why it means nothing: its workflow is gone, or its document no longer fits the workflow.</summary>
    public Checked<LiveSchedule> Of(ScheduleRecord record) => record.ArchivedAt is not null
        ? Checked<LiveSchedule>.Bad(new Problem(ProblemCodes.ScheduleNotFound, $"Schedule '{record.Id}' is archived."))
        : Find(record.Id, record.WorkflowId, record.Key, record.Kind == "managed", record.ContentText, record.OverrideText);

    internal Checked<LiveSchedule> Of(StoredSchedule stored) => Find(stored.Id, stored.WorkflowId, stored.Key, stored.IsManaged, stored.Content, stored.Override);

    private Checked<LiveSchedule> Find(ScheduleId id, WorkflowId workflowId, string key, bool isManaged, string content, string? change)
    {
        if ((_catalog.Find(workflowId)?.Live ?? _definitions.Latest(workflowId, _catalog.Context)) is not { } workflow)
        {
            var why = _definitions.WhyUnreadable(workflowId, _catalog.Snapshot);
            return why.Count > 0 ? Checked<LiveSchedule>.Bad(why) : Checked<LiveSchedule>.Bad(new Problem(ProblemCodes.WorkflowNotFound, $"Workflow '{workflowId}' is not there any more."));
        }
        var calendars = _catalog.Context.Calendars;
        if (_known.TryGetValue(id, out var known) && ReferenceEquals(known.Workflow, workflow) && ReferenceEquals(known.Calendars, calendars) && known.Content == content && known.Change == change)
            return known.Meaning;
        var meaning = Read(workflow, key, isManaged, content, change);
        _known[id] = new Known(workflow, calendars, content, change, meaning);
        return meaning;
    }

    private Checked<LiveSchedule> Read(WorkflowDefinition workflow, string key, bool isManaged, string content, string? change)
    {
        // What its file says by now holds once it is stored. Until then, and where its file no longer has it (its deletion waits for a yes), it goes on as it was stored.
        var declared = isManaged ? null : workflow.Schedules.FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.Ordinal) && s.ContentText == content);
        if (declared is null)
        {
            var stored = Parse(Document(content), workflow, key);
            if (!stored.IsOk)
                return Checked<LiveSchedule>.Bad(stored.Problems);
            declared = stored.Value;
        }

        if (change is null)
            return Checked<LiveSchedule>.Ok(new LiveSchedule(workflow, declared, declared));
        var holds = Parse(ScheduleContent.Lay(Document(change), declared.Content), workflow, key);
        return holds.IsOk ? Checked<LiveSchedule>.Ok(new LiveSchedule(workflow, holds.Value, declared)) : Checked<LiveSchedule>.Bad(holds.Problems);
    }

    /// <summary>Reads a document against a workflow.</summary>
    internal Checked<ScheduleDefinition> Parse(JsonObject document, WorkflowDefinition workflow, string key) =>
        ScheduleParser.Parse(document, workflow, key, _catalog.Context);

    private static JsonObject Document(string text) => (JsonObject)JsonNode.Parse(text)!;

    private sealed record Known(WorkflowDefinition Workflow, IReadOnlyDictionary<string, BusinessCalendar> Calendars, string Content, string? Change, Checked<LiveSchedule> Meaning);
}
