using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>A backup that was made or restored.</summary>
/// <param name="Database">The database.</param>
/// <param name="File">The file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Schema">The schema of what is in it.</param>
/// <param name="Kept">After a restore: where the database as it was before is kept; null where there was none, or it is not kept.</param>
public sealed record BackupReport(DatabaseAddress Database, string File, long Size, long Schema, string? Kept = null);

/// <summary>What a backup or restore is asked to do.</summary>
public sealed record BackupOptions
{
    /// <summary>True to write over what is there: a file of the same name (backup), the rows of a PostgreSQL database (restore). Default false.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Where PostgreSQL's programs are looked for, as in <c>PATH</c>. Default the process's own.</summary>
    public string? SearchPath { get; init; } = Environment.GetEnvironmentVariable("PATH");
}

/// <summary>
/// Writes a database to a file, while servers work on it, and takes it back from there. A file has its name only once it is whole and was read through. Artifacts are
/// files in the data folder and are not part of it.
/// </summary>
public static class DatabaseBackup
{
    /// <summary>Writes a backup.</summary>
    /// <param name="address">The database; servers may use it.</param>
    /// <param name="file">The file, which must not exist yet.</param>
    /// <param name="options">How.</param>
    /// <exception cref="StorageException">It cannot be; no file was made. Says what to do.</exception>
    public static BackupReport Write(DatabaseAddress address, string file, BackupOptions options)
    {
        file = Path.GetFullPath(file);
        LongWork.RefuseMissing(address);
        if (File.Exists(file) && !options.Overwrite)
            throw Unusable($"'{file}' exists already. Name another file, or say --overwrite.");
        if (!address.IsShared && file == Path.GetFullPath(address.Value))
            throw Unusable($"'{file}' is the database itself. Name another file.");
        var part = $"{file}.{Guid.NewGuid():N}.part";
        return LongWork.Told(() => $"The backup '{file}' could not be written, and there is none:", () =>
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                var schema = address.IsShared ? PostgresBackup.Write(address, part, options) : SqliteBackup.Write(address, part);
                Sync(part);
                FailPoint.Hit("backup-rename");
                var size = new FileInfo(part).Length;
                File.Move(part, file, options.Overwrite);
                return new BackupReport(address, file, size, schema);
            }
            finally
            {
                File.Delete(part);
            }
        });
    }

    /// <summary>Puts a backup in the place of the database.</summary>
    /// <param name="address">The database; no server may use it. It need not exist.</param>
    /// <param name="file">The backup.</param>
    /// <param name="options">How.</param>
    /// <exception cref="StorageException">It cannot be; the database is as it was. Says what to do.</exception>
    public static BackupReport Restore(DatabaseAddress address, string file, BackupOptions options)
    {
        file = Path.GetFullPath(file);
        var kind = BackupFile.KindOf(file);
        if (kind is null)
            throw Unusable($"'{file}' is no backup of Carillon: neither a SQLite database nor a file of pg_dump --format=custom.");
        if (kind != address.Dialect)
            throw Unusable($"'{file}' is of {Word(kind.Value)}, and '{address}' is {Word(address.Dialect)}. " + (kind == SqlDialect.Sqlite ? $"'carillon db copy --from sqlite:{file} --to ADDRESS' moves it into an empty database." : "Restore it into a PostgreSQL database, named with --database."));
        return LongWork.Told(() => $"'{file}' could not be restored, and '{address}' is as it was:", () => address.IsShared ? PostgresBackup.Restore(address, file, options) : SqliteBackup.Restore(address, file));
    }

    /// <summary>Everything written to the file is on the disk when this returns.</summary>
    internal static void Sync(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    internal static StorageException Unusable(string message) => new(ProblemCodes.BackupUnusable, message);

    private static string Word(SqlDialect dialect) => dialect == SqlDialect.Sqlite ? "SQLite" : "PostgreSQL";
}
