using System.Diagnostics;
using System.Globalization;
using Carillon.Core;
using Npgsql;

namespace Carillon.Engine.Storage;

/// <summary>PostgreSQL's own programs, on one database. They are told about it by their environment: arguments of a process can be seen by everybody on the machine.</summary>
/// <param name="address">The database.</param>
/// <param name="searchPath">Where they are looked for, as in <c>PATH</c>.</param>
internal sealed class PostgresTools(DatabaseAddress address, string? searchPath)
{
    private const int LastLines = 3;
    private readonly NpgsqlConnectionStringBuilder _settings = new(address.Value);

    /// <summary>The database's name.</summary>
    public string Database => _settings.Database!;

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="failed">What to say when it ends badly, before what it says itself.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="StorageException">It is not installed, or ended badly.</exception>
    public string Run(string program, string failed, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in Settings())
        {
            if (!string.IsNullOrEmpty(value))
                start.Environment[name] = value;
        }
        // The messages are shown as they are, and read by tests.
        start.Environment["LC_MESSAGES"] = "C";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
            return output;
        var said = error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        throw DatabaseBackup.Unusable($"{failed}: {(said.Length == 0 ? $"{program} ended with {process.ExitCode}." : string.Join(' ', said.Take(LastLines)))}");
    }

    private string Find(string program) =>
        (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new StorageException(ProblemCodes.ProgramMissing, $"The program '{program}' is not on the path. Install PostgreSQL's client programs, of the server's version or later: the package postgresql-client on Debian and Ubuntu, postgresql on Fedora, libpq on macOS.");

    private IEnumerable<(string Name, string? Value)> Settings() =>
    [
        ("PGHOST", _settings.Host),
        ("PGPORT", _settings.Port.ToString(CultureInfo.InvariantCulture)),
        ("PGDATABASE", _settings.Database),
        ("PGUSER", _settings.Username),
        ("PGPASSWORD", _settings.Password),
        ("PGPASSFILE", _settings.Passfile),
        ("PGSSLMODE", _settings.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() }),
        ("PGSSLROOTCERT", _settings.RootCertificate),
        ("PGSSLCERT", _settings.SslCertificate),
        ("PGSSLKEY", _settings.SslKey),
        ("PGAPPNAME", _settings.ApplicationName),
        ("PGCONNECT_TIMEOUT", "10"),
        ("PGOPTIONS", (_settings.Options is { Length: > 0 } given ? given + " " : "") + "-c lock_timeout=10000 -c statement_timeout=0"),
    ];
}
