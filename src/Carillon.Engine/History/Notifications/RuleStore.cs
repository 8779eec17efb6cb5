using System.Data.Common;
using System.Text.Json;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>Rules as rows.</summary>
internal static class RuleStore
{
    private const string Columns = "id, channel, content, revision, updated_at, updated_by";

    public static List<RuleRecord> List(Sql sql, string project) => sql.Query($"select {Columns} from notification_rules where project = $1 order by id", Read, project);

    public static RuleRecord? Find(Sql sql, string project, string id) => sql.First($"select {Columns} from notification_rules where project = $1 and id = $2", Read, project, id);

    public static void Save(Sql sql, string project, string id, string channel, RuleContent content, string by, Instant now) => sql.Execute(
        """
        insert into notification_rules (project, id, channel, content, created_at, created_by, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $5, $6)
        on conflict (project, id) do update set channel = excluded.channel, content = excluded.content, revision = notification_rules.revision + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
        """,
        project, id, channel, JsonSerializer.Serialize(content, NotificationJson.Default.RuleContent), now.ToStored(), by);

    public static void Delete(Sql sql, string project, string id) => sql.Execute("delete from notification_rules where project = $1 and id = $2", project, id);

    private static RuleRecord Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), JsonSerializer.Deserialize(row.GetString(2), NotificationJson.Default.RuleContent)!, row.GetInt64(3), row.GetInt64(4).ToInstant(), row.GetString(5));
}
