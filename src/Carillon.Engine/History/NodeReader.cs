using System.Data.Common;
using System.Text.Json;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>How a node stands.</summary>
public enum NodeState
{
    /// <summary>It works.</summary>
    Live,

    /// <summary>It takes nothing more, and hands back what it has.</summary>
    Draining,

    /// <summary>It has not been heard of for longer than a lease; others go on with its work.</summary>
    Lost,
}

/// <summary>A process that carries runs out. Immutable.</summary>
/// <param name="Id">One life of it.</param>
/// <param name="Name">Its name, the same in every life.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Tags">What workflows may ask for with <c>runs_on</c>.</param>
/// <param name="StartedAt">Since when.</param>
/// <param name="SeenAt">When it said last that it lives.</param>
/// <param name="Slots">How many attempts it runs at once at most.</param>
/// <param name="Running">How many it ran then.</param>
/// <param name="State">How it stands.</param>
public sealed record NodeRecord(string Id, string Name, string Version, IReadOnlyList<string> Tags, Instant StartedAt, Instant SeenAt, int Slots, int Running, NodeState State);

/// <summary>Reads the nodes that work on the database. Thread safe.</summary>
/// <param name="host">This node's engine.</param>
public sealed class NodeReader(EngineHost host)
{
    /// <summary>Every node of the last hour that has not stopped in good order, by name. This one is told as it is now.</summary>
    public IReadOnlyList<NodeRecord> List()
    {
        var (options, now) = (host.Options, host.Options.Time.Now());
        return host.Database.Read(sql => sql.Query(
            "select id, name, version, tags, started_at, seen_at, slots, busy, draining from nodes order by name, id",
            row => Read(row, options, now, host.LiveAttempts)));
    }

    private static NodeRecord Read(DbDataReader row, EngineOptions options, Instant now, int live)
    {
        var (id, seenAt) = (row.GetString(0), row.GetInt64(5).ToInstant());
        var isThis = id == options.Node;
        var isLost = !isThis && seenAt + options.Lease < now;
        return new NodeRecord(
            id, row.GetString(1), row.GetString(2), JsonSerializer.Deserialize(row.GetString(3), HistoryJson.Default.StringArray) ?? [], row.GetInt64(4).ToInstant(),
            isThis ? now : seenAt, row.GetInt32(6), isThis ? live : row.GetInt32(7), isLost ? NodeState.Lost : row.GetInt64(8) != 0 ? NodeState.Draining : NodeState.Live);
    }
}
