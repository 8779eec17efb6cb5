using System.CommandLine;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon test</c>: holds schedules to the tests in their files.</summary>
internal static class TestVerb
{
    public static Command Create(Terminal terminal)
    {
        var paths = CommonOptions.Paths();
        var timezone = new Option<string>("--timezone") { Description = "The zone of schedules that name none.", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        var json = CommonOptions.Json();
        var command = new Command("test", "Hold schedules to the 'tests' in their files. Ends with 1 when one fails or a file has mistakes.") { paths, timezone, json };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(paths)!, parsed.GetValue(timezone)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string[] paths, string zone, bool json)
    {
        var files = WorkflowFiles.Find(CommonOptions.OrWorkflows(paths));
        var problems = new List<Problem>(files.Problems);
        var results = new List<(WorkflowDefinition Workflow, ScheduleTestResult Result)>();
        var context = new DefinitionContext(Handlers.Types(), zone);
        foreach (var file in files.Paths)
        {
            var text = WorkflowFiles.Read(file);
            var parsed = text.IsOk ? DefinitionParser.ReadFile(text.Value, file, context).Workflow : Checked<WorkflowDefinition>.Bad(text.Problems);
            problems.AddRange(parsed.Problems.Where(p => p.Severity == ProblemSeverity.Error));
            if (parsed.IsOk)
                results.AddRange(parsed.Value.Tests.Select(test => (parsed.Value, test.Judge(parsed.Value.Schedules.First(s => s.Key == test.Schedule)))));
        }

        var failed = results.Count(r => !r.Result.Passed);
        if (json)
            CliJson.WriteLine(terminal.Out, new TestReport(results.Count - failed, failed, [.. results.Select(r => TestView.Of(r.Workflow, r.Result))], [.. problems.Select(ProblemView.From)]), CliJson.Default.TestReport);
        else
            Print(terminal, results, problems, failed);
        return failed == 0 && problems.Count == 0 ? ExitCode.Ok : ExitCode.Problems;
    }

    private static void Print(Terminal terminal, List<(WorkflowDefinition Workflow, ScheduleTestResult Result)> results, List<Problem> problems, int failed)
    {
        foreach (var workflow in results.GroupBy(r => r.Result.Test.Location?.File ?? ""))
        {
            terminal.Out.WriteLine(terminal.Paint(workflow.Key, Ink.Bold));
            foreach (var (_, result) in workflow)
            {
                var mark = result.Passed ? terminal.Paint("✓", Ink.Good) : terminal.Paint("✗", Ink.Bad);
                var schedule = result.Test.Schedule.Length == 0 ? "" : result.Test.Schedule + ": ";
                terminal.Out.WriteLine($"  {mark} {schedule}{result.Test.Name}  {terminal.Paint(Words.Count(result.Found, "occurrence"), Ink.Dim)}");
                foreach (var difference in result.Differences)
                    terminal.Out.WriteLine("      " + difference);
                if (!result.Passed)
                    terminal.Out.WriteLine(terminal.Paint($"      {result.Test.Location}{(result.First.Count == 0 ? "" : $"  found {string.Join(", ", result.First)}{(result.Found > result.First.Count ? " …" : "")}")}", Ink.Dim));
            }
        }

        ProblemPrinter.Write(terminal.Error, terminal.PaintError, problems);
        var sound = failed == 0 && problems.Count == 0;
        var summary = $"{results.Count - failed} passed, {failed} failed{(problems.Count > 0 ? $", {Words.Count(problems.Count, "error")} in files" : "")}";
        terminal.Error.WriteLine(terminal.PaintError(sound ? "✓ " : "✗ ", sound ? Ink.Good : Ink.Bad) + summary);
    }
}

/// <summary>What <c>test --json</c> prints.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many did not.</param>
/// <param name="Tests">Each of them, in the order of the files.</param>
/// <param name="Problems">Errors in files, whose tests were not held.</param>
internal sealed record TestReport(int Passed, int Failed, IReadOnlyList<TestView> Tests, IReadOnlyList<ProblemView> Problems);

/// <summary>One test and how it went.</summary>
internal sealed record TestView
{
    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public required string Workflow { get; init; }

    /// <summary>The schedule's key; empty for the only one.</summary>
    public required string Schedule { get; init; }

    public required string Name { get; init; }

    /// <summary>The beginning of the range, inclusive, in ISO 8601.</summary>
    public required string From { get; init; }

    /// <summary>Its end, exclusive.</summary>
    public required string To { get; init; }

    public required bool Passed { get; init; }

    /// <summary>How many occurrences the range has.</summary>
    public required int Found { get; init; }

    /// <summary>The first of them as the zone reads them.</summary>
    public required IReadOnlyList<string> First { get; init; }

    /// <summary>What is otherwise than expected.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    public static TestView Of(WorkflowDefinition workflow, ScheduleTestResult result) => new()
    {
        File = result.Test.Location?.File ?? "",
        Line = result.Test.Location?.Line ?? 1,
        Column = result.Test.Location?.Column ?? 1,
        Workflow = workflow.Id.Value,
        Schedule = result.Test.Schedule,
        Name = result.Test.Name,
        From = TimeText.Of(result.Test.From),
        To = TimeText.Of(result.Test.To),
        Passed = result.Passed,
        Found = result.Found,
        First = result.First,
        Differences = result.Differences,
    };
}
