using System.CommandLine;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary><c>carillon db</c>: the database itself.</summary>
internal static class DbVerb
{
    public static Command Create(Terminal terminal) => new("db", "Look after the database.") { Migrate(terminal), DbCopyVerb.Create(terminal), DbBackupVerb.Backup(terminal), DbBackupVerb.Restore(terminal) };

    private static Command Migrate(Terminal terminal)
    {
        var data = new Option<string>("--data", "-d") { Description = "The folder of the database.", DefaultValueFactory = _ => ".carillon", HelpName = "DIR" };
        var database = CommonOptions.Database(terminal);
        var json = CommonOptions.Json();
        var command = new Command("migrate", "Bring the schema to the newest version. On PostgreSQL nodes may run meanwhile; they do it themselves when they start.") { data, database, json };
        command.SetAction((parsed, _) => Task.FromResult(Migrate(terminal, CommonOptions.AddressOf(parsed.GetValue(database), parsed.GetValue(data)!), parsed.GetValue(json))));
        return command;
    }

    private static int Migrate(Terminal terminal, DatabaseAddress address, bool json)
    {
        try
        {
            var (from, to) = SchemaUpgrade.Migrate(address);
            if (json)
                terminal.Out.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"from\":{from},\"to\":{to}}}"));
            else
                terminal.Out.WriteLine(from == to ? $"{address}: schema {to}, nothing to do." : $"{address}: schema {from} → {to}.");
            return ExitCode.Ok;
        }
        catch (StorageException e)
        {
            return ProblemPrinter.Fail(terminal, json, [new Problem(e.Code, e.Message)]);
        }
    }
}
