using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace Carillon.Engine.Storage;

/// <summary>Appends rows to a table, within the transaction that its connection is in.</summary>
internal interface ITableWriter : IDisposable
{
    /// <summary>Appends a row; the array may be used again.</summary>
    void Write(object?[] row);

    /// <summary>Every row is in the table when this returns. Without it none is.</summary>
    void Complete();
}

/// <summary>The fastest way that each database has.</summary>
internal static class TableWriters
{
    public static ITableWriter Open(Sql sql, TableShape table) => sql.Dialect == SqlDialect.Sqlite ? new Inserts((SqliteConnection)sql.Connection, table) : new Import((NpgsqlConnection)sql.Connection, table);

    /// <summary>PostgreSQL's binary <c>copy</c>.</summary>
    private sealed class Import(NpgsqlConnection connection, TableShape table) : ITableWriter
    {
        private readonly NpgsqlBinaryImporter _importer = connection.BeginBinaryImport($"copy {table.Quoted} ({table.Names}) from stdin (format binary)");

        public void Write(object?[] row)
        {
            _importer.StartRow();
            foreach (var value in row)
            {
                switch (value)
                {
                    case null:
                        _importer.WriteNull();
                        break;
                    case long number:
                        _importer.Write(number, NpgsqlDbType.Bigint);
                        break;
                    case string text:
                        _importer.Write(text, NpgsqlDbType.Text);
                        break;
                    case double real:
                        _importer.Write(real, NpgsqlDbType.Double);
                        break;
                    default:
                        _importer.Write((byte[])value, NpgsqlDbType.Bytea);
                        break;
                }
            }
        }

        public void Complete() => _importer.Complete();

        public void Dispose() => _importer.Dispose();
    }

    /// <summary>One prepared statement, straight to the library.</summary>
    private sealed class Inserts : ITableWriter
    {
        private readonly sqlite3 _handle;
        private readonly sqlite3_stmt _statement;

        public Inserts(SqliteConnection connection, TableShape table)
        {
            _handle = connection.Handle!;
            var values = string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(i => $"?{i}"));
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_handle, $"insert into {table.Quoted} ({table.Names}) values ({values})", out _statement), _handle);
        }

        public void Write(object?[] row)
        {
            for (var i = 0; i < row.Length; i++)
                Bind(i + 1, row[i]);
            var result = raw.sqlite3_step(_statement);
            var again = raw.sqlite3_reset(_statement);
            if (result != raw.SQLITE_DONE)
                SqliteException.ThrowExceptionForRC(again == raw.SQLITE_OK ? result : again, _handle);
        }

        public void Complete()
        {
            // Each row is in place already.
        }

        public void Dispose() => _statement.Dispose();

        private void Bind(int place, object? value) => _ = value switch
        {
            null => raw.sqlite3_bind_null(_statement, place),
            long number => raw.sqlite3_bind_int64(_statement, place, number),
            double real => raw.sqlite3_bind_double(_statement, place, real),
            // Of no bytes the library would make a null.
            "" => raw.sqlite3_bind_text(_statement, place, ""),
            string text => raw.sqlite3_bind_text(_statement, place, (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(text)),
            byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, place, 0),
            var bytes => raw.sqlite3_bind_blob(_statement, place, (byte[])bytes),
        };
    }
}
