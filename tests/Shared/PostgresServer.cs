using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Carillon.Tests.Shared;

/// <summary>
/// A PostgreSQL server of the tests' own on a free port, or the reason why there is none. It ends with <see cref="DisposeAsync"/>, and with the process that started it,
/// however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string Memory = "/dev/shm";

    // Nobody needs a password as carillon; app has one.
    private const string Access = "local all all trust\nhost all carillon 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";

    // Stops the server and removes its folder when its own input ends.
    private const string Warden = "cat >/dev/null; \"$@\" -m immediate -w stop >/dev/null 2>&1; cd /; rm -rf \"$FOLDER\"";

    private string? _made;
    private Process? _warden;

    public int Port { get; private set; }

    /// <summary>True to keep its files in memory where there is room: a new database is some 300 of them.</summary>
    public bool InMemory { get; init; }

    /// <summary>True when PostgreSQL is not installed; the tests then say that they did nothing, unless CARILLON_REQUIRE_ALL is 1.</summary>
    public static bool IsMissing => !File.Exists(Path.Join(Programs, "initdb"));

    public string Url => $"postgresql://app:hush-hush@127.0.0.1:{Port}/postgres";

    /// <summary>The address of one of its databases, without a password.</summary>
    public string UrlOf(string database) => $"postgresql://carillon@127.0.0.1:{Port}/{database}";

    public async Task InitializeAsync()
    {
        if (IsMissing && Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ALL") == "1") throw new InvalidOperationException("PostgreSQL 15 is not installed, and CARILLON_REQUIRE_ALL=1 demands it");
        if (IsMissing) return;
        Port = FreePort();
        Directory.CreateDirectory(Folder);
        if (IsRoot) await RunAsync(["chown", "postgres", Folder]);
        await RunAsync(AsPostgres("initdb", "-D", Cluster, "-U", "carillon", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"));
        await File.WriteAllTextAsync(Path.Join(Cluster, "pg_hba.conf"), Access);
        await StartAsync();
        _warden = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Warden, "sh", .. AsPostgres("pg_ctl", "-D", Cluster)])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = Folder,
            Environment = { ["FOLDER"] = Folder },
        });
        await ExecuteAsync("create role app login superuser password 'hush-hush'");
    }

    /// <summary>How many connections it takes.</summary>
    public int MaxConnections { get; init; } = 300;

    /// <summary>A program through which it is started, with its arguments.</summary>
    public string[] Through { get; init; } = [];

    /// <summary>Starts it again on the same port. Nothing here outlives the tests, so nothing waits for a disk.</summary>
    public Task StartAsync() => RunAsync([.. Through, .. AsPostgres("pg_ctl", "-D", Cluster, "-l", Path.Join(Folder, "log"), "-w", "-o",
        $"-c listen_addresses=127.0.0.1 -c port={Port} -c unix_socket_directories={Folder} -c max_connections={MaxConnections} -c fsync=off -c full_page_writes=off", "start")]);

    /// <summary>Stops it as if it had crashed: connections are cut, and it recovers at the next start.</summary>
    public Task StopAtOnceAsync() => RunAsync(AsPostgres("pg_ctl", "-D", Cluster, "-m", "immediate", "-w", "stop"));

    /// <summary>Copies a database, as it is at this moment, into another one, while it is used.</summary>
    public Task CopyAsync(string from, string to) => RunAsync(["/bin/sh", "-c",
        $"set -e; {Programs}/pg_dump -Fc -h 127.0.0.1 -p {Port} -U carillon -f {to}.dump {from}; {Programs}/pg_restore -h 127.0.0.1 -p {Port} -U carillon -d {to} {to}.dump; rm {to}.dump"]);

    /// <summary>Runs a statement in the database <c>postgres</c>.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var admin = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=carillon;Database=postgres;Pooling=false");
        await admin.OpenAsync();
        await using var command = admin.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        if (_warden is null) return;
        Npgsql.NpgsqlConnection.ClearAllPools();
        _warden.StandardInput.Close();
        await _warden.WaitForExitAsync();
        _warden.Dispose();
    }

    private string Folder => _made ??= Path.Join(InMemory && HasRoom ? Memory : Path.GetTempPath(), $"carillon-postgres-{Guid.NewGuid():N}");

    private static bool HasRoom => Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > 3L << 30;

    private string Cluster => Path.Join(Folder, "data");

    private static bool IsRoot => string.Equals(Environment.UserName, "root", StringComparison.Ordinal);

    private static string[] AsPostgres(string program, params string[] arguments) =>
        [.. IsRoot ? new[] { "runuser", "-u", "postgres", "--" } : [], Path.Join(Programs, program), .. arguments];

    // The server inherits what pg_ctl has open, so its output goes nowhere rather than into a pipe that never ends.
    private async Task RunAsync(string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", .. command]) { WorkingDirectory = Folder, UseShellExecute = false };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
