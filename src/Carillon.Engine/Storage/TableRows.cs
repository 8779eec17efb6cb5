using System.Text;
using Carillon.Core;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Carillon.Engine.Storage;

/// <summary>All rows of a table, whichever database it is in: a number is a <see cref="long"/>, text a <see cref="string"/>, a real a <see cref="double"/>, bytes an array, and nothing is null.</summary>
internal static class TableRows
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads them one after the other, each in the same array.</summary>
    /// <exception cref="StorageException">A value is not of its column's kind, which SQLite allows.</exception>
    public static IEnumerable<object?[]> Read(Sql sql, TableShape table) => sql.Dialect == SqlDialect.Sqlite ? Sqlite((SqliteConnection)sql.Connection, table) : Postgres((NpgsqlConnection)sql.Connection, table);

    private static IEnumerable<object?[]> Postgres(NpgsqlConnection connection, TableShape table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select {table.Names} from {table.Quoted}";
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        var row = new object?[table.Columns.Count];
        while (reader.Read())
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : table.Columns[i].Kind switch
                {
                    StoredKind.Number => reader.GetInt64(i),
                    StoredKind.Text => reader.GetString(i),
                    StoredKind.Real => reader.GetDouble(i),
                    _ => reader.GetFieldValue<byte[]>(i),
                };
            }
            yield return row;
        }
    }

    private static IEnumerable<object?[]> Sqlite(SqliteConnection connection, TableShape table)
    {
        var handle = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, $"select {table.Names} from {table.Quoted}", out sqlite3_stmt statement), handle);
        using (statement)
        {
            var row = new object?[table.Columns.Count];
            while (raw.sqlite3_step(statement) is var step && step != raw.SQLITE_DONE)
            {
                if (step != raw.SQLITE_ROW)
                    SqliteException.ThrowExceptionForRC(step, handle);
                for (var i = 0; i < row.Length; i++)
                    row[i] = Value(statement, i, table);
                yield return row;
            }
        }
    }

    private static object? Value(sqlite3_stmt statement, int column, TableShape table)
    {
        var (stored, kind) = (raw.sqlite3_column_type(statement, column), table.Columns[column].Kind);
        try
        {
            return (kind, stored) switch
            {
                (_, raw.SQLITE_NULL) => null,
                (StoredKind.Number, raw.SQLITE_INTEGER) => raw.sqlite3_column_int64(statement, column),
                (StoredKind.Real, raw.SQLITE_FLOAT or raw.SQLITE_INTEGER) => raw.sqlite3_column_double(statement, column),
                // By its bytes: the library's own text would end at a NUL.
                (StoredKind.Text, raw.SQLITE_TEXT) => StoredText.Kept(Strict.GetString(raw.sqlite3_column_blob(statement, column))),
                (StoredKind.Bytes, raw.SQLITE_BLOB) => raw.sqlite3_column_blob(statement, column).ToArray(),
                _ => throw Refused(table, column, $"a value of the kind {stored} where {kind} belongs"),
            };
        }
        catch (DecoderFallbackException)
        {
            throw Refused(table, column, "text that is no UTF-8");
        }
    }

    private static StorageException Refused(TableShape table, int column, string what) =>
        new(ProblemCodes.CopyRefused, $"A row of {table.Name} has in its column {table.Columns[column].Name} {what}; no program of ours writes that. Correct the row; nothing was copied.");
}
