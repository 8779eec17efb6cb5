using System.CommandLine;
using Carillon.Engine;
using Carillon.Engine.Storage;
using NodaTime.Text;

namespace Carillon.Server.Cli;

/// <summary>Options that several verbs share, said in the same words everywhere.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON for scripts." };

    /// <summary><c>--server</c>: the address of a running server.</summary>
    public static Option<string> Server(Terminal terminal) => new("--server", "-s")
    {
        Description = "The server to ask (CARILLON_SERVER).",
        DefaultValueFactory = _ => terminal.Environment("CARILLON_SERVER") is { Length: > 0 } url ? url : "http://127.0.0.1:8080",
        HelpName = "URL",
    };

    /// <summary><c>--database</c>: the address of the database; see <see cref="AddressOf"/>.</summary>
    public static Option<string?> Database(Terminal terminal) =>
        Address(terminal, "--database", "The database, as postgresql://user:password@host/name (CARILLON_DATABASE); the file in the data folder when left out.");

    /// <summary>An option that is the address of a database, and CARILLON_DATABASE when left out.</summary>
    public static Option<string?> Address(Terminal terminal, string name, string description)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            DefaultValueFactory = _ => terminal.Environment("CARILLON_DATABASE") is { Length: > 0 } address ? address : null,
            HelpName = "ADDRESS",
        };
        CheckAddress(option);
        return option;
    }

    /// <summary>Refuses a value that is no address of a database.</summary>
    public static void CheckAddress(Option<string?> option) => option.Validators.Add(result =>
    {
        try
        {
            if (result.GetValueOrDefault<string?>() is { } text)
                DatabaseAddress.Parse(text);
        }
        catch (FormatException e)
        {
            // The address itself may hold a password.
            result.AddError($"{(result.Implicit ? "CARILLON_DATABASE" : option.Name)} cannot be used: {e.Message}");
        }
    });

    /// <summary>The database that was asked for, or the one in the data folder.</summary>
    public static DatabaseAddress AddressOf(string? database, string dataFolder) =>
        database is null ? DatabaseAddress.File(EngineOptions.DatabaseIn(dataFolder)) : DatabaseAddress.Parse(database);

    /// <summary>Workflow files or folders of them; see <see cref="OrWorkflows"/>.</summary>
    public static Argument<string[]> Paths() => new("path") { Description = "Workflow files, or folders of them. Default: the folder workflows.", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>The paths, or the folder that <c>serve</c> takes when none is named.</summary>
    public static string[] OrWorkflows(string[] paths) => paths.Length > 0 ? paths : ["workflows"];

    /// <summary>Options that do not go together.</summary>
    public static int Misused(Terminal terminal, string message)
    {
        terminal.Error.WriteLine(terminal.PaintError("usage: ", Ink.Bad) + message);
        return ExitCode.Usage;
    }

    /// <summary><c>--reason</c>: why, for the audit trail.</summary>
    public static Option<string?> Reason() => new("--reason") { Description = "Why, for the record." };

    /// <summary><c>--until</c>: when a pause or an override ends by itself.</summary>
    public static Option<string?> Until()
    {
        var until = new Option<string?>("--until") { Description = "When it ends by itself, as 2026-03-09T20:30:00Z.", HelpName = "INSTANT" };
        until.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !InstantPattern.ExtendedIso.Parse(result.Tokens[0].Value).Success)
                result.AddError("--until must be an instant, as 2026-03-09T20:30:00Z.");
        });
        return until;
    }

    /// <summary><c>--limit</c>: how many rows a list shows.</summary>
    public static Option<int> Limit() => new("--limit", "-n") { Description = "At most so many (1 to 200).", DefaultValueFactory = _ => 20 };
}
