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
            var advice = IsHeld(e)
                ? "Another carillon is using it; stop that one, or give this one another --data folder."
                : "Check that this user may write the file and its folder, and that the disk has room.";
            throw new StorageException(ProblemCodes.DatabaseUnusable, $"The database '{databasePath}' cannot be locked: {e.Message} {advice}", e);
        }
    }

    // A sharing violation: EWOULDBLOCK of Linux and of macOS, and Windows' own.
    private static bool IsHeld(Exception e) => e is IOException and not DirectoryNotFoundException && e.HResult is 11 or 35 or unchecked((int)0x80070020);

    public void Dispose() => _file.Dispose();
}
