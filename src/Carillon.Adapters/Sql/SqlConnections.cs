using System.Data.Common;
using Carillon.Adapters.Tasks;
using Carillon.Core.Security;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Carillon.Adapters.Sql;

/// <summary>Opens the databases that inputs name.</summary>
internal static class SqlConnections
{
    private const string SqlitePrefix = "sqlite:";
    private const int LimitAttached = 7;

    /// <summary>What is wrong with the text, or null. Never quotes it: it may hold a password.</summary>
    public static string? Problem(string connection)
    {
        if (ConnectionName.IsValid(connection)) return null;
        if (connection.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
            return connection.Length > SqlitePrefix.Length ? null : "'connection' sqlite: names no file";
        try
        {
            return string.IsNullOrEmpty(PostgresUrl.Parse(connection).Host) ? "'connection' names no host" : null;
        }
        catch (FormatException)
        {
            return "'connection' must be sqlite:path, postgresql://… or an Npgsql connection string";
        }
    }

    /// <summary>An open connection; the caller disposes it.</summary>
    public static async Task<DbConnection> OpenAsync(string connection, TaskPaths paths, bool mayCreate, CancellationToken cancellationToken)
    {
        if (!connection.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
        {
            var postgres = new NpgsqlConnection(PostgresUrl.Parse(connection).ConnectionString);
            await OpenAsync(postgres, cancellationToken);
            return postgres;
        }

        var given = connection[SqlitePrefix.Length..];
        var file = mayCreate ? paths.ToWrite(given) : paths.ToRead(given);
        if (!mayCreate && !File.Exists(file)) throw TaskFailures.File($"database '{given}' does not exist");
        var sqlite = SqliteLibrary.Connection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            // Retries on a busy database are SQLite's own (busy_timeout), which ends at once on cancel.
            DefaultTimeout = 1,
            Pooling = false,
        }.ConnectionString);
        await OpenAsync(sqlite, cancellationToken);
        // A statement may not reach other files: attach would go round the folder rule.
        raw.sqlite3_limit(sqlite.Handle, LimitAttached, 0);
        raw.sqlite3_busy_timeout(sqlite.Handle, 5_000);
        return sqlite;
    }

    private static async Task OpenAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
