using System.Data.Common;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions.Templates;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Definitions;

/// <summary>Strategies in the database.</summary>
internal static class StrategyStore
{
    public const string Columns =
        $"""
        {Own},
        (select min(c.next_nominal_at) from schedules c where c.project = s.project and c.workflow_id = s.id and c.archived_at is null and c.active = 1 and c.paused_by is null and c.auto_paused_at is null)
        """;

    private const string Own =
        """
        s.id, s.template, s.parameters, s.overlay, s.enabled, s.owner, s.tags, s.description, s.revision, s.created_at, s.created_by, s.updated_at, s.updated_by,
        s.archived_at, s.archived_by
        """;

    /// <summary>Those in use, by id, without what their schedules do.</summary>
    public static List<StrategyRecord> InUse(Sql sql, string project) => sql.Query(
        $"select {Own}, null from strategies s where s.project = $1 and s.archived_at is null order by s.id", Read, project);

    public static StrategyRecord? Find(Sql sql, string project, WorkflowId id) => sql.First(
        $"select {Columns} from strategies s where s.project = $1 and s.id = $2", Read, project, id.Value);

    /// <summary>Stores a new one, or one in the place of a deleted one.</summary>
    public static void Insert(Sql sql, string project, StrategyDefinition strategy, string by, Instant now) => sql.Execute(
        """
        insert into strategies (project, id, template, parameters, overlay, enabled, owner, tags, description, search, created_at, created_by, updated_at, updated_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $12)
        on conflict (project, id) do update set template = excluded.template, parameters = excluded.parameters, overlay = excluded.overlay, enabled = excluded.enabled,
          owner = excluded.owner, tags = excluded.tags, description = excluded.description, search = excluded.search, revision = strategies.revision + 1,
          created_at = excluded.created_at, created_by = excluded.created_by, updated_at = excluded.updated_at, updated_by = excluded.updated_by, archived_at = null, archived_by = null
        """,
        [.. Values(project, strategy), now.ToStored(), by]);

    public static void Update(Sql sql, string project, StrategyDefinition strategy, string by, Instant now) => sql.Execute(
        """
        update strategies set template = $3, parameters = $4, overlay = $5, enabled = $6, owner = $7, tags = $8, description = $9, search = $10, revision = revision + 1,
                              updated_at = $11, updated_by = $12
        where project = $1 and id = $2
        """,
        [.. Values(project, strategy), now.ToStored(), by]);

    /// <summary>Takes the strategy and, where it is its own, its workflow out of use. Their rows stay.</summary>
    public static void Archive(Sql sql, string project, WorkflowId id, bool withWorkflow, string by, Instant now)
    {
        sql.Execute("update strategies set archived_at = $3, archived_by = $4, updated_at = $3, updated_by = $4, revision = revision + 1 where project = $1 and id = $2", project, id.Value, now.ToStored(), by);
        if (withWorkflow)
            sql.Execute("update workflows set archived_at = $3, updated_at = $3 where project = $1 and id = $2 and archived_at is null", project, id.Value, now.ToStored());
    }

    public static StrategyRecord Read(DbDataReader row) => new()
    {
        Id = new WorkflowId(row.GetString(0)),
        Template = row.GetString(1),
        ParametersText = row.GetString(2),
        OverlayText = row.GetString(3),
        Enabled = row.GetInt64(4) != 0,
        Owner = row.TextOrNull(5),
        Tags = [.. row.GetString(6).ToJson()!.AsArray().Select(tag => tag!.GetValue<string>())],
        Description = row.TextOrNull(7),
        Revision = row.GetInt64(8),
        CreatedAt = row.GetInt64(9).ToInstant(),
        CreatedBy = row.GetString(10),
        UpdatedAt = row.GetInt64(11).ToInstant(),
        UpdatedBy = row.GetString(12),
        ArchivedAt = row.NumberOrNull(13)?.ToInstant(),
        ArchivedBy = row.TextOrNull(14),
        NextRunAt = row.NumberOrNull(15)?.ToInstant(),
    };

    private static object?[] Values(string project, StrategyDefinition strategy)
    {
        var words = new[] { strategy.Id.Value, strategy.Template, strategy.Parameters.ToJsonString(), strategy.Description, strategy.Owner }.Concat(strategy.Tags);
#pragma warning disable CA1308 // a search key, compared with what was lowered the same way
        return
        [
            project, strategy.Id.Value, strategy.Template, strategy.Parameters.ToJsonString(), strategy.Overlay.ToJsonString(), strategy.Enabled, strategy.Owner,
            new JsonArray([.. strategy.Tags.Select(tag => (JsonNode)tag)]).ToJsonString(), strategy.Description,
            string.Join(' ', words.Where(word => !string.IsNullOrEmpty(word))).ToLowerInvariant(),
        ];
#pragma warning restore CA1308
    }
}
