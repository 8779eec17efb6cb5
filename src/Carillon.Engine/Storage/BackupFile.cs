namespace Carillon.Engine.Storage;

/// <summary>What a file says it is by its first bytes.</summary>
internal static class BackupFile
{
    private const int Longest = 16;

    /// <summary>Whose backup it is; null when it is neither's.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static SqlDialect? KindOf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            Span<byte> begin = stackalloc byte[Longest];
            var count = stream.ReadAtLeast(begin, Longest, throwOnEndOfStream: false);
            return begin[..count].StartsWith("SQLite format 3\0"u8) ? SqlDialect.Sqlite : begin[..count].StartsWith("PGDMP"u8) ? SqlDialect.Postgres : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DatabaseBackup.Unusable($"The backup cannot be read: {e.Message}");
        }
    }
}
