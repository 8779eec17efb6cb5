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

    /// <summary><c>--limit</c>: how many rows a list shows.</summary>
    public static Option<int> Limit() => new("--limit", "-n") { Description = "At most so many (1 to 200).", DefaultValueFactory = _ => 20 };
}
