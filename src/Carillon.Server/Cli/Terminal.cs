using System.Text;

namespace Carillon.Server.Cli;

/// <summary>The colours that the command line uses, by meaning.</summary>
internal enum Ink
{
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
    Warn,
    Live,
}

/// <summary>Where a verb writes, and what it may know of the surroundings. A test gives its own.</summary>
internal sealed record Terminal
{
    private static readonly string[] Codes = ["", "1", "2", "32", "31", "33", "36"];

    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Problems and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What is typed or piped in.</summary>
    public TextReader In { get; init; } = Console.In;

    /// <summary>True when a person types into <see cref="In"/>.</summary>
    public bool IsTyped { get; init; }

    /// <summary>True when a person reads <see cref="Out"/>.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>True when escape codes may be written to <see cref="Out"/>.</summary>
    public bool Color { get; init; }

    /// <summary>True when escape codes may be written to <see cref="Error"/>.</summary>
    public bool ErrorColor { get; init; }

    /// <summary>Columns; results are cut to it only when <see cref="IsInteractive"/>.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The process's own console. Redirected output is UTF-8 and flushed by the caller.</summary>
    public static Terminal FromConsole()
    {
        var plain = !string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"))
            || string.Equals(System.Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        var interactive = !Console.IsOutputRedirected;
        return new Terminal
        {
            Out = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = interactive },
            Error = Console.Error,
            IsInteractive = interactive,
            IsTyped = !Console.IsInputRedirected,
            Color = interactive && !plain,
            ErrorColor = !Console.IsErrorRedirected && !plain,
            Width = interactive ? ConsoleWidth() : 120,
        };
    }

    /// <summary>The text in that colour when <see cref="Out"/> takes colours.</summary>
    public string Paint(string text, Ink ink) => Color ? Wrap(text, ink) : text;

    /// <summary>The text in that colour when <see cref="Error"/> takes colours.</summary>
    public string PaintError(string text, Ink ink) => ErrorColor ? Wrap(text, ink) : text;

    private static string Wrap(string text, Ink ink) => ink == Ink.Plain ? text : $"\e[{Codes[(int)ink]}m{text}\e[0m";

    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : 120;
        }
        catch (IOException)
        {
            return 120; // A terminal that does not say: nothing is lost but the fit.
        }
    }
}
