using System.Security.Cryptography;
using System.Text;
using Carillon.Engine;
using Carillon.Engine.Storage;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.Workload;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Carillon.Simulation.Tests.World;

/// <summary>The folder of one history, in memory where the system has such a place, with a database whose schema is copied, not made.</summary>
internal sealed class StagedFolder : IDisposable
{
    private const string Memory = "/dev/shm";
    private static readonly Lazy<byte[]> Empty = new(MakeEmpty);

    private StagedFolder(string path) => Path = path;

    public string Path { get; }

    public string Workflows => System.IO.Path.Combine(Path, "workflows");

    public string Database => EngineOptions.DatabaseIn(Path);

    public static StagedFolder Make()
    {
        var folder = new StagedFolder(New());
        Directory.CreateDirectory(folder.Workflows);
        File.WriteAllBytes(folder.Database, Empty.Value);
        return folder;
    }

    /// <summary>The version by which the engine knows a text.</summary>
    public static string Version(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public void Write(string name, string text, Instant at)
    {
        var path = System.IO.Path.Combine(Workflows, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, at.ToDateTimeUtc());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string New() => Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, "carillon-sim-" + Guid.NewGuid().ToString("N"))).FullName
        : Directory.CreateTempSubdirectory("carillon-sim-").FullName;

    private static byte[] MakeEmpty()
    {
        using var folder = new StagedFolder(New());
        Engine.Storage.Database.Open(folder.Database).Dispose();
        using (var connection = SqliteLibrary.Connection(new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // Small pages: a commit of a small database writes less.
            command.CommandText = "pragma journal_mode = delete; pragma page_size = 1024; vacuum; pragma journal_mode = wal;" + new Tables().Log() + Receiver.Channel + Service.Connection;
            command.ExecuteNonQuery();
        }
        return File.ReadAllBytes(folder.Database);
    }
}
