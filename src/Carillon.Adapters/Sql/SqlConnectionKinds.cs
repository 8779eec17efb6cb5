using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Npgsql;

namespace Carillon.Adapters.Sql;

/// <summary>The kind of connection <c>postgres</c>.</summary>
internal sealed class PostgresConnectionKind : IConnectionKind
{
    public const string Name = "postgres";

    private static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    public ConnectionKind Kind { get; } = new(Name, "A PostgreSQL database.",
    [
        new("host", "The server's name or address.") { IsRequired = true },
        new("port", "Its port. Default 5432.") { IsNumber = true },
        new("database", "The database.") { IsRequired = true },
        new("username", "The user's name.") { IsRequired = true },
        new("password", "The user's password.") { IsSecret = true },
        new("ssl_mode", "How the connection is guarded. Default prefer.") { OneOf = SslModes },
    ]);

    public IEnumerable<string> Check(JsonObject settings) => settings["port"] is JsonValue port && int.Parse(port.ToString(), System.Globalization.CultureInfo.InvariantCulture) is < 1 or > 65535 ? ["'port' must be from 1 to 65535."] : [];

    public async Task<string> ConnectAsync(OpenConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            // One of its own: a pool could give one that was made before the settings changed.
            await using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address(connection)) { Pooling = false }.ConnectionString);
            await open.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select 1", open);
            await command.ExecuteScalarAsync(cancellationToken);
            return $"PostgreSQL {open.PostgreSqlVersion} answered";
        }
        catch (NpgsqlException e)
        {
            throw SqlFailures.Of(e);
        }
        catch (TimeoutException)
        {
            throw TaskFailures.Timeout("PostgreSQL did not answer in time");
        }
    }

    /// <summary>The connection as a connection string. Secret.</summary>
    public static string Address(OpenConnection connection)
    {
        var address = PostgresUrl.Parse("");
        (address.Host, address.Database, address.Username) = (connection.Text("host"), connection.Text("database"), connection.Text("username"));
        if (connection.Text("port") is { } port) address.Port = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture);
        if (connection.Text("password") is { } password) address.Password = password;
        if (connection.Text("ssl_mode") is { } mode) address.SslMode = Enum.Parse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        return address.ConnectionString;
    }
}

/// <summary>The kind of connection <c>sqlite</c>.</summary>
internal sealed class SqliteConnectionKind(TaskOptions options) : IConnectionKind
{
    public const string Name = "sqlite";

    public ConnectionKind Kind { get; } = new(Name, "A SQLite file.", [new("path", "The file, relative to the workflow files.") { IsRequired = true }]);

    public IEnumerable<string> Check(JsonObject settings) => [];

    public async Task<string> ConnectAsync(OpenConnection connection, CancellationToken cancellationToken)
    {
        var paths = new TaskPaths(connection.BaseFolder, workFolder: null, options);
        return await SqlSession.RunAsync(Address(connection), paths, mayCreate: false, timeout: null, async (open, token) =>
        {
            await using var command = open.CreateCommand();
            command.CommandText = "select count(*) from sqlite_master";
            await command.ExecuteScalarAsync(token);
            return $"SQLite {open.ServerVersion} opened it";
        }, cancellationToken);
    }

    /// <summary>The connection as an address.</summary>
    public static string Address(OpenConnection connection) => "sqlite:" + connection.Text("path");
}

/// <summary>Where the database of an input is.</summary>
internal static class SqlAddress
{
    /// <summary>The address that the input gives, or that of the connection which it names. May be secret.</summary>
    /// <exception cref="TaskFailedException">There is no such connection.</exception>
    public static string Of(string given, OpenConnection? connection) => connection switch
    {
        { Kind: PostgresConnectionKind.Name } => PostgresConnectionKind.Address(connection),
        { } => SqliteConnectionKind.Address(connection),
        null when Core.Security.ConnectionName.IsValid(given) => throw TaskFailures.Input($"there is no connection '{given}' here"),
        null => given,
    };
}
