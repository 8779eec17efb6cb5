using System.CommandLine;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary><c>carillon validate</c>: every mistake in every file, with its place.</summary>
internal static class ValidateVerb
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("path") { Description = "Workflow and calendar files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var timezone = new Option<string>("--timezone") { Description = "The zone of schedules that name none.", DefaultValueFactory = _ => "UTC" };
        var json = CommonOptions.Json();
        var command = new Command("validate", "Check workflow and calendar files: prints every mistake as file:line:column CODE message.") { paths, timezone, json };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(paths)!, parsed.GetValue(timezone)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string[] paths, string timezone, bool json)
    {
        var files = WorkflowFiles.Find(paths);
        var problems = new List<Problem>(files.Problems);
        var calendars = WorkflowFolder.Calendars(files.Paths);
        var context = WorkflowFolder.Context(calendars, timezone, terminal.Time.Now());
        var seen = new Dictionary<WorkflowId, string>();
        var nodes = new List<DependencyNode>();
        foreach (var file in files.Paths)
        {
            var text = WorkflowFiles.Read(file);
            problems.AddRange(text.Problems);
            if (!text.IsOk)
                continue;
            if (calendars.FirstOrDefault(calendar => calendar.Path == file) is { } known)
            {
                problems.AddRange(known.Problems);
                continue;
            }

            var parsed = DefinitionParser.Parse(text.Value, file, context);
            problems.AddRange(parsed.Problems);
            if (!parsed.IsOk)
                continue;
            problems.AddRange(ScheduleConflicts.Among(parsed.Value.Schedules, terminal.Time.Now()).Select(p => p with { Location = new SourceLocation(file, 1, 1) }));
            if (seen.TryAdd(parsed.Value.Id, file))
                nodes.AddRange(DependencyGraph.NodesOf(parsed.Value, context.Project));
            else
                problems.Add(new Problem(ProblemCodes.Duplicate, $"The workflow id '{parsed.Value.Id}' is also in {seen[parsed.Value.Id]}.", new SourceLocation(file, 1, 1)));
        }

        problems.AddRange(DependencyGraph.Circles(nodes).Select(found => found.Problem with { Location = new SourceLocation(seen[found.Node.WorkflowId], 1, 1) }));

        return Report(terminal, json, files.Paths.Count, problems);
    }

    private static int Report(Terminal terminal, bool json, int files, List<Problem> problems)
    {
        var errors = problems.Count(p => p.Severity == ProblemSeverity.Error);
        if (json)
        {
            CliJson.WriteLine(terminal.Out, new ValidationResult(errors == 0, files, [.. problems.Select(ProblemView.From)]), CliJson.Default.ValidationResult);
        }
        else
        {
            ProblemPrinter.Write(terminal.Out, terminal.Paint, problems);
            var summary = $"{Words.Count(files, "file")}, {Words.Count(errors, "error")}, {Words.Count(problems.Count - errors, "warning")}";
            terminal.Error.WriteLine(errors == 0 ? terminal.PaintError("✓ ", Ink.Good) + summary : terminal.PaintError("✗ ", Ink.Bad) + summary);
        }

        return errors == 0 ? ExitCode.Ok : ExitCode.Problems;
    }
}

/// <summary>What <c>validate --json</c> prints, and what the API answers.</summary>
/// <param name="Valid">True when there is no error; warnings do not count.</param>
/// <param name="Files">How many files were read.</param>
/// <param name="Problems">Everything found, in the order of the files.</param>
internal sealed record ValidationResult(bool Valid, int Files, IReadOnlyList<ProblemView> Problems);
