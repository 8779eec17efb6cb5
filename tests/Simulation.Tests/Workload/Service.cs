using System.Text.Json.Nodes;
using Carillon.Engine.Connections;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>What the one connection of a history leads to. While it is down, whoever comes to it fails.</summary>
internal sealed class Service : IConnectionKind
{
    public const string Name = "shop";

    /// <summary>The statement that makes the connection.</summary>
    public const string Connection = $"insert into connections (project, name, kind, settings, revision, updated_at, updated_by) values ('default', '{Name}', 'sim', '{{}}', 1, 0, 'ann');";

    public bool IsDown { get; set; }

    public ConnectionKind Kind { get; } = new("sim", "A service of a simulated history.", []);

    public IEnumerable<string> Check(JsonObject settings) => [];

    public Task<string> ConnectAsync(OpenConnection connection, CancellationToken cancellationToken) => Task.FromResult("fine");
}
