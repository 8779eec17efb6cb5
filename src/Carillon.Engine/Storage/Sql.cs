using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Carillon.Engine.Storage;

/// <summary>
/// One connection with its prepared statements. Parameters are positional: <c>$1</c>, <c>$2</c>, … Not thread safe; it is handed to
/// one caller at a time, who must not keep it.
/// </summary>
public sealed class Sql : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);
    private readonly List<Action> _onRollback = [];
    private readonly List<Action> _afterCommit = [];

    internal Sql(SqliteConnection connection) => Sqlite = connection;

    internal SqliteConnection Sqlite { get; }

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> args) => Bind(sql, args).ExecuteNonQuery();

    /// <summary>All rows, each read by <paramref name="read"/>.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> args)
    {
        using var reader = Bind(sql, args).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first row read by <paramref name="read"/>, or default when there is none.</summary>
    public T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> args)
    {
        using var reader = Bind(sql, args).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>The first column of the first row as a whole number, or null.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> args) => Bind(sql, args).ExecuteScalar() is long number ? number : null;

    /// <summary>Runs when the surrounding call or transaction is rolled back: put back what memory assumed.</summary>
    internal void OnRollback(Action action) => _onRollback.Add(action);

    /// <summary>Runs once the surrounding transaction is durable, on the writer's thread: keep it short.</summary>
    internal void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Runs a part of the transaction that is undone alone when it throws, and gives what it threw. A lost transaction is thrown on.</summary>
    internal Exception? Try(Action part)
    {
        var mark = Mark();
        Execute("savepoint part");
        try
        {
            part();
            Execute("release part");
            return null;
        }
        catch (Exception e) when (IsInTransaction)
        {
            Undo(mark);
            Execute("rollback to part");
            Execute("release part");
            return e;
        }
    }

    internal bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(Sqlite.Handle) == 0;

    private (int Rollback, int Commit) Mark() => (_onRollback.Count, _afterCommit.Count);

    /// <summary>Undoes what memory did since <paramref name="mark"/>, latest first.</summary>
    internal void Undo((int Rollback, int Commit) mark)
    {
        for (var i = _onRollback.Count - 1; i >= mark.Rollback; i--)
            _onRollback[i]();
        _onRollback.RemoveRange(mark.Rollback, _onRollback.Count - mark.Rollback);
        _afterCommit.RemoveRange(mark.Commit, _afterCommit.Count - mark.Commit);
    }

    internal List<Action> TakeAfterCommit()
    {
        List<Action> actions = [.. _afterCommit];
        _afterCommit.Clear();
        _onRollback.Clear();
        return actions;
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> args)
    {
        if (!_statements.TryGetValue(sql, out var command))
        {
            command = Sqlite.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= args.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i });
            _statements.Add(sql, command);
        }
        for (var i = 0; i < args.Length; i++)
            command.Parameters[i].Value = args[i] ?? DBNull.Value;
        return command;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        Sqlite.Dispose();
    }
}

/// <summary>Columns that may be null.</summary>
internal static class RowColumns
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
