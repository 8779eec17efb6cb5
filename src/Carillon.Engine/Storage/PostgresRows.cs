using Npgsql;
using NpgsqlTypes;

namespace Carillon.Engine.Storage;

/// <summary>All rows in one round trip: a statement over arrays for each kind.</summary>
internal sealed class PostgresRows(NpgsqlConnection connection) : IRowWriter
{
    public void Write(RowList rows)
    {
        using var batch = connection.CreateBatch();
        var exact = new List<(NpgsqlBatchCommand Command, RowWrite Write, int Count)>();
        foreach (var (write, list) in rows.Statements)
        {
            var command = new NpgsqlBatchCommand(write.Postgres);
            for (var column = 0; column < write.Columns.Length; column++)
                command.Parameters.Add(write.Columns[column].IsText ? Texts(list, column) : Numbers(list, column));
            batch.BatchCommands.Add(command);
            if (write.IsExact)
                exact.Add((command, write, list.Count));
        }
        batch.ExecuteNonQuery();
        foreach (var (command, write, count) in exact)
        {
            if (command.RecordsAffected != count)
                throw new StaleRowsException(write.Postgres);
        }
    }

    private static NpgsqlParameter Texts(List<object?[]> rows, int column)
    {
        var values = new string?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = rows[i][column] is string text ? StoredText.Kept(text) : null;
        return new NpgsqlParameter<string?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }

    private static NpgsqlParameter Numbers(List<object?[]> rows, int column)
    {
        var values = new long?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = RowList.Number(rows[i][column]);
        return new NpgsqlParameter<long?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
    }

    public void Dispose()
    {
        // Nothing is kept.
    }
}
