using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Schedules;

/// <summary>An apply.</summary>
/// <param name="By">Who, for the audit trail.</param>
/// <param name="Fingerprint">The plan that was looked at; the apply is refused (SCH054) when it would do anything else by now. Null for whatever it does.</param>
/// <param name="AllowDeletions">True: any number of schedules may be archived.</param>
public sealed record FolderApply(string By, string? Fingerprint = null, bool AllowDeletions = false);

/// <summary>Plans and applies changes of the workflow files, all of them or one. Thread safe.</summary>
public sealed class FolderService
{
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly Catalog _catalog;
    private readonly ReconcileLoop _reconcile;
    private readonly FolderPlanner _planner;
    private readonly FolderWriter _writer;

    internal FolderService(EngineOptions options, Database database, Catalog catalog, ReconcileLoop reconcile, FolderPlanner planner) =>
        (_options, _database, _catalog, _reconcile, _planner, _writer) = (options, database, catalog, reconcile, planner, new FolderWriter(options.Workflows));

    /// <summary>What applying these files would change. Nothing is changed. Problems: SCH043 paths that cannot be; what is wrong with the files is in the plan.</summary>
    /// <param name="files">The files.</param>
    /// <param name="keepOthers">True: the server's other files stay as they are; false (the default): they would go.</param>
    public async Task<Checked<FolderPlan>> PlanAsync(IReadOnlyList<DefinitionFile> files, bool keepOthers = false)
    {
        await _reconcile.FirstPass;
        var wrong = _writer.Check(files);
        return wrong.Count > 0 ? Checked<FolderPlan>.Bad(wrong) : Checked<FolderPlan>.Ok(_planner.Plan(keepOthers ? _planner.Beside(files) : files));
    }

    /// <summary>
    /// Makes these files, and no others, the workflow files, and reloads. Problems: those of the files; SCH054 the plan that was looked at no longer holds;
    /// SCH056 many deletions without a yes; SCH044 a file cannot be written: those before it are written, and applying again goes on.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be written; the files are written, and the schedules follow with the next pass.</exception>
    public async Task<Checked<FolderPlan>> ApplyAsync(IReadOnlyList<DefinitionFile> files, FolderApply apply)
    {
        var planned = await PlanAsync(files);
        if (!planned.IsOk)
            return planned;
        var plan = planned.Value;
        if (plan.Problems.Any(problem => problem.Severity == ProblemSeverity.Error))
            return Checked<FolderPlan>.Bad(plan.Problems);
        if (apply.Fingerprint is { } seen && seen != plan.Fingerprint)
            return Checked<FolderPlan>.Bad(new Problem(ProblemCodes.StaleEdit, "The plan no longer holds: the files, or what they would be applied to, have changed since it was made.", Suggestion: "Make a new plan and look at it."));
        if (plan.NeedsYes && !apply.AllowDeletions)
            return Checked<FolderPlan>.Bad(new Problem(ProblemCodes.DeletionsHeld, $"{plan.Changes.Count(c => c.Fate == ScheduleFate.Archive)} schedules would be archived, more than a quarter of all.", Suggestion: "Apply with allow_deletions (--allow-deletions) if that is meant."));
        var changed = plan.NewFiles.Concat(plan.ChangedFiles).ToHashSet(StringComparer.Ordinal);
        var failed = await WriteAsync([.. files.Where(file => changed.Contains(file.Path))], plan.GoneFiles, new ReconcileMode(Reload: true, apply.AllowDeletions));
        if (failed is not null)
            return Checked<FolderPlan>.Bad(failed);
        await AuditAsync(new AuditEntry(apply.By, "applied", "project", _options.Project, Detail: new System.Text.Json.Nodes.JsonObject
        {
            ["new_files"] = plan.NewFiles.Count,
            ["changed_files"] = plan.ChangedFiles.Count,
            ["gone_files"] = plan.GoneFiles.Count,
            ["schedules"] = plan.Changes.Count,
        }));
        return planned;
    }

    /// <summary>Makes a workflow from a text, in a file of its own. Problems: those of the text, SCH013 the workflow or the file is there.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="path">Where; null for the workflow's id with <c>.yaml</c>.</param>
    /// <param name="by">Who, for the audit trail.</param>
    public async Task<Checked<WorkflowId>> CreateAsync(string text, string? path, string by)
    {
        await _reconcile.FirstPass;
        var parsed = DefinitionParser.Parse(text, path ?? "request", _catalog.Context);
        if (!parsed.IsOk)
            return Checked<WorkflowId>.Bad(parsed.Problems);
        var file = new DefinitionFile(path ?? $"{parsed.Value.Id}.yaml", text);
        if (_writer.Check([file]) is { Count: > 0 } wrong)
            return Checked<WorkflowId>.Bad(wrong);
        if (_catalog.Find(parsed.Value.Id) is { } other)
            return Checked<WorkflowId>.Bad(new Problem(ProblemCodes.Duplicate, $"The workflow '{parsed.Value.Id}' is there, in '{other.Path}'.") { Field = "id" });
        if (_catalog.Entries.Any(entry => entry.Path == file.Path))
            return Checked<WorkflowId>.Bad(new Problem(ProblemCodes.Duplicate, $"The file '{file.Path}' is there.") { Field = "path" });
        return await OneAsync(parsed.Value.Id, [file], [], "created", by);
    }

    /// <summary>Gives a workflow a new text in its file. Problems: those of the text, SCH006, SCH016 another id, SCH054 the text has changed since <paramref name="version"/>.</summary>
    public async Task<Checked<WorkflowId>> EditAsync(WorkflowId id, string text, string? version, string by)
    {
        await _reconcile.FirstPass;
        if (Found(id, version) is { IsOk: false } wrong)
            return Checked<WorkflowId>.Bad(wrong.Problems);
        var entry = _catalog.Find(id)!;
        var parsed = DefinitionParser.Parse(text, entry.Path, _catalog.Context);
        if (!parsed.IsOk)
            return Checked<WorkflowId>.Bad(parsed.Problems);
        return parsed.Value.Id != id
            ? Checked<WorkflowId>.Bad(new Problem(ProblemCodes.InvalidValue, $"The text has the id '{parsed.Value.Id}'; this is workflow '{id}'.", Suggestion: "Make a new workflow and delete this one.") { Field = "id" })
            : await OneAsync(id, [new DefinitionFile(entry.Path, text)], [], "edited", by);
    }

    /// <summary>Deletes a workflow's file: the workflow and its schedules are archived, its history stays. Problems: SCH006, SCH054 as <see cref="EditAsync"/>.</summary>
    public async Task<Checked<WorkflowId>> DeleteAsync(WorkflowId id, string? version, string by)
    {
        await _reconcile.FirstPass;
        return Found(id, version) is { IsOk: false } wrong ? Checked<WorkflowId>.Bad(wrong.Problems) : await OneAsync(id, [], [_catalog.Find(id)!.Path], "deleted", by);
    }

    private Checked<CatalogEntry> Found(WorkflowId id, string? version)
    {
        if (_catalog.Find(id) is not { Live: { } live } entry)
            return Checked<CatalogEntry>.Bad(new Problem(ProblemCodes.WorkflowNotFound, $"There is no workflow '{id}'."));
        if (entry.Strategy is not null)
            return Checked<CatalogEntry>.Bad(new Problem(ProblemCodes.StateConflict, $"Workflow '{id}' is made by a strategy and has no file of its own.", Suggestion: "Change the strategy, or its template."));
        return version is not null && version != live.Version
            ? Checked<CatalogEntry>.Bad(new Problem(ProblemCodes.StaleEdit, "The workflow has changed since you read it.", Suggestion: "Read it again and repeat the change."))
            : Checked<CatalogEntry>.Ok(entry);
    }

    private async Task<Checked<WorkflowId>> OneAsync(WorkflowId id, IReadOnlyList<DefinitionFile> changed, IReadOnlyList<string> gone, string action, string by)
    {
        // Who deletes this file has not agreed to other deletions that wait.
        var agrees = gone.Count > 0 && _reconcile.State.Changes.Held.Count == 0;
        if (await WriteAsync(changed, gone, new ReconcileMode(AllowDeletions: agrees)) is { } failed)
            return Checked<WorkflowId>.Bad(failed);
        await AuditAsync(new AuditEntry(by, action, "workflow", id.Value));
        return Checked<WorkflowId>.Ok(id);
    }

    /// <summary>Writes and reconciles with no pass between; the problem when a file could not be written.</summary>
    private async Task<Problem?> WriteAsync(IReadOnlyList<DefinitionFile> changed, IReadOnlyList<string> gone, ReconcileMode mode)
    {
        var state = await _reconcile.ReconcileAsync(mode, () => _writer.Write(changed, gone));
        return state.Error is { } error ? new Problem(ProblemCodes.FileUnreadable, $"It could not be carried out whole: {error}", Suggestion: "Mend the cause and apply again.") : null;
    }

    private Task AuditAsync(AuditEntry entry) => _database.WriteAsync(sql => AuditStore.Append(sql, _options.Project, entry, _options.Time.Now()));
}
