using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Carillon.Engine.Storage;

/// <summary>One prepared statement for each row, straight to the library.</summary>
internal sealed class SqliteRows(SqliteConnection connection) : IRowWriter
{
    private readonly Dictionary<RowWrite, sqlite3_stmt> _prepared = [];
    private byte[] _text = new byte[4096];

    public void Write(RowList rows)
    {
        var handle = connection.Handle!;
        foreach (var (write, list) in rows.Statements)
        {
            if (!_prepared.TryGetValue(write, out var statement))
            {
                SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, write.Sqlite, out statement), handle);
                _prepared.Add(write, statement);
            }
            foreach (var row in list)
            {
                WriteOne(handle, statement, row);
                if (write.IsExact && raw.sqlite3_changes(handle) != 1)
                    throw new StaleRowsException(write.Sqlite);
            }
        }
    }

    private void WriteOne(sqlite3 handle, sqlite3_stmt statement, object?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            // Of no bytes the library would make a null.
            if (row[i] is "")
                raw.sqlite3_bind_text(statement, i + 1, "");
            else if (row[i] is byte[] { Length: 0 })
                raw.sqlite3_bind_zeroblob(statement, i + 1, 0);
            else if (row[i] is byte[] bytes)
                raw.sqlite3_bind_blob(statement, i + 1, (ReadOnlySpan<byte>)bytes);
            else if (row[i] is string text)
                raw.sqlite3_bind_text(statement, i + 1, Encode(StoredText.Kept(text)));
            else if (RowList.Number(row[i]) is { } number)
                raw.sqlite3_bind_int64(statement, i + 1, number);
            else
                raw.sqlite3_bind_null(statement, i + 1);
        }
        var result = raw.sqlite3_step(statement);
        // Reset gives the fault of the step once more; its message is the connection's until the next call.
        var again = raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(again == raw.SQLITE_OK ? result : again, handle);
    }

    private ReadOnlySpan<byte> Encode(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _text.Length)
            _text = new byte[most];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
            statement.Dispose();
        _prepared.Clear();
    }
}
