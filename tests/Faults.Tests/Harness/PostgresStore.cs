using System.Data.Common;
using Carillon.Tests.Shared;
using Npgsql;

namespace Carillon.Faults.Tests;

/// <summary>A database of its own on a PostgreSQL server.</summary>
/// <param name="server">The server.</param>
/// <param name="name">The database.</param>
internal sealed class PostgresStore(PostgresServer server, string name) : FaultStore
{
    private static readonly Lazy<PostgresServer> Common = new(() =>
    {
        var started = new PostgresServer();
        started.InitializeAsync().GetAwaiter().GetResult();
        return started;
    });

    public override string Address => server.UrlOf(name);

    /// <summary>The database's name.</summary>
    public string Name => name;

    /// <summary>A new one on the server that all tests share, which ends with this process.</summary>
    public static PostgresStore New() => New(Common.Value);

    /// <summary>A new one on a server of the test's own.</summary>
    public static PostgresStore New(PostgresServer server, string options = "")
    {
        var name = $"fault_{Guid.NewGuid():N}";
        server.ExecuteAsync($"create database {name} {options}").GetAwaiter().GetResult();
        return new PostgresStore(server, name);
    }

    public override IReadOnlyList<string> Unsound() => [];

    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = server.Port, Username = "carillon", Database = name, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public override void Dispose() => server.ExecuteAsync($"drop database if exists {name} with (force)").GetAwaiter().GetResult();
}
