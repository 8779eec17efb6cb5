using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Sql;

/// <summary>Takes the rows of a reader to where the input wants them, in memory that does not grow with their number.</summary>
internal static class RowWriter
{
    /// <summary>The rows as the output.</summary>
    /// <exception cref="TaskFailedException">There are too many, or they are too large.</exception>
    public static async Task<JsonArray> InlineAsync(DbDataReader reader, string[] columns, int maxRows, CancellationToken cancellationToken)
    {
        var rows = new JsonArray();
        var size = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (rows.Count == maxRows) throw TaskFailures.TooLarge($"the query gives more than {maxRows} rows; raise 'max_rows', or keep them in a file with 'rows: csv'");
            var row = Row(reader, columns);
            size += OutputLimit.SizeOf(row) + 1;
            if (size > OutputLimit.Bytes) throw TaskFailures.TooLarge("the rows are larger than 1 MiB; keep them in a file with 'rows: csv'");
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The rows as CSV with a line of names. Returns how many.</summary>
    public static async Task<long> CsvAsync(DbDataReader reader, string[] columns, string file, Action heartbeat, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', columns.Select(SqlValues.ToField)));
        var count = 0L;
        for (; await reader.ReadAsync(cancellationToken); count++)
        {
            if (count % 1000 == 0) heartbeat();
            for (var i = 0; i < columns.Length; i++)
            {
                if (i > 0) writer.Write(',');
                writer.Write(SqlValues.ToField(reader.GetValue(i)));
            }

            writer.WriteLine();
        }

        return count;
    }

    /// <summary>The rows as a JSON list of mappings, one row a line. Returns how many.</summary>
    public static async Task<long> JsonAsync(DbDataReader reader, string[] columns, string file, Action heartbeat, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        await writer.WriteAsync("[");
        var count = 0L;
        for (; await reader.ReadAsync(cancellationToken); count++)
        {
            if (count % 1000 == 0) heartbeat();
            writer.Write(count == 0 ? "\n" : ",\n");
            writer.Write(JsonSerializer.Serialize(Row(reader, columns), TaskJson.Options));
        }

        await writer.WriteAsync("\n]\n");
        return count;
    }

    private static JsonObject Row(DbDataReader reader, string[] columns)
    {
        var row = new JsonObject();
        for (var i = 0; i < columns.Length; i++) row[columns[i]] = SqlValues.ToJson(reader.GetValue(i));
        return row;
    }
}
