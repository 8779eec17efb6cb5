using System.CommandLine;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary><c>carillon project rename</c>: moves a project to another name, in a database that no server uses.</summary>
internal static class ProjectVerb
{
    public static Command Create(Terminal terminal) => new("project", "Projects of a database.") { Rename(terminal) };

    private static Command Rename(Terminal terminal)
    {
        var from = new Argument<string>("old") { Description = "The name it has." };
        var to = new Argument<string>("new") { Description = "The name it gets; nothing may be there under it." };
        var data = new Option<string>("--data", "-d") { Description = "The data folder; its server must be stopped.", DefaultValueFactory = _ => ".carillon", HelpName = "DIR" };
        var database = CommonOptions.Database(terminal);
        var trial = new Option<bool>("--dry-run") { Description = "Only say what would move." };
        var json = CommonOptions.Json();
        var command = new Command("rename", "Rename a project: all its rows, and the ids of its schedules with everything that refers to them.") { from, to, data, database, trial, json };
        command.SetAction(async (parsed, _) =>
        {
            Checked<ProjectMove> moved;
            try
            {
                moved = await ProjectRename.RenameAsync(CommonOptions.AddressOf(parsed.GetValue(database), parsed.GetValue(data)!), parsed.GetValue(from)!, parsed.GetValue(to)!, ServerClient.Actor, terminal.Time.Now(), parsed.GetValue(trial));
            }
            catch (StorageException e)
            {
                ProblemPrinter.Fail(terminal, parsed.GetValue(json), [new Problem(e.Code, e.Message)]);
                return ExitCode.CannotStart;
            }

            if (!moved.IsOk)
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), moved.Problems);
            if (parsed.GetValue(json))
                CliJson.WriteLine(terminal.Out, ProjectMoveView.From(moved.Value, parsed.GetValue(trial)), CliJson.Default.ProjectMoveView);
            else
                Print(terminal, moved.Value, parsed.GetValue(trial));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, ProjectMove move, bool trial)
    {
        var rows = new TextTable("TABLE", "ROWS");
        foreach (var (table, count) in move.Rows)
            rows.Add(table, Words.Number(count));
        rows.Write(terminal);
        foreach (var (from, to) in move.Schedules)
            terminal.Out.WriteLine($"{from} → {terminal.Paint(to.Value, Ink.Bold)}");
        terminal.Error.WriteLine(trial ? $"Nothing has changed. Without --dry-run '{move.From}' becomes '{move.To}'." : $"'{move.From}' is '{move.To}' now. Start its server with --project {move.To}.");
    }
}

/// <summary>What moved, for scripts.</summary>
/// <param name="DryRun">True when nothing has changed.</param>
/// <param name="Rows">How many rows of each table.</param>
/// <param name="Schedules">The ids of schedules, old to new.</param>
internal sealed record ProjectMoveView(bool DryRun, IReadOnlyDictionary<string, long> Rows, IReadOnlyDictionary<string, string> Schedules)
{
    public static ProjectMoveView From(ProjectMove move, bool trial) => new(
        trial, move.Rows.ToDictionary(rows => rows.Table, rows => rows.Count), move.Schedules.ToDictionary(schedule => schedule.From.Value, schedule => schedule.To.Value));
}
