using Carillon.Server.Cli;

namespace Carillon.Server.Tests.Cli;

/// <summary>What a verb printed and how it ended.</summary>
internal sealed record Captured(int Code, string Out, string Error)
{
    public string[] Lines => Out.TrimEnd().Split('\n');

    /// <summary>Runs the command line in this process, as if its output went into a pipe.</summary>
    public static Task<Captured> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    /// <summary>The same, told to stop as Ctrl-C and SIGTERM do it.</summary>
    public static async Task<Captured> RunAsync(CancellationToken stop, params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(args, new Terminal { Out = output, Error = error, Environment = _ => null }, stop);
        return new Captured(code, output.ToString(), error.ToString());
    }

    /// <summary>The same on a terminal that takes colours.</summary>
    public static async Task<Captured> RunOnTerminalAsync(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(args, new Terminal { Out = output, Error = TextWriter.Null, IsInteractive = true, Color = true, Width = 100, Environment = _ => null });
        return new Captured(code, output.ToString(), "");
    }
}
