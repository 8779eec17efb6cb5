using System.CommandLine;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary><c>carillon db copy</c>: moves everything from a database into an empty one.</summary>
internal static class DbCopyVerb
{
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string?>("--from") { Description = "The database to read, as sqlite:.carillon/carillon.db or postgresql://user@host/name; no server may use it.", Required = true, HelpName = "ADDRESS" };
        CommonOptions.CheckAddress(from);
        var to = CommonOptions.Address(terminal, "--to", "The database to write, which must be empty; it gets the schema (CARILLON_DATABASE, which keeps a password off the command line).");
        var without = new Option<string[]>("--without") { Description = "A table of somebody else in the source, which stays behind. May be repeated.", HelpName = "TABLE", DefaultValueFactory = _ => [] };
        var json = CommonOptions.Json();
        var command = new Command("copy", "Copy a whole database into an empty one, SQLite to PostgreSQL or any other way. Files of the data folder are not part of it: go on with the same --data.") { from, to, without, json };
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(to) is not { } target)
                return Task.FromResult(CommonOptions.Misused(terminal, "--to is missing, and CARILLON_DATABASE is not set."));
            return Task.Run(() => Copy(terminal, DatabaseAddress.Parse(parsed.GetValue(from)!), DatabaseAddress.Parse(target), parsed.GetValue(without)!, parsed.GetValue(json), stop), CancellationToken.None);
        });
        return command;
    }

    private static int Copy(Terminal terminal, DatabaseAddress from, DatabaseAddress to, string[] without, bool json, CancellationToken stop)
    {
        var shows = terminal.IsInteractive && !json;
        var began = terminal.Time.GetTimestamp();
        try
        {
            var report = DatabaseCopy.Copy(from, to, new CopyOptions { Packs = Handlers.Tables, Without = without, Progress = shows ? Show : null }, stop);
            Clear();
            Print(terminal, report, (long)terminal.Time.GetElapsedTime(began).TotalMilliseconds, json);
            return ExitCode.Ok;
        }
        catch (StorageException e)
        {
            Clear();
            return ProblemPrinter.Fail(terminal, json, [new Problem(e.Code, e.Message)]);
        }
        catch (OperationCanceledException)
        {
            Clear();
            terminal.Error.WriteLine("Stopped; nothing was copied.");
            return ExitCode.Canceled;
        }

        void Show(CopyProgress at) => terminal.Out.Write($"\r{(at.Step == CopyStep.Copy ? "copy" : "compare")} {terminal.Paint(at.Table, Ink.Bold)} {Words.Number(at.Rows)}\e[K");

        void Clear()
        {
            if (shows)
                terminal.Out.Write("\r\e[K");
        }
    }

    private static void Print(Terminal terminal, CopyReport report, long milliseconds, bool json)
    {
        var rows = report.Tables.Sum(table => table.Rows);
        if (json)
        {
            CliJson.WriteLine(terminal.Out, new CopyView(report.From.Name, report.To.Name, report.Schema, rows, milliseconds, [.. report.Tables.Select(table => new CopiedTableView(table.Name, table.Rows, table.Digest))]), CliJson.Default.CopyView);
            return;
        }
        var table = new TextTable("TABLE", "ROWS");
        foreach (var copied in report.Tables.OrderBy(copied => copied.Name, StringComparer.Ordinal))
            table.Add(copied.Name, Words.Number(copied.Rows));
        table.Write(terminal);
        terminal.Error.WriteLine($"{Words.Number(rows)} rows in {Words.Duration(milliseconds)}; each was read from '{report.To}' again and is the same as in '{report.From}'.");
        terminal.Error.WriteLine("Artifacts are files in the data folder: start the server with the same --data as before, and the new --database.");
    }
}

/// <summary>What was copied, for scripts.</summary>
/// <param name="From">The source.</param>
/// <param name="To">The target.</param>
/// <param name="Schema">The schema of both.</param>
/// <param name="Rows">All rows.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Tables">Every table.</param>
internal sealed record CopyView(string From, string To, long Schema, long Rows, long DurationMs, IReadOnlyList<CopiedTableView> Tables);

/// <summary>A table that was copied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Digest">What they are: the same on both sides.</param>
internal sealed record CopiedTableView(string Name, long Rows, string Digest);
