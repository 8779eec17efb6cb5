using System.Data.Common;
using System.Text.Json.Nodes;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Connections;

/// <summary>A connection as it is stored.</summary>
/// <param name="Record">What may be shown.</param>
/// <param name="Text">What is sealed, or null: a JSON object whose first member <c>fields</c> is not needed to list it.</param>
internal sealed record StoredConnection(ConnectionRecord Record, string? Text);

/// <summary>Connections as rows.</summary>
internal static class ConnectionStore
{
    private const string Columns = "name, kind, description, settings, sealed, revision, updated_at, updated_by";

    /// <summary>The member of stored settings that lists what is sealed.</summary>
    private const string SealedFields = "$sealed";

    public static string Purpose(string name) => $"{SealedColumn.Connections.Purpose}/{name}";

    public static List<StoredConnection> List(Sql sql, string project) => sql.Query($"select {Columns} from connections where project = $1 order by name", Read, project);

    public static StoredConnection? Find(Sql sql, string project, string name) => sql.First($"select {Columns} from connections where project = $1 and name = $2", Read, project, name);

    public static List<string> Names(Sql sql, string project) => sql.Query("select name from connections where project = $1", row => row.GetString(0), project);

    public static void Set(Sql sql, string project, StoredConnection stored, Instant now)
    {
        var settings = stored.Record.Settings.DeepClone().AsObject();
        if (stored.Record.Sealed.Count > 0)
            settings[SealedFields] = new JsonArray([.. stored.Record.Sealed.Select(field => (JsonNode)field)]);
        sql.Execute(
            """
            insert into connections (project, name, kind, description, settings, sealed, revision, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, 1, $7, $8)
            on conflict (project, name) do update set kind = excluded.kind, description = excluded.description, settings = excluded.settings, sealed = excluded.sealed,
              revision = connections.revision + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """,
            project, stored.Record.Name, stored.Record.Kind, stored.Record.Description, settings.ToJsonString(), stored.Text, now.ToStored(), stored.Record.UpdatedBy);
    }

    public static void Delete(Sql sql, string project, string name) => sql.Execute("delete from connections where project = $1 and name = $2", project, name);

    private static StoredConnection Read(DbDataReader row)
    {
        var settings = JsonNode.Parse(row.GetString(3))!.AsObject();
        var sealedFields = settings[SealedFields]?.AsArray().Select(field => field!.GetValue<string>()).ToArray() ?? [];
        settings.Remove(SealedFields);
        var record = new ConnectionRecord(row.GetString(0), row.GetString(1))
        {
            Description = row.TextOrNull(2),
            Settings = settings,
            Sealed = sealedFields,
            Revision = row.GetInt64(5),
            UpdatedAt = row.GetInt64(6).ToInstant(),
            UpdatedBy = row.GetString(7),
        };
        return new StoredConnection(record, row.TextOrNull(4));
    }
}
