using Carillon.Core.Definitions.Templates;
using Carillon.Core.Schedules;

namespace Carillon.Core.Definitions;

/// <summary>A file of a folder of definitions.</summary>
/// <param name="Path">The path within the folder, with <c>/</c>.</param>
/// <param name="Text">Its text.</param>
public sealed record DefinitionFile(string Path, string Text);

/// <summary>A workflow and the file that defines it.</summary>
/// <param name="File">The file.</param>
/// <param name="Workflow">What it defines.</param>
public sealed record DefinedWorkflow(DefinitionFile File, WorkflowDefinition Workflow);

/// <summary>What the files of a folder define together. Immutable.</summary>
/// <param name="Workflows">Every workflow, in order of the paths; those of strategies after the files.</param>
/// <param name="Problems">Everything wrong with the files, warnings included.</param>
public sealed record DefinitionFolder(IReadOnlyList<DefinedWorkflow> Workflows, IReadOnlyList<Problem> Problems)
{
    /// <summary>True when no file has an error.</summary>
    public bool IsOk => Problems.All(problem => problem.Severity != ProblemSeverity.Error);

    /// <summary>Reads all files of a folder: calendars first, so that the schedules find them. Never throws on bad text.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <param name="context">What they are read against; their calendars are added.</param>
    /// <param name="strategies">Strategies that make workflows of the templates among the files. One without a template, or that does not fit it, makes none and is a warning.</param>
    public static DefinitionFolder Parse(IEnumerable<DefinitionFile> files, DefinitionContext context, IReadOnlyCollection<StrategyDefinition> strategies)
    {
        var sorted = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        var calendars = CalendarFiles.Parse([.. sorted.Where(file => CalendarParser.IsCalendar(file.Text)).Select(file => (file.Path, file.Text))]);
        var known = new Dictionary<string, BusinessCalendar>(BusinessCalendar.BuiltIn, StringComparer.OrdinalIgnoreCase);
        foreach (var calendar in calendars.Select(file => file.Calendar).OfType<BusinessCalendar>())
            known[calendar.Name] = calendar;
        var problems = calendars.SelectMany(file => file.Problems).ToList();
        var workflows = new List<DefinedWorkflow>();
        var owners = new Dictionary<WorkflowId, string>();
        var templates = new Dictionary<string, (DefinitionFile File, TemplateDefinition Template)>(StringComparer.Ordinal);
        foreach (var file in sorted.Where(file => !CalendarParser.IsCalendar(file.Text)))
        {
            var read = DefinitionParser.ReadFile(file.Text, file.Path, context with { Calendars = known });
            problems.AddRange(read.Workflow.Problems);
            if (read.Template is { } template && !templates.TryAdd(template.Id, (file, template)))
                problems.Add(TakenId(new WorkflowId(template.Id), templates[template.Id].File.Path, file.Path));
            if (read.IsTemplate || read.Workflow.ValueOrDefault is not { } workflow)
                continue;
            if (owners.TryAdd(workflow.Id, file.Path))
                workflows.Add(new DefinedWorkflow(file, workflow));
            else
                problems.Add(TakenId(workflow.Id, owners[workflow.Id], file.Path));
        }

        foreach (var strategy in strategies)
        {
            if (templates.TryGetValue(strategy.Template, out var from) && StrategyResolver.Make(from.Template, strategy, context with { Calendars = known }).Workflow is { IsOk: true } made)
                workflows.Add(new DefinedWorkflow(from.File, made.Value));
            else
                problems.Add(new Problem(ProblemCodes.TemplateNotFound, $"Strategy '{strategy.Id}' cannot be made of template '{strategy.Template}' in these files; what it made last runs on.", Severity: ProblemSeverity.Warning));
        }

        return new DefinitionFolder(workflows, problems);
    }

    /// <summary>Two files define one workflow.</summary>
    public static Problem TakenId(WorkflowId id, string owner, string path) => new(
        ProblemCodes.Duplicate, $"The workflow id '{id}' is taken by '{owner}'.", new SourceLocation(path, 1, 1), "Give this file an id of its own.");
}
