using System.CommandLine;

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

    /// <summary><c>--limit</c>: how many rows a list shows.</summary>
    public static Option<int> Limit() => new("--limit", "-n") { Description = "At most so many (1 to 200).", DefaultValueFactory = _ => 20 };
}
