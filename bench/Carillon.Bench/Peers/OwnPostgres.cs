using System.Diagnostics;
using Npgsql;

namespace Carillon.Bench.Peers;

/// <summary>
/// A PostgreSQL server of the bench's own, on a free port in a folder of its own, with its default settings. It goes away with the bench, however that ends, and
/// so does all else that is put into the folder.
/// </summary>
internal sealed class OwnPostgres : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private readonly Process _guard;
    private readonly int _port;
    private readonly string _folder;

    private OwnPostgres(Process guard, int port, string folder) => (_guard, _port, _folder) = (guard, port, folder);

    public static async Task<OwnPostgres> StartAsync()
    {
        if (!File.Exists(Path.Join(Programs, "initdb")))
            throw new MissingProgramException($"PostgreSQL 15 is not in {Programs}. Install it: apt-get install postgresql-15");
        var folder = Directory.CreateTempSubdirectory("carillon-postgres-").FullName;
        var port = FreePort.Take();
        var guard = Process.Start(new ProcessStartInfo("bash", [Path.Join(NodePackages.Folder, "postgres.sh"), Programs, folder, $"{port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var server = new OwnPostgres(guard, port, folder);
        if (await guard.StandardOutput.ReadLineAsync() == "ready")
            return server;
        server.Dispose();
        throw new InvalidOperationException("PostgreSQL did not start; what it said is above.");
    }

    /// <summary>A new, empty folder beside it.</summary>
    public DirectoryInfo CreateFolder(string name) => Directory.CreateDirectory(Path.Join(_folder, name));

    /// <summary>A new, empty database; its address.</summary>
    public async Task<string> CreateAsync(string name)
    {
        await SayAsync($"create database \"{name}\"");
        // What others left behind is written now, and not while the next one is timed.
        await SayAsync("checkpoint");
        return $"postgresql://postgres@127.0.0.1:{_port}/{name}";
    }

    public Task DropAsync(string name) => SayAsync($"drop database if exists \"{name}\" with (force)");

    /// <summary>Its version, and what makes it durable.</summary>
    public async Task<string> DescribeAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            "select format('PostgreSQL %s: fsync %s, synchronous_commit %s, full_page_writes %s, shared_buffers %s', split_part(current_setting('server_version'), ' ', 1), " +
            "current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'), current_setting('shared_buffers'))",
            connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Lets go of the script that keeps it: that stops the server and removes the folder.</summary>
    public void Dispose()
    {
        _guard.StandardInput.Close();
        _guard.WaitForExit();
        _guard.Dispose();
    }

    private async Task SayAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}

/// <summary>Something that the bench needs is not on this machine; the message says what to do.</summary>
internal sealed class MissingProgramException(string message) : Exception(message);
