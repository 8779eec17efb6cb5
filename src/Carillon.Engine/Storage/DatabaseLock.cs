using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>Keeps two processes from working on one SQLite database. The operating system lets go of it when the process dies, however it dies.</summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    public static DatabaseLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new DatabaseLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                ProblemCodes.DatabaseUnusable,
                $"The database '{databasePath}' cannot be locked: {e.Message} Another carillon may be using it; stop that one, or give this one another --data folder.",
                e);
        }
    }

    public void Dispose() => _file.Dispose();
}
