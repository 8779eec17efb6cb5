using System.CommandLine;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary><c>carillon db backup</c> and <c>carillon db restore</c>.</summary>
internal static class DbBackupVerb
{
    public static Command Backup(Terminal terminal) => Create(
        terminal, "backup", "Write the database to a file, while servers work on it. Artifacts are files: back up the data folder too.",
        "The file to write: a SQLite database, or pg_dump's custom format.", "Write over a file of that name.", DatabaseBackup.Write,
        done => $"{done.File}: {Words.Size(done.Size)}, schema {done.Schema}, read through and sound. Artifacts are not in it: back up the data folder too.");

    public static Command Restore(Terminal terminal) => Create(
        terminal, "restore", "Put a backup in the place of the database. Every server must be stopped.",
        "The file that 'db backup' wrote.", "Replace what is in a PostgreSQL database. (A SQLite file is always kept beside the new one.)", DatabaseBackup.Restore,
        done => $"{done.Database} is as in {done.File}, schema {done.Schema}." + (done.Kept is null ? "" : $" What it was before is kept as {done.Kept}."));

    private static Command Create(
        Terminal terminal, string name, string description, string of, string over, Func<DatabaseAddress, string, BackupOptions, BackupReport> work, Func<BackupReport, string> say)
    {
        var file = new Argument<string>("file") { Description = of };
        var data = new Option<string>("--data", "-d") { Description = "The folder of the database.", DefaultValueFactory = _ => ".carillon", HelpName = "DIR" };
        var database = CommonOptions.Database(terminal);
        var overwrite = new Option<bool>("--overwrite") { Description = over };
        var json = CommonOptions.Json();
        var command = new Command(name, description) { file, data, database, overwrite, json };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            var address = CommonOptions.AddressOf(parsed.GetValue(database), parsed.GetValue(data)!);
            try
            {
                var done = work(address, parsed.GetValue(file)!, new BackupOptions { Overwrite = parsed.GetValue(overwrite) });
                if (parsed.GetValue(json))
                    CliJson.WriteLine(terminal.Out, new BackupView(done.Database.Name, done.File, done.Size, done.Schema, done.Kept), CliJson.Default.BackupView);
                else
                    terminal.Out.WriteLine(say(done));
                return ExitCode.Ok;
            }
            catch (StorageException e)
            {
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), [new Problem(e.Code, e.Message)]);
            }
        }));
        return command;
    }
}

/// <summary>A backup that was made or restored, for scripts.</summary>
/// <param name="Database">The database.</param>
/// <param name="File">The file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Schema">The schema of what is in it.</param>
/// <param name="Kept">Where the database as it was before a restore is kept.</param>
internal sealed record BackupView(string Database, string File, long Size, long Schema, string? Kept);
