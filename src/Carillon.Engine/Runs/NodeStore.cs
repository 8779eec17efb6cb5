using System.Text.Json;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>The processes that work on this database.</summary>
internal static class NodeStore
{
    private static readonly Duration LivesFor = Duration.FromSeconds(30);
    private static readonly Duration KeptFor = Duration.FromHours(1);

    /// <summary>This node lives, and what it has.</summary>
    public static void SayAlive(Sql sql, EngineOptions options, int busy, Instant now, bool draining = false)
    {
        sql.Execute(
            """
            insert into nodes (id, name, version, tags, slots, busy, started_at, seen_at, draining) values ($1, $2, $3, $4, $5, $6, $7, $7, $8)
            on conflict (id) do update set busy = excluded.busy, seen_at = excluded.seen_at, draining = excluded.draining
            """,
            options.Node, options.NodeName, EngineOptions.Version, JsonSerializer.Serialize(options.NodeTags.ToArray(), HistoryJson.Default.StringArray), options.Slots, busy,
            now.ToStored(), draining);
        sql.Execute("delete from nodes where seen_at < $1", (now - KeptFor).ToStored());
    }

    /// <summary>
    /// The names of the nodes that work on a shared database, by its own clock: those that said so a short while ago. Empty for a SQLite file, whose lock tells. What a
    /// stopped server left out of order is gone from it half a minute later.
    /// </summary>
    public static List<string> Live(Sql sql) => sql.Dialect == SqlDialect.Sqlite
        ? []
        : sql.Query(
            "select name from nodes where seen_at > (extract(epoch from clock_timestamp()) * 1000000)::bigint - $1 order by name",
            row => row.GetString(0), LivesFor.BclCompatibleTicks / 10);

    /// <summary>Whether others have said that they live, lately.</summary>
    public static bool HasPeers(Sql sql, EngineOptions options, Instant now) =>
        sql.Number("select 1 from nodes where id <> $1 and seen_at > $2 limit 1", options.Node, (now - options.Lease - options.Lease).ToStored()) is not null;

    /// <summary>It has stopped in good order.</summary>
    public static void Remove(Sql sql, string node) => sql.Execute("delete from nodes where id = $1", node);
}
