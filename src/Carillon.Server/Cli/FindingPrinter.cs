using Carillon.Core;

namespace Carillon.Server.Cli;

/// <summary>Prints findings of lint: <c>file:line:column rule severity: message</c>, and below it what to write instead.</summary>
internal static class FindingPrinter
{
    /// <summary>What is wrong in a file that lint has no rule for; <c>carillon validate</c> has the codes.</summary>
    public const string OtherRule = "invalid-workflow";

    public static void Write(Terminal terminal, IEnumerable<Problem> findings)
    {
        foreach (var finding in findings)
        {
            var place = finding.Location is null ? "" : finding.Location + " ";
            var field = finding.Field is null ? "" : finding.Field + ": ";
            var ink = finding.Severity switch { ProblemSeverity.Error => Ink.Bad, ProblemSeverity.Warning => Ink.Warn, _ => Ink.Dim };
            var suggestion = finding.Fix is null && finding.Suggestion is not null ? " " + terminal.Paint(finding.Suggestion, Ink.Good) : "";
            terminal.Out.WriteLine($"{terminal.Paint(place, Ink.Bold)}{terminal.Paint(finding.Rule ?? OtherRule, ink)} {ProblemView.Word(finding.Severity)}: {field}{finding.Message}{suggestion}");
            foreach (var line in finding.Fix?.Split('\n') ?? [])
                terminal.Out.WriteLine("    " + terminal.Paint(line, Ink.Good));
        }
    }

    /// <summary><c>1 error, 2 warnings, 1 note</c>.</summary>
    public static string Summary(IReadOnlyCollection<Problem> findings) => string.Join(", ",
        Words.Count(findings.Count(f => f.Severity == ProblemSeverity.Error), "error"),
        Words.Count(findings.Count(f => f.Severity == ProblemSeverity.Warning), "warning"),
        Words.Count(findings.Count(f => f.Severity == ProblemSeverity.Info), "note"));
}
