using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Carillon.Faults.Tests;

/// <summary>The folder of one test, and the processes that bear its mark: both are gone afterwards.</summary>
internal sealed class FaultFolder : IAsyncDisposable
{
    public const string MarkName = "FAULT_TEST";

    public FaultFolder(DatabaseKind kind = DatabaseKind.Sqlite, FaultStore? store = null)
    {
        Directory.CreateDirectory(Workflows);
        Directory.CreateDirectory(Data);
        Store = store ?? kind switch
        {
            DatabaseKind.Sqlite => new SqliteStore(Database),
            _ => PostgresStore.New(),
        };
    }

    /// <summary>The database of its servers.</summary>
    public FaultStore Store { get; }

    public string Mark { get; } = Guid.NewGuid().ToString("N");

    public string Root { get; } = Directory.CreateTempSubdirectory("carillon-fault-test-").FullName;

    public string Workflows => Path.Combine(Root, "workflows");

    public string Data => Path.Combine(Root, "data");

    public string Database => Path.Combine(Data, "carillon.db");

    /// <summary>Writes a workflow file; its path.</summary>
    public string Write(string name, string yaml)
    {
        var path = Path.Combine(Workflows, name);
        File.WriteAllText(path, yaml);
        return path;
    }

    /// <summary>The rows of a query, columns joined by <c>|</c>.</summary>
    public List<string> Rows(string sql) => Store.Rows(sql);

    public long Number(string sql) => long.Parse(Rows(sql).Single(), CultureInfo.InvariantCulture);

    /// <summary>The living processes whose environment holds the entry.</summary>
    public static List<int> Marked(string name, string value)
    {
        var entry = Encoding.UTF8.GetBytes($"{name}={value}");
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && Reads($"/proc/{id}/environ").AsSpan().IndexOf(entry) >= 0)];
    }

    private static byte[] Reads(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The warden of a killed server ends what it left; what is still there after that is ended here.
        for (var waited = Stopwatch.StartNew(); Marked(MarkName, Mark) is { Count: > 0 } left; await Task.Delay(20))
        {
            if (waited.Elapsed < TimeSpan.FromSeconds(5))
                continue;
            foreach (var id in left)
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
        }
        Store.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
