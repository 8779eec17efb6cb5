namespace Carillon.Core.Definitions.Schema;

/// <summary>The table of strategies, which are JSON.</summary>
internal static class StrategyKeys
{
    // The id tells schedules apart; laid over, it would make another schedule.
    private static readonly ObjectSpec Schedule = new(
        ScheduleKeys.Schedule.Name, ScheduleKeys.Schedule.Title, ScheduleKeys.Schedule.Meaning, [.. ScheduleKeys.Schedule.Keys.Where(k => k.Name != "id")]);

    private static readonly ObjectSpec Overlay = new(
        "overlay", "overlay", "What is laid over the template for good.",
        new("name", WorkflowKeys.Text, "The name people read."),
        new("description", WorkflowKeys.Text, "What it is for."),
        new("tags", new ListSpec(WorkflowKeys.Text), "Labels, in place of all others."),
        new("owner", WorkflowKeys.Text, "Whose it is."),
        new("schedule", Schedule, "Keys of the template's only schedule; null takes one away, or the schedule itself."),
        new("schedules", new MapSpec(Schedule, "schedule ids"), "The same for several schedules, by id."),
        new("input", new MapSpec(new AnySpec("any value"), "input names"), "Defaults of the input."),
        new("pools", new MapSpec(new IntegerSpec(1, 100_000), "pool names"), "Limits of pools, under their names in the template."),
        new("max_concurrent_runs", new IntegerSpec(1, 100_000), "How many of its runs run at once."),
        new("timeout", WorkflowKeys.PositiveDuration, "How long a run may take from its start."));

    public static readonly ObjectSpec Strategy = new(
        "strategy", "strategy", "A template plus parameters.",
        new("id", WorkflowKeys.Id, "The id of it and of its workflow.", Required: true),
        new("template", WorkflowKeys.Id, "The template's id.", Required: true),
        new("parameters", new AnySpec("a mapping as the template's `parameters` describe it", IsMapping: true), "What it gives."),
        new("overlay", Overlay, "What is laid over the template."),
        new("enabled", new BooleanSpec(), "The switch of its schedules.", Default: "true"),
        new("owner", WorkflowKeys.Text, "Whose it is."),
        new("tags", new ListSpec(WorkflowKeys.Text), "Labels, beside the template's."),
        new("description", WorkflowKeys.Text, "What it is for."));
}
