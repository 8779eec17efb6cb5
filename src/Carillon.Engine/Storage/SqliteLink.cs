using Carillon.Core;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Carillon.Engine.Storage;

/// <summary>A SQLite file. One process, so the writer's turn is any transaction.</summary>
internal class SqliteLink(DatabaseAddress address) : Link
{
    /// <summary>So many seconds a foreign lock on the file is waited for; then writes are refused, and health says why.</summary>
    private const int LockPatience = 2;

    public override DatabaseAddress Address => address;

    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = false, DefaultTimeout = LockPatience }.ToString();

    public override Sql OpenWriter()
    {
        var writer = Connect();
        try
        {
            // SQLite opens a file without write permission all the same, and refuses the first write, which may come much later.
            if (raw.sqlite3_db_readonly(Handle(writer), "main") == 1)
                throw new UnauthorizedAccessException("it is readonly for this user.");
            Migrator.Migrate(writer);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    public override Sql OpenReader() => Connect();

    public override Turn Begin(Sql writer)
    {
        writer.Execute("begin immediate");
        return default;
    }

    public override void Commit(Sql writer, Turn turn) => writer.Execute("commit");

    public override void Rollback(Sql writer)
    {
        // SQLite rolls back by itself on some faults.
        if (raw.sqlite3_get_autocommit(Handle(writer)) != 0)
            return;
        try
        {
            writer.Run("rollback");
        }
        catch (SqliteException)
        {
            // It has done so between the check and the call.
        }
    }

    public override void BeginRead(Sql reader) => reader.Execute("begin");

    public override bool WasCommitted(Turn turn) => false;

    public override Fault FaultOf(Exception e) => e is not SqliteException sqlite
        ? e switch { StorageException => Fault.Refused, StaleRowsException => Fault.Stale, _ => Fault.None }
        : sqlite.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_ERROR or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE or raw.SQLITE_TOOBIG ? Fault.Statement : Fault.Refused;

    public override StorageException Told(Exception e) => e switch
    {
        StorageException told => told,
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } =>
            new(ProblemCodes.DatabaseUnusable, $"The database '{address}' is damaged: {e.Message} Stop the server and restore a backup.", e),
        _ => new(ProblemCodes.StorageUnavailable, $"The database refused: {e.Message}", e),
    };

    /// <summary>Writes the file's header as it is.</summary>
    public override void Probe(Sql writer) => writer.Execute($"pragma user_version = {writer.Number("pragma user_version")}");

    protected static sqlite3 Handle(Sql sql) => ((SqliteConnection)sql.Connection).Handle!;

    private Sql Connect()
    {
        var connection = SqliteLibrary.Connection(ConnectionString(address.Value));
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            // FULL: a commit that was acknowledged survives a power cut. busy_timeout: a foreign process may hold the file for a moment.
            pragmas.CommandText = $"pragma busy_timeout = {LockPatience * 1000}; pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory;";
            pragmas.ExecuteNonQuery();
            return new Sql(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
