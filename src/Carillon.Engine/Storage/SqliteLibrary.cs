using System.Runtime.InteropServices;

namespace Carillon.Engine.Storage;

/// <summary>Chooses the native SQLite: the system's where there is one (it gets security fixes), else the bundled one.</summary>
public static class SqliteLibrary
{
    private static readonly Lazy<bool> Chosen = new(() =>
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : IntPtr.Zero);
        SQLitePCL.Batteries_V2.Init();
        return true;
    });

    /// <summary>Call before the first SQLite connection of the process. Thread safe; later calls do nothing.</summary>
    public static void Choose() => _ = Chosen.Value;
}
