using Npgsql;
using NpgsqlTypes;

namespace Carillon.Engine.Storage;

/// <summary>All rows in one round trip: a statement over arrays for each kind. A column whose value has been the same in all rows of every batch so far is sent as that one value.</summary>
internal sealed class PostgresRows(NpgsqlConnection connection) : IRowWriter
{
    private readonly Dictionary<RowWrite, Shape> _shapes = [];

    public void Write(RowList rows)
    {
        using var batch = connection.CreateBatch();
        var exact = new List<(NpgsqlBatchCommand Command, RowWrite Write, int Count)>();
        foreach (var (write, list) in rows.Statements)
        {
            if (!_shapes.TryGetValue(write, out var shape))
                _shapes.Add(write, shape = new Shape(write));
            var command = shape.Command(list);
            batch.BatchCommands.Add(command);
            if (write.IsExact)
                exact.Add((command, write, list.Count));
        }
        batch.ExecuteNonQuery();
        foreach (var (command, write, count) in exact)
        {
            if (command.RecordsAffected != count)
                throw new StaleRowsException(command.CommandText);
        }
    }

    public void Dispose()
    {
        // Nothing is kept.
    }

    /// <summary>Which columns of a statement are arrays. They only become more, so that there are few texts, and all of them prepared soon.</summary>
    private sealed class Shape(RowWrite write)
    {
        private readonly bool[] _isArray = [.. write.Columns.Select((_, column) => column < write.Keys)];
        private string? _text;

        public NpgsqlBatchCommand Command(List<object?[]> rows)
        {
            for (var column = write.Keys; column < _isArray.Length; column++)
            {
                if (_isArray[column] || !Differs(rows, column))
                    continue;
                _isArray[column] = true;
                _text = null;
            }
            var command = new NpgsqlBatchCommand(_text ??= write.Postgres(column => _isArray[column]));
            for (var column = 0; column < _isArray.Length; column++)
                command.Parameters.Add((write.Columns[column].Kind, _isArray[column]) switch
                {
                    (StoredKind.Text, true) => Texts(rows, column),
                    (StoredKind.Text, false) => new NpgsqlParameter<string?> { TypedValue = Text(rows[0][column]), NpgsqlDbType = NpgsqlDbType.Text },
                    (StoredKind.Bytes, true) => Bytes(rows, column),
                    (StoredKind.Bytes, false) => new NpgsqlParameter { Value = rows[0][column] ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
                    (_, true) => Numbers(rows, column),
                    (_, false) => new NpgsqlParameter { Value = RowList.Number(rows[0][column]) ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                });
            return command;
        }

        private static bool Differs(List<object?[]> rows, int column)
        {
            var first = rows[0][column];
            for (var i = 1; i < rows.Count; i++)
            {
                if (!Equals(rows[i][column], first))
                    return true;
            }
            return false;
        }

        private static NpgsqlParameter Texts(List<object?[]> rows, int column)
        {
            var values = new string?[rows.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = Text(rows[i][column]);
            return new NpgsqlParameter<string?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
        }

        private static NpgsqlParameter Bytes(List<object?[]> rows, int column)
        {
            var values = new byte[]?[rows.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = (byte[]?)rows[i][column];
            return new NpgsqlParameter<byte[]?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
        }

        private static NpgsqlParameter Numbers(List<object?[]> rows, int column)
        {
            var values = new long?[rows.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = RowList.Number(rows[i][column]);
            return new NpgsqlParameter<long?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
        }

        private static string? Text(object? value) => value is string text ? StoredText.Kept(text) : null;
    }
}
