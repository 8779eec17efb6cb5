using Carillon.Core;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A version of a workflow that was live once. Immutable.</summary>
/// <param name="Version">SHA-256 of the text in lower-case hex.</param>
/// <param name="Path">The file it came from.</param>
/// <param name="CreatedAt">When it was first seen.</param>
/// <param name="Yaml">Its text; null in lists.</param>
public sealed record VersionRecord(string Version, string Path, Instant CreatedAt, string? Yaml);

/// <summary>Reads the versions of workflows. Thread safe.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose workflows are read.</param>
public sealed class VersionReader(Database database, string project)
{
    /// <summary>The workflow's versions without their text, latest first.</summary>
    public IReadOnlyList<VersionRecord> List(WorkflowId workflow) => database.Read(sql => sql.Query(
        "select version, path, created_at from workflow_versions where project = $1 and workflow_id = $2 order by created_at desc, version",
        row => new VersionRecord(row.GetString(0), row.GetString(1), row.GetInt64(2).ToInstant(), null),
        project,
        workflow.Value));

    /// <summary>One version with its text, or null.</summary>
    public VersionRecord? Find(WorkflowId workflow, string version) => database.Read(sql => sql.First(
        "select version, path, created_at, yaml from workflow_versions where project = $1 and workflow_id = $2 and version = $3",
        row => new VersionRecord(row.GetString(0), row.GetString(1), row.GetInt64(2).ToInstant(), row.GetString(3)),
        project,
        workflow.Value,
        version));
}
