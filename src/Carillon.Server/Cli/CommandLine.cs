using System.CommandLine;
using System.CommandLine.Parsing;

namespace Carillon.Server.Cli;

/// <summary>The whole command line: one verb per file beside this one.</summary>
internal static class CommandLine
{
    /// <summary>Runs what <paramref name="args"/> say and answers with the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        // @daily is a cron, not a file of arguments.
        var parsed = Create(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return Usage(terminal, parsed);
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) },
                cancellationToken);
        }
        catch (IOException e) when (e.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase))
        {
            return ExitCode.Ok; // The reader has seen enough: `carillon runs | head`.
        }
        finally
        {
            await FlushAsync(terminal);
        }
    }

    /// <summary>The verbs.</summary>
    public static RootCommand Create(Terminal terminal) => new("Carillon runs workflows when they should run, shows what happened, and says what will happen next.")
    {
        ServeVerb.Create(terminal),
        DemoVerb.Create(terminal),
        RunVerb.Create(terminal),
        ValidateVerb.Create(terminal),
        PreviewVerb.Create(terminal),
        ExplainVerb.Create(terminal),
        LintVerb.Create(terminal),
        TestVerb.Create(terminal),
        FolderVerbs.Plan(terminal),
        FolderVerbs.Apply(terminal),
        SimulateVerb.Create(terminal),
        TasksVerb.Create(terminal),
        SchedulesVerb.Create(terminal),
        StrategiesVerb.Create(terminal),
        RunsVerb.Create(terminal),
        LogsVerb.Create(terminal),
        WhyVerb.Create(terminal),
        CalendarsVerb.Create(terminal),
        NodesVerb.Create(terminal),
        ChannelsVerb.Create(terminal),
        NotificationsVerb.Create(terminal),
        UsersVerb.Create(terminal),
        TokensVerb.Create(terminal),
        AuditVerb.Create(terminal),
        SecretsVerb.Create(terminal),
        ConnectionsVerb.Create(terminal),
        DbVerb.Create(terminal),
        CoverageVerb.Create(terminal),
        MetricsVerb.Create(terminal),
        CostsVerb.Create(terminal),
        CompareVerb.Create(terminal),
        BackfillVerb.Create(terminal),
        BackfillsVerb.Create(terminal),
        DoctorVerb.Create(terminal),
        ProjectVerb.Create(terminal),
        DocsVerb.Create(terminal),
    };

    private static int Usage(Terminal terminal, ParseResult parsed)
    {
        if (parsed is { CommandResult.Command: RootCommand root, Tokens.Count: 0 })
        {
            root.Parse("--help").Invoke(new InvocationConfiguration { Output = terminal.Error });
            return ExitCode.Usage;
        }

        foreach (var error in parsed.Errors.Where(error => parsed.Errors.Count == 1 || error.SymbolResult is not CommandResult { Command.Subcommands.Count: > 0 } || !error.Message.StartsWith("Required command", StringComparison.Ordinal)))
            terminal.Error.WriteLine(terminal.PaintError("usage: ", Ink.Bad) + error.Message);
        var path = string.Join(' ', Path(parsed.CommandResult));
        terminal.Error.WriteLine($"Try '{path} --help'.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Path(CommandResult command) =>
        command.Parent is CommandResult parent ? Path(parent).Append(command.Command.Name) : ["carillon"];

    private static async Task FlushAsync(Terminal terminal)
    {
        try
        {
            await terminal.Out.FlushAsync();
        }
        catch (IOException)
        {
            // The reader has gone; there is nobody to tell.
        }
    }
}
