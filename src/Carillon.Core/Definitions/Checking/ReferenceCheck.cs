using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Security;

namespace Carillon.Core.Definitions.Checking;

/// <summary>Checks that what expressions name is there and comes before.</summary>
internal sealed class ReferenceCheck(TaskOrder order, IReadOnlyList<InputField> input, bool hasWindow, TaskTypeList types, ProblemSink problems)
{
    private static readonly string[] Roots = ["input", "tasks", "secrets", "run", "item", "index", "output", "error"];

    private readonly List<(int Earlier, int Task)> _pairs = [];
    private readonly List<(TaskDraft Task, ExpressionSite Site, PathRead Read)> _pairReads = [];

    public void Check(TaskDraft task)
    {
        foreach (var site in task.Sites)
        {
            foreach (var read in site.Expression.Reads)
                Check(task, site, read);
        }
    }

    /// <summary>Tells which tasks do not come before; to be called once, after every task.</summary>
    public void Finish()
    {
        var answers = order.ComeBefore(_pairs);
        for (var i = 0; i < answers.Length; i++)
        {
            var (task, site, read) = _pairReads[i];
            if (!answers[i])
                Tell(site, read, $"Task '{read.Parts[1]}' does not come before '{task.Name}'.", $"Add '{read.Parts[1]}' to the needs of '{task.Name}'.");
        }
    }

    private void Check(TaskDraft task, ExpressionSite site, PathRead read)
    {
        switch (read.Parts[0])
        {
            case "input":
                CheckInput(site, read);
                break;
            case "tasks":
                CheckTask(task, site, read);
                break;
            case "run":
                CheckRun(site, read);
                break;
            case "item" or "index":
                if (task.Definition.ForEach is null)
                    Tell(site, read, $"'{read.Parts[0]}' is there only in a task with 'for_each'.");
                else if (site.Kind is SiteKind.ForEach or SiteKind.If)
                    Tell(site, read, $"'{read.Parts[0]}' is not there yet: 'if' and 'for_each' are looked at before the list is taken apart.");
                break;
            case "output":
                if (site.Kind != SiteKind.Output)
                    Tell(site, read, "'output' is there only within 'outputs'.", "Another task's output is 'tasks.<id>.output'.");
                break;
            case "error":
                if (task.Definition.Role != TaskRole.OnFailure)
                    Tell(site, read, "'error' is there only in 'on_failure'.", "A task's own error is 'tasks.<id>.error'.");
                break;
            case "secrets":
                CheckSecret(task, site, read);
                break;
            default:
                Tell(site, read, $"There is no '{read.Parts[0]}' in expressions.", problems.Suggest(read.Parts[0], Roots) ?? Meant(read.Parts[0]));
                break;
        }
    }

    private void CheckSecret(TaskDraft task, ExpressionSite site, PathRead read)
    {
        if (site.Kind != SiteKind.With)
            Misplaced($"What '{Word(site.Kind)}' makes is stored with the run and shown, so it may hold no secret.", "Put the secret into the 'with' of the task that needs it.");
        else if (types.Find(task.Definition.Uses)?.StoresInput == true)
            Misplaced($"What '{task.Definition.Uses}' is given is stored as the input of another run, so it may hold no secret.", "Name the secret in that workflow's own file.");
        else if (read.Parts.Count < 2)
            Misplaced("A secret is named where it stands: 'secrets.NAME'. All of them at once, or one whose name is worked out, cannot be had.", null);
        else if (!SecretName.IsValid(read.Parts[1]))
            Tell(site, read, $"'{read.Parts[1]}' can be no secret's name.", SecretName.Rule);

        void Misplaced(string message, string? suggestion) => problems.AddWithin(ProblemCodes.SecretMisplaced, site.At, site.Offset + read.Offset, message, suggestion);
    }

    private static string Word(SiteKind kind) => kind switch
    {
        SiteKind.If => "if",
        SiteKind.ForEach => "for_each",
        _ => "outputs",
    };

    private void CheckInput(ExpressionSite site, PathRead read)
    {
        if (read.Parts.Count < 2 || read.Tolerant || input.Any(f => string.Equals(f.Name, read.Parts[1], StringComparison.Ordinal)))
            return;
        var suggestion = problems.Suggest(read.Parts[1], input.Select(f => f.Name))
            ?? (read.Parts[1].Contains('-') ? "A minus sign wants spaces around it." : $"Declare it under 'input', or take one of {Names(input.Select(f => f.Name))}.");
        Tell(site, read, $"The workflow has no input '{read.Parts[1]}'.", suggestion);
    }

    private void CheckTask(TaskDraft task, ExpressionSite site, PathRead read)
    {
        if (read.Parts.Count < 2)
            return;
        var name = read.Parts[1];
        var other = order.PlaceOf(name);
        if (other < 0)
            Tell(site, read, $"There is no task '{name}'.", problems.Suggest(name, order.Names) ?? Dotted(read));
        else if (string.Equals(name, task.Name, StringComparison.Ordinal))
            Tell(site, read, $"Task '{name}' cannot look at itself.", site.Kind == SiteKind.Output ? "Its own output is 'output'." : null);
        else if (read.Parts.Count > 2 && !ExpressionRoots.TaskParts.Contains(read.Parts[2], StringComparer.Ordinal))
            Tell(site, read, $"A task has no '{read.Parts[2]}' in expressions; it has {Names(ExpressionRoots.TaskParts)}.", problems.Suggest(read.Parts[2], ExpressionRoots.TaskParts) ?? $"Its output's '{read.Parts[2]}' is 'tasks.{name}.output.{read.Parts[2]}'.");
        else if (task.Definition.Role == TaskRole.Task)
        {
            _pairs.Add((other, order.PlaceOf(task.Name)));
            _pairReads.Add((task, site, read));
        }
    }

    // tasks.a.b where the task's id is 'a.b'.
    private string? Dotted(PathRead read) =>
        read.Parts.Count > 2 && order.PlaceOf($"{read.Parts[1]}.{read.Parts[2]}") >= 0 ? $"Write tasks['{read.Parts[1]}.{read.Parts[2]}']." : null;

    private void CheckRun(ExpressionSite site, PathRead read)
    {
        if (read.Parts.Count < 2)
            return;
        if (!ExpressionRoots.RunParts.Contains(read.Parts[1], StringComparer.Ordinal))
            Tell(site, read, $"A run has no '{read.Parts[1]}' in expressions.", problems.Suggest(read.Parts[1], ExpressionRoots.RunParts) ?? $"It has {Names(ExpressionRoots.RunParts)}.");
        if (read.Parts[1] is not "window")
            return;
        if (read.Parts.Count > 2 && !ExpressionRoots.WindowParts.Contains(read.Parts[2], StringComparer.Ordinal))
            Tell(site, read, $"A window has no '{read.Parts[2]}' in expressions.", problems.Suggest(read.Parts[2], ExpressionRoots.WindowParts) ?? $"It has {Names(ExpressionRoots.WindowParts)}.");
        else if (!hasWindow && !read.Tolerant)
            problems.AddWithin(ProblemCodes.UnknownReference, site.At, site.Offset + read.Offset, "No schedule in this file has a 'window', so 'run.window' is null.", "Add window: { lag: 14d } to the schedule.", ProblemSeverity.Warning);
    }

    private static string? Meant(string root) => root switch
    {
        "parameters" => "In a template, put '${{ }}' around the expression. Elsewhere the run's input is 'input'.",
        "inputs" or "params" => "The run's input is 'input'.",
        "steps" or "needs" or "jobs" => "Outputs of tasks are 'tasks.<id>.output'.",
        "env" or "vars" => "The environment is not readable from expressions.",
        _ => $"There are {Names(Roots)}. Text wants quotes: '{root}'.",
    };

    private static string Names(IEnumerable<string> names)
    {
        var shown = string.Join(", ", names.Take(12).Select(n => $"'{n}'"));
        return shown.Length == 0 ? "none" : shown;
    }

    private void Tell(ExpressionSite site, PathRead read, string message, string? suggestion = null) =>
        problems.AddWithin(ProblemCodes.UnknownReference, site.At, site.Offset + read.Offset, message, suggestion);
}
