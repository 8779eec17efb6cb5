using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Carillon.Engine.Storage;

/// <summary>Chooses the native SQLite: the system's where there is one (it gets security fixes), else the bundled one.</summary>
public static class SqliteLibrary
{
    private static readonly Lazy<bool> Chosen = new(() =>
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : IntPtr.Zero);
#pragma warning disable RS0030 // here it is chosen
        SQLitePCL.Batteries_V2.Init();
#pragma warning restore RS0030
        return true;
    });

    /// <summary>Call before anything else of SQLite's. Thread safe; later calls do nothing.</summary>
    public static void Choose() => _ = Chosen.Value;

    /// <summary>
    /// A closed connection, and the only way to one: functions are looked up one by one when they are first called, so a connection made before the choice has some of the one
    /// library and some of the other, and the process dies of it.
    /// </summary>
    public static SqliteConnection Connection(string connectionString)
    {
        Choose();
#pragma warning disable RS0030 // here it is chosen
        return new SqliteConnection(connectionString);
#pragma warning restore RS0030
    }
}
