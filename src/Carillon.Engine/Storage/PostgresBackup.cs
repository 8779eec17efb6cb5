using System.Globalization;

namespace Carillon.Engine.Storage;

/// <summary>Backups of a PostgreSQL database: files of <c>pg_dump --format=custom</c>.</summary>
internal static class PostgresBackup
{
    /// <summary>Writes one state of the database into a new file and reads it through. Nodes may write meanwhile. Returns the schema.</summary>
    public static long Write(DatabaseAddress address, string file, BackupOptions options)
    {
        var tools = new PostgresTools(address, options.SearchPath);
        using (var sql = LongWork.Open(address))
        {
            if (StoredSchema.Version(sql) == 0)
                throw DatabaseBackup.Unusable($"'{address}' has no schema of Carillon. Check the address.");
        }
        tools.Run("pg_dump", "The backup could not be made, and there is none", "--format=custom", "--file", file);
        return Check(tools, file);
    }

    /// <summary>Puts a backup in the place of what is in the database, in one transaction.</summary>
    public static BackupReport Restore(DatabaseAddress address, string file, BackupOptions options)
    {
        var tools = new PostgresTools(address, options.SearchPath);
        var schema = Check(tools, file);
        using var sql = LongWork.Open(address);
        LongWork.RefuseInUse(sql, address);
        var present = StoredSchema.Version(sql);
        // What newer migrations have made is not in the backup, so nothing would take it away.
        if (present > schema)
            throw DatabaseBackup.Unusable($"'{address}' has schema {present}, and the backup has {schema}. Make a new database with createdb, restore into that one, and start the servers with its address.");
        if (present > 0 && !options.Overwrite && HasRows(sql))
            throw DatabaseBackup.Unusable($"There is something in '{address}', which the backup would take the place of. Say --overwrite if that is meant; 'carillon db backup' keeps it.");
        tools.Run("pg_restore", $"'{address}' is as it was", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", "--dbname", tools.Database, file);
        // They worked on the database when the backup was made.
        sql.Run("delete from nodes");
        return new BackupReport(address, file, new FileInfo(file).Length, schema);
    }

    // What the migrations leave, and nodes that are gone, is nothing.
    private static bool HasRows(Sql sql) => StoredSchema.Columns(sql).Select(column => column.Table).Distinct(StringComparer.Ordinal)
        .Any(table => table is not ("schema_version" or "nodes") && sql.Number($"select 1 from \"{table}\" limit 1") is not null);

    /// <summary>The schema of a file that can be read to its end and is of this program.</summary>
    private static long Check(PostgresTools tools, string file)
    {
        var script = tools.Run("pg_restore", $"'{file}' is damaged, or of a newer PostgreSQL", "--data-only", "--table=schema_version", "--file=-", file);
        tools.Run("pg_restore", $"'{file}' is damaged", "--file=/dev/null", file);
        var rows = script.Split('\n').SkipWhile(line => !line.StartsWith("COPY ", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line != "\\.").ToList();
        // The table's columns in the order in which the migrator makes them: its number is the first.
        var schema = rows.Count == 0 ? 0 : rows.Max(row => long.Parse(row.Split('\t')[0], CultureInfo.InvariantCulture));
        var newest = Migrator.Newest(SqlDialect.Postgres);
        if (schema == 0)
            throw DatabaseBackup.Unusable($"'{file}' is a backup of a PostgreSQL database, but of none of Carillon.");
        return schema <= newest ? schema : throw DatabaseBackup.Unusable($"'{file}' has schema {schema}; this program knows up to {newest}. Use the newer program.");
    }
}
