using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Templates;
using Carillon.Core.Schedules;
using Carillon.Engine.History;

namespace Carillon.Engine.Definitions;

/// <summary>
/// The catalog's entries of strategies. One that no longer fits its template, or whose template is gone or broken, keeps its last good version and is listed with
/// the problem. Made anew only when the strategy or its template has changed.
/// </summary>
internal sealed class StrategyEntries(DefinitionStore store)
{
    private Dictionary<WorkflowId, Made> _made = [];

    /// <summary>The entries, in the order of the strategies, and whether one of them differs from the last time.</summary>
    /// <param name="strategies">All of them.</param>
    /// <param name="templates">The templates by id.</param>
    /// <param name="context">What they are read against.</param>
    /// <param name="calendarsWithGone">The calendars that last good versions are read against.</param>
    /// <param name="anew">True when calendars have changed: every strategy is made anew.</param>
    public (IReadOnlyList<CatalogEntry> Entries, bool Changed) Make(
        IReadOnlyList<StrategyRecord> strategies,
        IReadOnlyDictionary<string, CatalogEntry> templates,
        DefinitionContext context,
        Func<IReadOnlyDictionary<string, BusinessCalendar>> calendarsWithGone,
        bool anew)
    {
        var before = _made;
        var made = new Made[strategies.Count];
        // As the catalog reads files: not one thread more than there are cores.
        Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            made[i] = Make(strategies[i], templates.GetValueOrDefault(strategies[i].Template), before.GetValueOrDefault(strategies[i].Id), context, calendarsWithGone, anew));
        _made = made.ToDictionary(m => m.Entry.Strategy!.Id);
        var changed = before.Count != _made.Count || _made.Any(m => !before.TryGetValue(m.Key, out var old) || !ReferenceEquals(old, m.Value));
        return ([.. made.Select(m => m.Entry)], changed);
    }

    private Made Make(
        StrategyRecord strategy, CatalogEntry? template, Made? before, DefinitionContext context, Func<IReadOnlyDictionary<string, BusinessCalendar>> calendarsWithGone, bool anew)
    {
        if (!anew && before is not null && before.Entry.Strategy!.Revision == strategy.Revision && ReferenceEquals(before.Template, template))
            return before;
        var path = CatalogEntry.PathOf(strategy.Id);
        var usable = template is { Stale: false, Template: not null };
        var made = usable ? StrategyResolver.Make(template!.Template!, strategy.Definition, context) : null;
        if (made is { Workflow.IsOk: true })
            return Of(made.Workflow.Value, made.Yaml, [.. made.Workflow.Problems.Select(Named)], stale: false);
        var (good, text) = before is { Good: not null } ? (before.Good, before.Entry.Text) : store.LastGood(path, context with { Calendars = calendarsWithGone() });
        return Of(good, text, made is null ? [Unusable(strategy, template)] : [.. made.Workflow.Problems.Select(Named)], stale: true);

        Made Of(WorkflowDefinition? workflow, string yaml, IReadOnlyList<Problem> problems, bool stale) =>
            new(template, workflow, new CatalogEntry(path, yaml, workflow is null ? null : Switched(workflow, strategy.Enabled), problems, stale) { Strategy = strategy });

        Problem Named(Problem problem) => problem with { Message = $"Strategy '{strategy.Id}': {problem.Message}" };
    }

    private static Problem Unusable(StrategyRecord strategy, CatalogEntry? template) => template is null
        ? new Problem(ProblemCodes.TemplateNotFound, $"Strategy '{strategy.Id}': there is no template '{strategy.Template}' any more.", Suggestion: "Put its file back, or delete the strategy. What it made last runs on.")
        : new Problem(ProblemCodes.TemplateNotFound, $"Strategy '{strategy.Id}': its template '{strategy.Template}' has errors.", new SourceLocation(template.Path, 1, 1), "Mend the template. What it made last runs on.");

    // The switch is the strategy's and no part of the version: it holds for the last good version as well.
    public static WorkflowDefinition Switched(WorkflowDefinition workflow, bool enabled) => enabled ? workflow : workflow with
    {
        Schedules = [.. workflow.Schedules.Select(schedule =>
        {
            var content = schedule.Content;
            content["enabled"] = false;
            return schedule with { Enabled = false, ContentText = content.ToJsonString() };
        })],
    };

    /// <summary>An entry, and what it was made of.</summary>
    /// <param name="Template">What it was made of.</param>
    /// <param name="Good">The last good version, its schedules as the template has them.</param>
    /// <param name="Entry">What is listed.</param>
    private sealed record Made(CatalogEntry? Template, WorkflowDefinition? Good, CatalogEntry Entry);
}
