using Microsoft.Data.Sqlite;

namespace Carillon.Engine.Storage;

/// <summary>Backups of a SQLite file: themselves SQLite files.</summary>
internal static class SqliteBackup
{
    /// <summary>Writes one state of the database into a new file and reads it through. A server may write meanwhile. Returns the schema.</summary>
    public static long Write(DatabaseAddress address, string file)
    {
        using (var sql = LongWork.Open(address))
        {
            if (StoredSchema.Version(sql) == 0)
                throw DatabaseBackup.Unusable($"'{address}' has no schema of Carillon. Check the path.");
            using var command = sql.Connection.CreateCommand();
            command.CommandText = "vacuum into $file";
            command.CommandTimeout = 0;
            command.Parameters.Add(new SqliteParameter("$file", file));
            command.ExecuteNonQuery();
        }
        return Check(file, $"The copy of '{address}'", "The database itself is, or the disk");
    }

    /// <summary>Puts a backup in the place of the database, which stays beside it.</summary>
    public static BackupReport Restore(DatabaseAddress address, string file)
    {
        var (path, beside) = (Path.GetFullPath(address.Value), Path.GetFullPath(address.Value) + ".restoring");
        using var held = DatabaseLock.Take(address.Value);
        if (path == file)
            throw DatabaseBackup.Unusable($"'{file}' is the database itself.");
        if (new FileInfo(file + "-wal") is { Exists: true, Length: > 0 })
            throw DatabaseBackup.Unusable($"'{file}' is a database with changes of its own beside it ('{Path.GetFileName(file)}-wal'), no backup. 'carillon db backup' makes one of it, with --database sqlite:{file}.");
        try
        {
            File.Copy(file, beside, overwrite: true);
            var schema = Check(beside, $"'{file}'", "Take another backup");
            DatabaseBackup.Sync(beside);
            FailPoint.Hit("restore-replace");
            var kept = Replace(path, beside);
            return new BackupReport(address, file, new FileInfo(file).Length, schema, kept);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>The schema of a file that is a sound database of this program.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">How people know it.</param>
    /// <param name="advice">What to think of it when it is damaged.</param>
    private static long Check(string file, string name, string advice)
    {
        try
        {
            // Without a journal mode of its own: nothing is left beside the file.
            using var connection = SqliteLibrary.Connection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            using var sql = new Sql(connection);
            var faults = sql.Query("pragma integrity_check(3)", row => row.GetString(0));
            if (faults is not ["ok"])
                throw Damaged(string.Join("; ", faults));
            if (sql.Query("pragma foreign_key_check", row => row.GetString(0)) is [var table, ..])
                throw Damaged($"rows of {table} refer to rows that are not there");
            var (schema, newest) = (StoredSchema.Version(sql), Migrator.Newest(SqlDialect.Sqlite));
            if (schema < 1 || sql.Number("select count(*) from sqlite_master where type = 'table' and name in ('schedules', 'runs')") != 2)
                throw DatabaseBackup.Unusable($"{name} is a SQLite database, but none of Carillon.");
            if (schema > newest)
                throw DatabaseBackup.Unusable($"{name} has schema {schema}; this program knows up to {newest}. Use the newer program.");
            return schema;
        }
        catch (SqliteException e)
        {
            throw Damaged(e.Message);
        }

        StorageException Damaged(string why) => DatabaseBackup.Unusable($"{name} is damaged: {why.TrimEnd('.')}. {advice}.");
    }

    /// <summary>The new file takes the place in one step, and the old one goes on beside it. Returns where, or null when there was none.</summary>
    private static string? Replace(string path, string beside)
    {
        // What the log still holds goes into the old file, whose log must not be taken for the new one's.
        Settle(path);
        if (!File.Exists(path))
        {
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            File.Move(beside, path);
            return null;
        }
        var kept = Free(path + ".before-restore");
        // Only where the old one is damaged, or another program has it open.
        if (File.Exists(path + "-wal"))
            File.Move(path + "-wal", kept + "-wal");
        File.Delete(path + "-shm");
        File.Replace(beside, path, kept);
        return kept;
    }

    private static void Settle(string path)
    {
        if (!File.Exists(path))
            return;
        try
        {
            using var connection = SqliteLibrary.Connection(SqliteLink.ConnectionString(path));
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // It is damaged, which may be why a backup is restored. It is kept as it is.
        }
    }

    private static string Free(string path)
    {
        var free = path;
        for (var i = 2; File.Exists(free); i++)
            free = $"{path}-{i}";
        return free;
    }
}
