using System.CommandLine;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary><c>carillon lint</c>: schedules that work and mean something else.</summary>
internal static class LintVerb
{
    public static Command Create(Terminal terminal)
    {
        var paths = CommonOptions.Paths();
        var cron = new Option<string?>("--cron") { Description = "A cron to look at, in place of files.", HelpName = "EXPR" };
        var timezone = new Option<string>("--timezone", "-z") { Description = "The zone of schedules that name none, and of --cron.", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        var json = CommonOptions.Json();
        var command = new Command("lint", "Find schedules that work and mean something else, with the fix. Ends with 1 when there are errors or warnings.") { paths, cron, timezone, json };
        command.SetAction(parsed =>
        {
            var expression = parsed.GetValue(cron);
            if (expression is not null && parsed.GetValue(paths) is { Length: > 0 })
                return CommonOptions.Misused(terminal, "--cron is in place of files: give one or the other.");
            return expression is null
                ? Files(terminal, parsed.GetValue(paths)!, parsed.GetValue(timezone)!, parsed.GetValue(json))
                : Report(terminal, OfCron(terminal, expression, parsed.GetValue(timezone)!), "", parsed.GetValue(json));
        });
        return command;
    }

    private static List<Problem> OfCron(Terminal terminal, string cron, string zone) =>
        [.. ScheduleLint.Of(new LintSubject(new ScheduleSpec { HashSeed = "lint", Cron = cron, Timezone = zone }, terminal.Time.Now())).Select(finding => finding.Named)];

    private static int Files(Terminal terminal, string[] paths, string zone, bool json)
    {
        var files = WorkflowFiles.Find(CommonOptions.OrWorkflows(paths));
        var findings = new List<Problem>(files.Problems);
        var context = new DefinitionContext(Handlers.Types(), zone, LintAt: terminal.Time.Now());
        foreach (var file in files.Paths)
        {
            var text = WorkflowFiles.Read(file);
            findings.AddRange(text.Problems);
            // Warnings that are not about schedules are what validate says.
            if (text.IsOk)
                findings.AddRange(DefinitionParser.ReadFile(text.Value, file, context).Workflow.Problems.Where(p => p.Rule is not null || p.Severity == ProblemSeverity.Error));
        }

        return Report(terminal, findings, $"{Words.Count(files.Paths.Count, "file")}, ", json);
    }

    private static int Report(Terminal terminal, List<Problem> findings, string files, bool json)
    {
        var clean = findings.TrueForAll(f => f.Severity == ProblemSeverity.Info);
        if (json)
        {
            var views = findings.Select(f => ProblemView.From(f.Rule is null ? f with { Rule = FindingPrinter.OtherRule } : f));
            CliJson.WriteLine(terminal.Out, new FindingList([.. views]), CliJson.Default.FindingList);
        }
        else
        {
            FindingPrinter.Write(terminal, findings);
            terminal.Error.WriteLine(terminal.PaintError(clean ? "✓ " : "✗ ", clean ? Ink.Good : Ink.Bad) + files + FindingPrinter.Summary(findings));
        }

        return clean ? ExitCode.Ok : ExitCode.Problems;
    }
}

/// <summary>What <c>lint --json</c> prints.</summary>
/// <param name="Findings">Everything found, in the order of the files.</param>
internal sealed record FindingList(IReadOnlyList<ProblemView> Findings);
