using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Carillon.Adapters.Tests.Sql;

/// <summary>A PostgreSQL server of the tests' own on a free port, or the reason why there is none.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private readonly string _folder = Path.Join(Path.GetTempPath(), $"carillon-postgres-{Guid.NewGuid():N}");

    public int Port { get; private set; }

    /// <summary>True when PostgreSQL is not installed; the tests then say that they did nothing, unless CARILLON_REQUIRE_ALL is 1.</summary>
    public static bool IsMissing => !File.Exists(Path.Join(Programs, "initdb"));

    public string Url => $"postgresql://app:hush-hush@127.0.0.1:{Port}/postgres";

    public async Task InitializeAsync()
    {
        if (IsMissing && Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ALL") == "1") throw new InvalidOperationException("PostgreSQL 15 is not installed, and CARILLON_REQUIRE_ALL=1 demands it");
        if (IsMissing) return;
        Port = FreePort();
        Directory.CreateDirectory(_folder);
        if (IsRoot) await RunAsync("chown", "postgres", _folder);
        await AsPostgresAsync("initdb", "-D", Cluster, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", await PasswordFileAsync(), "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        await AsPostgresAsync("pg_ctl", "-D", Cluster, "-l", Path.Join(_folder, "log"), "-w", "-o",
            $"-c listen_addresses=127.0.0.1 -c port={Port} -c unix_socket_directories={_folder} -c fsync=off", "start");
        await using var admin = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Password=hush-hush;Database=postgres;Pooling=false");
        await admin.OpenAsync();
        await using var command = admin.CreateCommand();
        command.CommandText = "create role app login superuser password 'hush-hush'";
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        if (Port == 0) return;
        Npgsql.NpgsqlConnection.ClearAllPools();
        await AsPostgresAsync("pg_ctl", "-D", Cluster, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string Cluster => Path.Join(_folder, "data");

    private static bool IsRoot => string.Equals(Environment.UserName, "root", StringComparison.Ordinal);

    private async Task<string> PasswordFileAsync()
    {
        var file = Path.Join(_folder, "password");
        await File.WriteAllTextAsync(file, "hush-hush");
        return file;
    }

    private Task AsPostgresAsync(string program, params string[] arguments) => IsRoot
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Join(Programs, program), .. arguments])
        : RunAsync(Path.Join(Programs, program), arguments);

    // The server inherits what pg_ctl has open, so its output goes nowhere rather than into a pipe that never ends.
    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) { WorkingDirectory = _folder, UseShellExecute = false };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
