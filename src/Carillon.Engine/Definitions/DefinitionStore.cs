using System.Collections.Concurrent;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Definitions;

/// <summary>Workflows and their versions in the database. A run keeps the version it began with, so versions are never changed.</summary>
internal sealed class DefinitionStore(Database database, string project)
{
    private static readonly RowWrite VersionInsertion = RowWrite.Insert(3, "workflow_versions", "project', workflow_id', version', path', yaml', created_at", keeps: true);
    private static readonly RowWrite Current = RowWrite.Insert(4, "workflows", "project', id', name', path', version', updated_at, archived_at", key: "project, id");
    private static readonly RowWrite Archival = RowWrite.Update(6, "workflows", "project', id', archived_at, updated_at", keys: 2);

    private readonly ConcurrentDictionary<(WorkflowId, string), Checked<WorkflowDefinition>> _versions = new();

    /// <summary>Versions known to be stored, because a run began with them.</summary>
    private readonly ConcurrentDictionary<(WorkflowId, string), bool> _kept = new();

    /// <summary>The strategies in use, by id.</summary>
    public IReadOnlyList<StrategyRecord> Strategies() => database.Read(sql => StrategyStore.InUse(sql, project));

    /// <summary>The last good version of a file or strategy that is broken now, with its text; null and empty when there is none.</summary>
    public (WorkflowDefinition? Workflow, string Text) LastGood(string path, DefinitionContext context)
    {
        var yaml = database.Read(sql => sql.First(
            "select v.yaml from workflows w join workflow_versions v on v.project = w.project and v.workflow_id = w.id and v.version = w.version where w.project = $1 and w.path = $2 and w.archived_at is null",
            row => row.GetString(0), project, path));
        return yaml is null ? (null, "") : (DefinitionParser.Parse(yaml, path, context).ValueOrDefault, yaml);
    }

    /// <summary>The latest stored version of a workflow that is in use; null when there is none or it can no longer be read.</summary>
    public WorkflowDefinition? Latest(WorkflowId id, DefinitionContext context) => database.Read(sql =>
    {
        var version = sql.First("select version from workflows where project = $1 and id = $2 and archived_at is null", row => row.GetString(0), project, id.Value);
        return version is null ? null : Version(sql, id, version, CatalogSnapshot.Empty, context).ValueOrDefault;
    });

    /// <summary>The workflows in use of which nothing can be read, neither their files, which are there, nor what was stored of them: a zone, a calendar or a task type is gone, say.</summary>
    public HashSet<WorkflowId> Unreadable(Sql sql, CatalogSnapshot catalog)
    {
        var paths = catalog.Entries.Where(entry => entry is { Live: null, IsTemplate: false }).Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return paths.Count == 0 ? [] : [.. sql.Query(
            "select id from workflows where project = $1 and archived_at is null and path in (select value from json_each($2))",
            row => new WorkflowId(row.GetString(0)), project, RunReader.JsonList(paths))];
    }

    /// <summary>Why nothing can be read of a workflow whose file is there; empty when that is not so.</summary>
    public IReadOnlyList<Problem> WhyUnreadable(WorkflowId id, CatalogSnapshot catalog)
    {
        var path = database.Read(sql => sql.First("select path from workflows where project = $1 and id = $2 and archived_at is null", row => row.GetString(0), project, id.Value));
        return catalog.Entries.FirstOrDefault(entry => entry.Live is null && entry.Path == path)?.Problems ?? [];
    }

    /// <summary>The same, read on its own.</summary>
    public Checked<WorkflowDefinition> Version(WorkflowId id, string version, CatalogSnapshot catalog, DefinitionContext context) =>
        database.Read(sql => Version(sql, id, version, catalog, context));

    /// <summary>
    /// The version a run began with; unless it is the live one, without its schedules, so that a calendar that is gone does not end a run. Not ok when
    /// its text no longer parses, for example because a task type is gone.
    /// </summary>
    public Checked<WorkflowDefinition> Version(Sql sql, WorkflowId id, string version, CatalogSnapshot catalog, DefinitionContext context)
    {
        if (catalog.Find(id)?.Live is { } live && live.Version == version)
            return Checked<WorkflowDefinition>.Ok(live);
        if (_versions.TryGetValue((id, version), out var known))
            return known;
        var yaml = sql.First(
            "select yaml, path from workflow_versions where project = $1 and workflow_id = $2 and version = $3",
            row => (Text: row.GetString(0), Path: row.GetString(1)), project, id.Value, version);
        var parsed = yaml.Text is null
            ? Checked<WorkflowDefinition>.Bad(new Problem(ProblemCodes.WorkflowNotFound, $"Version {version} of workflow '{id}' is not stored."))
            : DefinitionParser.Parse(yaml.Text, yaml.Path, context with { ReadsSchedules = false });
        return _versions.GetOrAdd((id, version), parsed);
    }

    /// <summary>Stores the version that a run begins with, where the pass that has read its file could not yet: the run must find it again whatever becomes of the file.</summary>
    public void Keep(Sql sql, CatalogEntry? entry, WorkflowDefinition definition, Instant now)
    {
        if (entry is not { Stale: false, Live: { } live } || live.Version != definition.Version || !_kept.TryAdd((live.Id, live.Version), true))
            return;
        sql.OnRollback(() => _kept.TryRemove((live.Id, live.Version), out _));
        Insert(sql, entry, live, now.ToStored());
    }

    private void Insert(Sql sql, CatalogEntry entry, WorkflowDefinition live, long now) =>
        sql.Rows.Add(VersionInsertion, project, live.Id.Value, live.Version, entry.Path, entry.Text, now);

    /// <summary>Stores what has changed and archives what is gone, but not <paramref name="keep"/>. Returns how many rows were given to be written; 0 for an unchanged folder.</summary>
    public int Save(Sql sql, CatalogSnapshot catalog, long now, IReadOnlySet<WorkflowId> keep)
    {
        var stored = sql.Query(
            "select id, version, path, archived_at from workflows where project = $1",
            row => (Id: row.GetString(0), Version: row.GetString(1), Path: row.GetString(2), Archived: !row.IsDBNull(3)), project)
            .ToDictionary(w => w.Id, StringComparer.Ordinal);
        var written = 0;
        foreach (var entry in catalog.Entries)
        {
            if (entry.Live is not { } live)
                continue;
            if (stored.Remove(live.Id.Value, out var old) && old.Version == live.Version && old.Path == entry.Path && !old.Archived)
                continue;
            if (!entry.Stale)
                Insert(sql, entry, live, now);
            sql.Rows.Add(Current, project, live.Id.Value, live.Name, entry.Path, live.Version, now, null);
            written += entry.Stale ? 1 : 2;
        }
        foreach (var gone in stored.Values.Where(w => !w.Archived && !keep.Contains(new WorkflowId(w.Id))))
        {
            sql.Rows.Add(Archival, project, gone.Id, now, now);
            written++;
        }
        return written;
    }
}
