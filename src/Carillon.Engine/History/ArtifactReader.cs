using System.Data.Common;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>Reads artifacts. Thread safe. A caller names an artifact by its id only; the place of its file never comes from outside.</summary>
/// <param name="database">Where their rows are.</param>
/// <param name="options">Says which folder their files are in; a stored place outside it is refused.</param>
public sealed class ArtifactReader(Database database, EngineOptions options)
{
    private const string Columns = "id, run_id, task_id, item, number, name, media_type, size, sha256, created_at";

    private readonly string _folder = Path.GetFullPath(options.ArtifactFolder);

    /// <summary>What the run kept, oldest first.</summary>
    public IReadOnlyList<ArtifactRecord> List(RunId run) => database.Read(sql =>
        sql.Query($"select {Columns} from artifacts where run_id = $1 order by created_at, id", Read, run.Value));

    /// <summary>The artifact and the absolute path of its file, or null when the run has none of that id. The file itself may be gone.</summary>
    public (ArtifactRecord Artifact, string Path)? Find(RunId run, string id) => database.Read(sql =>
        sql.First(
            $"select {Columns}, location from artifacts where run_id = $1 and id = $2",
            row => ((ArtifactRecord, string)?)(Read(row), Locate(row.GetString(10))),
            run.Value,
            id));

    /// <summary>What the run kept, each with the absolute path of its file; null for one whose stored place is outside the folder.</summary>
    internal IReadOnlyList<(ArtifactRecord Artifact, string? Path)> Files(Sql sql, RunId run) => sql.Query(
        $"select {Columns}, location from artifacts where run_id = $1 order by task_id, item, name", row => (Read(row), Within(row.GetString(10))), run.Value);

    private string? Within(string location) =>
        Path.GetFullPath(location, _folder) is var path && path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && LinkedPath.LeadsInto(path, _folder) ? path : null;

    private string Locate(string location) =>
        Within(location) ?? throw new StorageException(ProblemCodes.ArtifactFailed, "The artifact's file is outside the artifact folder and is not served.");

    private static ArtifactRecord Read(DbDataReader row) => new(
        row.GetString(0),
        new RunId(row.GetString(1)),
        new TaskId(row.GetString(2)),
        row.GetInt64(3) is >= 0 and var item ? (int)item : null,
        (int)row.GetInt64(4),
        row.GetString(5),
        row.GetString(6),
        row.GetInt64(7),
        row.GetString(8),
        row.GetInt64(9).ToInstant());
}
