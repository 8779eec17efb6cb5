namespace Carillon.Engine.Storage;

/// <summary>A column of a table.</summary>
internal sealed record StoredColumn(string Table, string Column);

/// <summary>What the database says of its own tables, and how rows are changed that otherwise never change.</summary>
internal static class StoredSchema
{
    /// <summary>Every column, by table and then by name.</summary>
    public static List<StoredColumn> Columns(Sql sql) => sql.Query(
        sql.Dialect == SqlDialect.Sqlite
            ? "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.name"
            : """
            select cast(t.relname as text), cast(c.attname as text) from pg_class t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
            where t.relkind = 'r' and t.relnamespace = cast(current_schema() as regnamespace) order by t.relname, c.attname
            """,
        Read);

    /// <summary>The number of its schema; 0 when it has none of ours.</summary>
    public static long Version(Sql sql) => sql.Dialect == SqlDialect.Sqlite
        ? sql.Number("pragma user_version") ?? 0
        : sql.Number("select 1 where to_regclass('schema_version') is not null") is null ? 0 : sql.Number("select max(number) from schema_version") ?? 0;

    /// <summary>Columns with a foreign key that refers to the table.</summary>
    public static List<StoredColumn> References(Sql sql, string table) => sql.Query(
        sql.Dialect == SqlDialect.Sqlite
            ? """select m.name, k."from" from sqlite_master m join pragma_foreign_key_list(m.name) k on k."table" = $1 where m.type = 'table'"""
            : """
            select cast(t.relname as text), cast(c.attname as text) from pg_constraint k
            join pg_class t on t.oid = k.conrelid join pg_attribute c on c.attrelid = k.conrelid and c.attnum = k.conkey[1]
            where k.contype = 'f' and k.confrelid = cast($1 as regclass)
            """,
        Read, table);

    /// <summary>
    /// Does <paramref name="work"/> with what guards rows out of the way: foreign keys are checked at the end of the transaction only, and rows of the audit trail may be
    /// changed. All of it comes back with the end of the transaction, however it ends.
    /// </summary>
    public static void Unguarded(Sql sql, Action work)
    {
        if (sql.Dialect == SqlDialect.Postgres)
        {
            sql.Execute("set constraints all deferred");
            sql.Execute("alter table audit disable trigger user");
            work();
            sql.Execute("alter table audit enable trigger user");
            return;
        }

        sql.Execute("pragma defer_foreign_keys = on");
        var triggers = sql.Query("select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'audit'", row => (Name: row.GetString(0), Text: row.GetString(1)));
        foreach (var (name, _) in triggers)
            sql.Execute($"drop trigger \"{name}\"");
        work();
        foreach (var (_, text) in triggers)
            sql.Execute(text);
    }

    private static StoredColumn Read(System.Data.Common.DbDataReader row) => new(row.GetString(0), row.GetString(1));
}
