using System.Globalization;
using Carillon.Core;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Carillon.Engine.Storage;

/// <summary>
/// A PostgreSQL database that several nodes share. A turn is a transaction that holds one advisory lock: nodes write one after the other. Who is stuck within a turn
/// (a frozen process) is thrown out by those who wait.
/// </summary>
internal sealed class PostgresLink : Link
{
    /// <summary>The advisory lock of the turn; the migrations take it too.</summary>
    public const long TurnLock = 7_261_925_100;

    private const int LockTimeoutMs = 2_000;
    private const int StuckMs = 5_000;
    private readonly NpgsqlDataSource _readers;
    private readonly NpgsqlDataSource _writers;
    private readonly DatabaseClock? _clock;
    private readonly string? _node;

    /// <summary>Reaches a database; connects when it is first used.</summary>
    /// <param name="address">The server and database.</param>
    /// <param name="clock">Told the database's time at each turn; null for none.</param>
    /// <param name="node">The node whose row says which turn of it was committed last; null for none.</param>
    public PostgresLink(DatabaseAddress address, DatabaseClock? clock = null, string? node = null)
    {
        Address = address;
        _clock = clock;
        _node = node;
        _readers = Source(address, write: false);
        _writers = Source(address, write: true);
    }

    public override DatabaseAddress Address { get; }

    public override Sql OpenWriter()
    {
        while (true)
        {
            var writer = new Sql(_writers.OpenConnection());
            try
            {
                Migrator.Migrate(writer);
                return writer;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                writer.Dispose();
                ThrowOutStuck();
            }
            catch
            {
                writer.Dispose();
                throw;
            }
        }
    }

    public override Sql OpenReader() => new(_readers.OpenConnection());

    public override Turn Begin(Sql writer)
    {
        while (true)
        {
            try
            {
                return TakeTurn(writer);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                Rollback(writer);
                ThrowOutStuck();
            }
        }
    }

    private Turn TakeTurn(Sql writer)
    {
        var connection = (NpgsqlConnection)writer.Connection;
        using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("begin"),
                new NpgsqlBatchCommand($"select pg_advisory_xact_lock({TurnLock})"),
                new NpgsqlBatchCommand("select nextval('turns'), (extract(epoch from clock_timestamp()) * 1000000)::bigint, pg_current_xact_id()::text, exists (select from attempts where status = 'ready')"),
            },
        };
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        var turn = new Turn(reader.GetInt64(0), reader.GetString(2), reader.GetBoolean(3));
        _clock?.Observe(reader.GetInt64(1).ToInstant());
        return turn;
    }

    /// <summary>Ends the connection of a holder of the turn whose transaction is older than any batch takes: its process is frozen, or its host is gone without a word.</summary>
    private void ThrowOutStuck()
    {
        using var connection = _readers.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
              and ((l.classid::bigint << 32) | l.objid::bigint) = {TurnLock}
              and coalesce(a.xact_start, a.state_change) < clock_timestamp() - interval '{StuckMs} milliseconds'
              and coalesce(a.state_change, a.xact_start) < clock_timestamp() - interval '{LockTimeoutMs} milliseconds'
              and (a.state <> 'active' or a.wait_event = 'ClientRead')
            """;
        command.ExecuteNonQuery();
    }

    public override void Commit(Sql writer, Turn turn)
    {
        writer.Rows.Wait();
        using var batch = new NpgsqlBatch((NpgsqlConnection)writer.Connection);
        if (_node is not null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("update nodes set turn = $1 where id = $2")
            {
                Parameters = { new NpgsqlParameter<long> { TypedValue = turn.Number }, new NpgsqlParameter<string> { TypedValue = _node } },
            });
        }
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        batch.ExecuteNonQuery();
    }

    public override void Rollback(Sql writer)
    {
        try
        {
            writer.Run("rollback");
        }
        catch (Exception e) when (FaultOf(e) != Fault.None)
        {
            // The connection is gone, and the transaction with it.
        }
    }

    public override void BeginRead(Sql reader) => reader.Run("begin isolation level repeatable read read only");

    public override bool WasCommitted(Turn turn)
    {
        using var connection = _readers.OpenConnection();
        using var command = connection.CreateCommand();
        // Under the lock of the turn: a commit that is still under way has ended one way or the other.
        command.CommandText = $"begin; select pg_advisory_xact_lock({TurnLock}); commit";
        command.ExecuteNonQuery();
        command.CommandText = "select turn from nodes where id = $1";
        command.Parameters.Add(new NpgsqlParameter { Value = _node ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        if (command.ExecuteScalar() is long last)
            return last == turn.Number;
        // No node's turn, or one in which the node came or went. After a crash of the server the number may be another transaction's by now.
        command.Parameters.Clear();
        command.CommandText = $"select pg_xact_status('{turn.Transaction}'::xid8)";
        try
        {
            return command.ExecuteScalar() as string == "committed";
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // "In the future": the server crashed before anything of the transaction was on its disk, and has not come to its number again.
            return false;
        }
    }

    public override Fault FaultOf(Exception e) => e switch
    {
        PostgresException { SqlState: var state } when state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal) || state is "25P03" => Fault.Lost,
        PostgresException { SqlState: var state } when state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal) || state is "25006" or "55P03" or "57014" => Fault.Refused,
        PostgresException => Fault.Statement,
        NpgsqlException or IOException or TimeoutException => Fault.Lost,
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => Fault.Lost,
        StorageException => Fault.Refused,
        StaleRowsException => Fault.Stale,
        _ => Fault.None,
    };

    public override StorageException Told(Exception e) =>
        e as StorageException ?? new StorageException(ProblemCodes.StorageUnavailable, $"The database {Address} {(FaultOf(e) == Fault.Lost ? "cannot be reached" : "refused")}: {e.Message}", e);

    /// <summary>A table of some pages: what a full disk has no room for, though rows of others may still fit into theirs.</summary>
    public override void Probe(Sql writer) =>
        writer.Run("create table storage_probe as select md5(i::text) as text from generate_series(1, 2000) as i; drop table storage_probe");

    public override void Dispose()
    {
        _readers.Dispose();
        _writers.Dispose();
    }

    private static NpgsqlDataSource Source(DatabaseAddress address, bool write)
    {
        var settings = new NpgsqlConnectionStringBuilder(address.Value)
        {
            // Connections are held by the database's own list of readers and by its writer.
            Pooling = false,
            MaxAutoPrepare = 500,
            AutoPrepareMinUsages = 2,
            CommandTimeout = 60,
            Enlist = false,
        };
        if (settings.Timeout > 5)
            settings.Timeout = 5;
        settings.KeepAlive = write ? 0 : settings.KeepAlive;
        var given = settings.Options is { Length: > 0 } options ? options + " " : "";
        settings.Options = given + "-c jit=off" + (write
            ? string.Create(CultureInfo.InvariantCulture, $" -c lock_timeout={LockTimeoutMs} -c idle_in_transaction_session_timeout={2 * StuckMs}")
            : string.Create(CultureInfo.InvariantCulture, $" -c idle_in_transaction_session_timeout=60000"));
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
