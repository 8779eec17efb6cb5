using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Templates;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Definitions;

/// <summary>Who changes a strategy, and why.</summary>
/// <param name="By">Who, for the audit trail.</param>
/// <param name="Reason">Why, in their words; null when they do not say.</param>
public sealed record StrategyEdit(string By, string? Reason = null)
{
    /// <summary>The revision the editor has seen; the edit is refused (SCH054) when there is a later one. Null for whatever there is.</summary>
    public long? Revision { get; init; }
}

/// <summary>
/// Makes, edits and deletes strategies. A change is durable, in the audit trail, and its workflow and schedules are made anew, when the task completes. Thread safe.
/// </summary>
public sealed class StrategyService
{
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly Catalog _catalog;
    private readonly ReconcileLoop _reconcile;

    internal StrategyService(EngineOptions options, Database database, Catalog catalog, ReconcileLoop reconcile) =>
        (_options, _database, _catalog, _reconcile) = (options, database, catalog, reconcile);

    /// <summary>
    /// Makes a strategy. A deleted one's id may be taken again; its history goes on. Problems, each with its field: SCH013 the id is taken, SCH065 the template
    /// cannot be used, and all of the document and of the workflow it would make.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be written; nothing was made.</exception>
    public Task<Checked<WorkflowId>> CreateAsync(JsonObject document, StrategyEdit edit) => ChangeAsync(() =>
    {
        var made = Preview(document);
        if (!made.IsOk)
            return Bad(made.Problems);
        var strategy = made.Value.Strategy;
        return WriteAsync(sql =>
        {
            if (StrategyStore.Find(sql, _options.Project, strategy.Id) is { ArchivedAt: null })
                return Checked<WorkflowId>.Bad(new Problem(ProblemCodes.Duplicate, $"There is a strategy '{strategy.Id}'.") { Field = "id" });
            var now = _options.Time.Now();
            StrategyStore.Insert(sql, _options.Project, strategy, edit.By, now);
            Audit(sql, strategy.Id, "created", edit, now, Document(strategy));
            return Checked<WorkflowId>.Ok(strategy.Id, made.Problems);
        });
    });

    /// <summary>The whole strategy anew. Problems: SCH066, SCH054, SCH065, and all of the document and of the workflow it would make, each with its field.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<WorkflowId>> EditAsync(WorkflowId id, JsonObject document, StrategyEdit edit) => ChangeAsync(() =>
    {
        if (document["id"] is { } given && given.ToString() != id.Value)
            return Bad([new Problem(ProblemCodes.InvalidValue, $"The strategy's id is '{id}' and cannot be changed.", Suggestion: "Make a new strategy and delete this one.") { Field = "id" }]);
        var whole = (JsonObject)document.DeepClone();
        whole["id"] = id.Value;
        var made = Preview(whole);
        return made.IsOk
            ? WriteAsync(sql => Change(sql, id, edit, (old, now) => Store(sql, old, made.Value.Strategy, "edited", edit, now), made.Problems))
            : Bad(made.Problems);
    });

    /// <summary>Turns its switch: its schedules' own. Problems: SCH066, SCH054.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<WorkflowId>> SwitchAsync(WorkflowId id, bool enabled, StrategyEdit edit) => ChangeAsync(() => WriteAsync(sql =>
        Change(sql, id, edit, (old, now) => Store(sql, old, old.Definition with { Enabled = enabled }, enabled ? "enabled" : "disabled", edit, now), [])));

    /// <summary>Takes it out of use, with its workflow and schedules. Open runs go on, history stays. Problems: SCH066, SCH054.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<WorkflowId>> DeleteAsync(WorkflowId id, StrategyEdit edit) => ChangeAsync(() => WriteAsync(sql => Change(
        sql,
        id,
        edit,
        (_, now) =>
        {
            Audit(sql, id, "deleted", edit, now, null);
            // Where a file has taken the id, the workflow is the file's.
            var isOwn = _catalog.Find(id) is null or { Strategy: not null };
            StrategyStore.Archive(sql, _options.Project, id, isOwn, edit.By, now);
            if (!isOwn)
                return;
            // Archived here and not by the pass that follows: somebody asked for it, so the guard against mass deletions has no say.
            foreach (var schedule in ScheduleStore.OfWorkflow(sql, _options.Project, id))
            {
                ScheduleStore.Archive(sql, schedule, by: null, now);
                AuditStore.Append(sql, _options.Project, new AuditEntry(edit.By, "archived", "schedule", schedule.Value, edit.Reason), now);
            }
        },
        [])));

    /// <summary>What a document would make, without storing it: problems as <see cref="CreateAsync"/> tells them, but a strategy of that id may be there.</summary>
    public Checked<(StrategyDefinition Strategy, StrategyWorkflow Made)> Preview(JsonObject document)
    {
        var strategy = StrategyParser.Parse(document);
        if (!strategy.IsOk)
            return Checked<(StrategyDefinition, StrategyWorkflow)>.Bad(strategy.Problems);
        if (_catalog.Find(strategy.Value.Id) is { Strategy: null } other)
            return Checked<(StrategyDefinition, StrategyWorkflow)>.Bad(new Problem(ProblemCodes.Duplicate, $"The workflow id '{strategy.Value.Id}' is taken by '{other.Path}'.") { Field = "id" });
        var id = strategy.Value.Template;
        if (_catalog.Snapshot.Templates.GetValueOrDefault(id) is not { } entry)
            return Checked<(StrategyDefinition, StrategyWorkflow)>.Bad(new Problem(ProblemCodes.TemplateNotFound, $"There is no template '{id}'.", Suggestion: Nearest.Suggest(id, _catalog.Snapshot.Templates.Keys)) { Field = "template" });
        if (entry is not { Stale: false, Template: { } template })
            return Checked<(StrategyDefinition, StrategyWorkflow)>.Bad(new Problem(ProblemCodes.TemplateNotFound, $"Template '{id}' has errors and cannot be used.", Suggestion: $"Mend {entry.Path}.") { Field = "template" });
        var made = StrategyResolver.Make(template, strategy.Value, _catalog.Context);
        return made.Workflow.IsOk
            ? Checked<(StrategyDefinition, StrategyWorkflow)>.Ok((strategy.Value, made), made.Workflow.Problems)
            : Checked<(StrategyDefinition, StrategyWorkflow)>.Bad(made.Workflow.Problems);
    }

    /// <summary>The members of a strategy's document, as <see cref="EditAsync"/> takes them.</summary>
    public static JsonObject Document(StrategyDefinition strategy)
    {
        var document = new JsonObject
        {
            ["template"] = strategy.Template,
            ["parameters"] = strategy.Parameters.DeepClone(),
            ["overlay"] = strategy.Overlay.DeepClone(),
            ["enabled"] = strategy.Enabled,
            ["tags"] = new JsonArray([.. strategy.Tags.Select(tag => (JsonNode)tag)]),
        };
        if (strategy.Owner is not null)
            document["owner"] = strategy.Owner;
        if (strategy.Description is not null)
            document["description"] = strategy.Description;
        return document;
    }

    private void Store(Sql sql, StrategyRecord old, StrategyDefinition strategy, string action, StrategyEdit edit, Instant now)
    {
        var change = ScheduleContent.Difference(Document(old.Definition), Document(strategy));
        if (change.Count == 0)
            return;
        StrategyStore.Update(sql, _options.Project, strategy, edit.By, now);
        Audit(sql, strategy.Id, action, edit, now, action == "edited" ? change : null);
    }

    private Checked<WorkflowId> Change(Sql sql, WorkflowId id, StrategyEdit edit, Action<StrategyRecord, Instant> change, IReadOnlyList<Problem> warnings)
    {
        if (StrategyStore.Find(sql, _options.Project, id) is not { ArchivedAt: null } old)
            return Checked<WorkflowId>.Bad(new Problem(ProblemCodes.StrategyNotFound, $"There is no strategy '{id}'."));
        if (edit.Revision is { } seen && seen != old.Revision)
        {
            return Checked<WorkflowId>.Bad(new Problem(
                ProblemCodes.StaleEdit,
                $"The strategy has changed since you read it: you saw revision {seen}, it is at {old.Revision}. Last: by {old.UpdatedBy} at {TimeText.Of(old.UpdatedAt)}.",
                Suggestion: "Read it again and repeat the change."));
        }

        change(old, _options.Time.Now());
        return Checked<WorkflowId>.Ok(id, warnings);
    }

    private async Task<Checked<WorkflowId>> ChangeAsync(Func<Task<Checked<WorkflowId>>> change)
    {
        await _reconcile.FirstPass;
        return await _reconcile.ChangeAsync(change);
    }

    private Task<Checked<WorkflowId>> WriteAsync(Func<Sql, Checked<WorkflowId>> change) => _database.WriteAsync(change);

    private static Task<Checked<WorkflowId>> Bad(IReadOnlyList<Problem> problems) => Task.FromResult(Checked<WorkflowId>.Bad(problems));

    private void Audit(Sql sql, WorkflowId id, string action, StrategyEdit edit, Instant now, JsonNode? detail) =>
        AuditStore.Append(sql, _options.Project, new AuditEntry(edit.By, action, "strategy", id.Value, edit.Reason, detail), now);
}
