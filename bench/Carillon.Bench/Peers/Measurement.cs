using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Bench.Peers;

/// <summary>What a peer is told to do: a lone job again and again, chains of 40 jobs, and then a backlog.</summary>
/// <param name="Database">The address of an empty database on the common PostgreSQL; null for a SQLite file in <paramref name="Folder"/>.</param>
/// <param name="Folder">An empty folder of its own.</param>
/// <param name="Setting">Which of its settings.</param>
/// <param name="Jobs">How many no-op jobs the backlog has.</param>
/// <param name="Pickups">How many lone jobs.</param>
/// <param name="Chains">How many chains.</param>
internal sealed record Assignment(string? Database, string Folder, string Setting, int Jobs, int Pickups, int Chains)
{
    /// <summary>How many nodes are up while lone jobs are asked for, where a peer can have several.</summary>
    public int Nodes { get; init; } = 1;
}

/// <summary>What came of it.</summary>
/// <param name="Jobs">How many jobs the backlog had.</param>
/// <param name="Seconds">From the start of the peer's work until the result of the last of them was durable.</param>
/// <param name="Lost">Jobs of the backlog that were not carried out, or whose end the database does not know.</param>
/// <param name="Doubled">Executions beyond the first of each.</param>
/// <param name="Pickups">Milliseconds from asking for a lone job until its code began.</param>
/// <param name="Chains">Milliseconds of each chain of 40 jobs, from asking for the first until the last one's code began.</param>
internal sealed record Measurement(int Jobs, double Seconds, int Lost, int Doubled, double[] Pickups, double[] Chains)
{
    /// <summary>Milliseconds from sending a request for a lone job to a real server until its code began; null for peers without a server.</summary>
    public double[]? HttpPickups { get; init; }

    /// <summary>Jobs a second.</summary>
    [JsonIgnore]
    public double Rate => Jobs / Seconds;
}

/// <summary>Both as JSON, the way Node writes them too.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Assignment))]
[JsonSerializable(typeof(Measurement))]
internal sealed partial class PeerJson : JsonSerializerContext;
