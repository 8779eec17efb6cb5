using Carillon.Engine.Runs;

namespace Carillon.Engine.Storage;

/// <summary>The numbers that a database has given last: by table for columns that number themselves, by sequence for sequences of their own.</summary>
internal static class StoredNumbers
{
    // Ids of attempts go on above those that were given, whichever way they were.
    private const string Attempts = "attempts";
    private const string Blocks = "attempt_blocks";

    private const string Sequences =
        """
        select cast(s.relname as text), cast(t.relname as text), cast(c.attname as text), pg_sequence_last_value(s.oid) from pg_class s
        left join pg_depend d on d.classid = cast('pg_class' as regclass) and d.objid = s.oid and d.refclassid = cast('pg_class' as regclass) and d.refobjsubid > 0 and d.deptype in ('a', 'i')
        left join pg_class t on t.oid = d.refobjid left join pg_attribute c on c.attrelid = t.oid and c.attnum = d.refobjsubid
        where s.relkind = 'S' and s.relnamespace = cast(current_schema() as regnamespace) order by 1
        """;

    private sealed record Sequence(string Name, string? Table, string? Column, long Last);

    /// <summary>What has been given last, by table or sequence; nothing where nothing was.</summary>
    public static Dictionary<string, long> Read(Sql sql)
    {
        var last = sql.Dialect == SqlDialect.Sqlite
            ? sql.Query("select name, seq from sqlite_sequence", row => (Name: row.GetString(0), Last: row.GetInt64(1))).ToDictionary(found => found.Name, found => found.Last, StringComparer.Ordinal)
            : SequencesOf(sql).FindAll(found => found.Last > 0).ToDictionary(found => found.Table ?? found.Name, found => found.Last, StringComparer.Ordinal);
        if (last.TryGetValue(Blocks, out var block))
            last[Attempts] = Math.Max(last.GetValueOrDefault(Attempts), AttemptIds.LastOf(block));
        else if (last.TryGetValue(Attempts, out var attempt))
            last[Blocks] = AttemptIds.BlockOf(attempt);
        return last;
    }

    /// <summary>The numbers that are given next are above those, and above what the tables hold.</summary>
    public static void Write(Sql sql, IReadOnlyDictionary<string, long> last)
    {
        if (sql.Dialect == SqlDialect.Sqlite)
            WriteSqlite(sql, last);
        else
            SequencesOf(sql).ForEach(sequence => WritePostgres(sql, sequence, last.GetValueOrDefault(sequence.Table ?? sequence.Name)));
    }

    private static void WriteSqlite(Sql sql, IReadOnlyDictionary<string, long> last)
    {
        var own = sql.Query("select name from sqlite_master where type = 'table' and sql like '%autoincrement%'", row => row.GetString(0));
        foreach (var table in own.Where(last.ContainsKey))
        {
            if (sql.Execute("update sqlite_sequence set seq = max(seq, $2) where name = $1", table, last[table]) == 0)
                sql.Execute("insert into sqlite_sequence (name, seq) values ($1, $2)", table, last[table]);
        }
    }

    private static void WritePostgres(Sql sql, Sequence sequence, long last)
    {
        if (sequence is { Table: { } table, Column: { } column })
            last = Math.Max(last, sql.Number($"select max(\"{column}\") from \"{table}\"") ?? 0);
        if (last > sequence.Last)
            sql.Number("select setval(cast(quote_ident($1) as regclass), $2)", sequence.Name, last);
    }

    private static List<Sequence> SequencesOf(Sql sql) => sql.Query(
        Sequences, row => new Sequence(row.GetString(0), row.TextOrNull(1), row.TextOrNull(2), row.NumberOrNull(3) ?? 0));
}
