using Carillon.Core;

namespace Carillon.Server.Cli;

/// <summary>Prints problems the way every surface does: <c>file:line:column CODE message suggestion</c>.</summary>
internal static class ProblemPrinter
{
    /// <summary>One line for each problem.</summary>
    public static void Write(TextWriter writer, Func<string, Ink, string> paint, IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            var place = (problem.Location is { } at ? at + " " : "") + (problem.Field is { } field ? field + ": " : "");
            var code = paint(problem.Code, problem.Severity == ProblemSeverity.Error ? Ink.Bad : Ink.Warn);
            var kind = problem.Severity == ProblemSeverity.Error ? "" : paint($"{ProblemView.Word(problem.Severity)}: ", Ink.Warn);
            var suggestion = problem.Suggestion is null ? "" : " " + paint(problem.Suggestion, Ink.Good);
            writer.WriteLine($"{paint(place, Ink.Bold)}{code} {kind}{problem.Message}{suggestion}");
        }
    }

    /// <summary>The problems on the error stream, or as a JSON object on the output as well; the exit code for problems.</summary>
    public static int Fail(Terminal terminal, bool json, IReadOnlyList<Problem> problems)
    {
        Write(terminal.Error, terminal.PaintError, problems);
        if (json)
            CliJson.WriteLine(terminal.Out, new ProblemList([.. problems.Select(ProblemView.From)]), CliJson.Default.ProblemList);
        return ExitCode.Problems;
    }
}
