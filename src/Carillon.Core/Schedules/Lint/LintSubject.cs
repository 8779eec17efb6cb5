using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A schedule as lint looks at it. Immutable.</summary>
/// <param name="Spec">The "when".</param>
/// <param name="Now">From here on dates are looked at; what is before it is past.</param>
public sealed record LintSubject(ScheduleSpec Spec, Instant Now)
{
    /// <summary>The largest delay. Zero for none.</summary>
    public Duration Jitter { get; init; }

    /// <summary>What happens when runs meet.</summary>
    public OverlapPolicy OverlapPolicy { get; init; }

    /// <summary>What runs after downtime.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.Default;

    /// <summary>True when the file names no zone, so that the server's counts.</summary>
    public bool ZoneLeftOut { get; init; }

    /// <summary>The task types that the workflow uses; empty when they are not known.</summary>
    public IReadOnlyCollection<string> TaskTypes { get; init; } = [];

    /// <summary>A schedule of a workflow, looked at anew.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="schedule">One of its schedules.</param>
    /// <param name="now">From here on.</param>
    public static LintSubject Of(WorkflowDefinition workflow, ScheduleDefinition schedule, Instant now) =>
        Of(schedule, now) with { TaskTypes = [.. workflow.Tasks.Select(task => task.Uses).Distinct(StringComparer.Ordinal)] };

    /// <summary>A schedule whose workflow does not matter.</summary>
    /// <param name="definition">What the file says.</param>
    /// <param name="now">From here on.</param>
    public static LintSubject Of(ScheduleDefinition definition, Instant now) => new(definition.Spec, now)
    {
        Jitter = definition.Jitter,
        OverlapPolicy = definition.OverlapPolicy,
        CatchUp = definition.CatchUp,
        ZoneLeftOut = !definition.Content.ContainsKey("timezone"),
    };
}
