using Carillon.Adapters.Tasks;

namespace Carillon.Adapters.Shell;

/// <summary>What to start. Pure.</summary>
/// <param name="Program">A name to look up on the path, or a path.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ShellCommand(string Program, IReadOnlyList<string> Arguments)
{
    public static ShellCommand From(ShellInput input, bool windows)
    {
        if (input.Command.Count > 0) return new(input.Command[0].Text, [.. input.Command.Skip(1).Select(a => a.Text)]);
        string[] args = [.. input.Args.Select(a => a.Text)];
        var kind = input.Shell == ShellKind.Sh && windows ? ShellKind.Cmd : input.Shell;
        return kind switch
        {
            ShellKind.Sh => new("/bin/sh", ["-e", "-c", input.Run!, "sh", .. args]),
            ShellKind.Bash => new("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", input.Run!, "bash", .. args]),
            ShellKind.Pwsh => new("pwsh", ["-NoProfile", "-NonInteractive", "-CommandWithArgs", "$ErrorActionPreference = 'Stop'\n" + input.Run!, .. args]),
            _ => new("cmd", ["/d", "/s", "/c", input.Run!, .. args]),
        };
    }

    /// <summary>The program's full path, looked up as a shell would, or null.</summary>
    public string? Find(string folder, string searchPath)
    {
        if (OperatingSystem.IsWindows()) return Program;
        if (Program.Contains('/')) return Exists(Path.GetFullPath(Program, folder));
        return searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(place => Exists(Path.GetFullPath(Path.Join(place, Program), folder)))
            .FirstOrDefault(found => found is not null);

        static string? Exists(string path) =>
            File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None)
                ? path
                : null;
    }

    /// <summary>What is wrong with the input as a whole.</summary>
    public static IEnumerable<string> Check(ShellInput input)
    {
        if ((input.Run is null) == (input.Command.Count == 0)) yield return "give either 'run' or 'command'";
        if (input.Command.Count > 0 && input.Args.Count > 0) yield return "'args' belongs to 'run'; put the arguments into 'command'";
        if (input.OkExitCodes.Count == 0) yield return "'ok_exit_codes' must name at least one code";
        foreach (var name in input.Env.Keys.Where(name => name.Length == 0 || name.Contains('=') || name.Contains('\0')))
            yield return $"'env' has the name '{name}', which cannot be one";
    }
}
