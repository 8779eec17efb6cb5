using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Carillon.Engine.Storage;

/// <summary>
/// One connection with its prepared statements. Parameters are positional: <c>$1</c>, <c>$2</c>, … Not thread safe; it is handed to
/// one caller at a time, who must not keep it.
/// </summary>
public sealed class Sql : IDisposable
{
    private readonly Dictionary<string, DbCommand> _statements = new(StringComparer.Ordinal);
    private readonly List<Action> _onRollback = [];
    private readonly List<Action> _afterCommit = [];
    private bool _isFlushing;

    internal Sql(DbConnection connection)
    {
        Connection = connection;
        Dialect = connection is SqliteConnection ? SqlDialect.Sqlite : SqlDialect.Postgres;
        Rows = new RowBuffer(connection is SqliteConnection sqlite ? new SqliteRows(sqlite) : new PostgresRows((NpgsqlConnection)connection));
    }

    /// <summary>What the connection speaks, for the few statements that must differ.</summary>
    public SqlDialect Dialect { get; }

    internal DbConnection Connection { get; }

    /// <summary>Rows that wait to be written together; every other statement writes them first.</summary>
    internal RowBuffer Rows { get; }

    /// <summary>Asked, before any statement, to put what memory holds of this transaction into <see cref="Rows"/>.</summary>
    internal Action<Sql>? Unwritten { get; set; }

    /// <summary>Asked at a <see cref="Pause"/> for what can be decided without a look at the database; null where nothing is written beside.</summary>
    internal Action<Sql>? AtPause { get; set; }

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> args) => Bind(sql, args).ExecuteNonQuery();

    /// <summary>All rows, each read by <paramref name="read"/>, which must not use this connection.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> args)
    {
        using var reader = Bind(sql, args).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>As <see cref="Query"/>, for more rows than ought to be held at once: each is read when it is its turn. To be gone through at once and to the end, with no other statement between.</summary>
    internal IEnumerable<T> Each<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> args)
    {
        return Rows(Bind(sql, args), read);

        static IEnumerable<T> Rows(DbCommand command, Func<DbDataReader, T> read)
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
                yield return read(reader);
        }
    }

    /// <summary>The first row read by <paramref name="read"/>, or default when there is none.</summary>
    public T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> args)
    {
        using var reader = Bind(sql, args).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>The first column of the first row as a whole number, or null.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> args) => Bind(sql, args).ExecuteScalar() switch
    {
        long number => number,
        int number => number,
        decimal number => (long)number,
        _ => null,
    };

    /// <summary>Runs when the surrounding transaction is rolled back: put back what memory assumed.</summary>
    internal void OnRollback(Action action) => _onRollback.Add(action);

    /// <summary>Runs once the surrounding transaction is durable, on the writer's thread: keep it short.</summary>
    internal void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Writes what memory holds of this transaction.</summary>
    internal void Flush()
    {
        if (_isFlushing)
            return;
        _isFlushing = true;
        try
        {
            Unwritten?.Invoke(this);
            Rows.Write();
        }
        finally
        {
            _isFlushing = false;
        }
    }

    /// <summary>
    /// A portion of a long batch is done, and what memory holds of it is as it will be: it is written beside what follows, on another thread. Every statement waits
    /// for that; a fault of it is thrown by the next one.
    /// </summary>
    internal void Pause()
    {
        if (AtPause is not { } decide || _isFlushing || Rows.IsBusy)
            return;
        decide(this);
        _isFlushing = true;
        try
        {
            Unwritten?.Invoke(this);
            Rows.WriteBeside();
        }
        finally
        {
            _isFlushing = false;
        }
    }

    /// <summary>Undoes, latest first, what memory did within the transaction.</summary>
    internal void Undo()
    {
        for (var i = _onRollback.Count - 1; i >= 0; i--)
            _onRollback[i]();
        _onRollback.Clear();
        _afterCommit.Clear();
        Rows.Clear();
    }

    internal List<Action> TakeAfterCommit()
    {
        List<Action> actions = [.. _afterCommit];
        _afterCommit.Clear();
        _onRollback.Clear();
        return actions;
    }

    /// <summary>Runs text that is not kept as a prepared statement and waits for nothing: transactions, settings, migrations.</summary>
    internal void Run(string sql)
    {
        Rows.Wait();
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>As <see cref="Run"/>, however long it takes.</summary>
    internal void RunAtLength(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    private DbCommand Bind(string sql, ReadOnlySpan<object?> args)
    {
        Flush();
        if (!_statements.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= args.Length; i++)
                command.Parameters.Add(Dialect == SqlDialect.Sqlite ? new SqliteParameter { ParameterName = "$" + i } : new NpgsqlParameter());
            _statements.Add(sql, command);
        }
        for (var i = 0; i < args.Length; i++)
            command.Parameters[i].Value = args[i] switch { bool flag => flag ? 1L : 0L, string text => StoredText.Kept(text), var value => value ?? DBNull.Value };
        return command;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        foreach (var statement in _statements.Values)
            statement.Dispose();
        Connection.Dispose();
    }
}

/// <summary>Columns that may be null.</summary>
internal static class RowColumns
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
