namespace Carillon.Core.Definitions.Expressions;

/// <summary>The names that expressions begin with.</summary>
public static class ExpressionRoots
{
    /// <summary>Every name or path with its meaning, in the order of the guide.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } =
    [
        ("input", "The run's input, defaults filled in; every field that the workflow declares is there."),
        ("parameters.<name>", "In a template: the strategy's parameter, filled in before anything else is read."),
        ("tasks.<id>.output", "The output of a task that this one needs, directly or through others; null when it has none."),
        ("tasks.<id>.status", "Its status: `succeeded`, `failed`, `skipped` …"),
        ("tasks.<id>.error", "Its error with `code`, `class` and `message`, or null."),
        ("secrets.<name>", "In `with`: the [secret](secrets.md) of that name, read when the attempt begins. It is stored and shown nowhere: what comes of it is `***`."),
        ("run.id", "The run's id."),
        ("run.workflow", "The workflow's id."),
        ("run.trigger", "Why the run exists: `schedule`, `manual`, `backfill`, `api`, `test` or `retry`."),
        ("run.nominal", "The scheduled time as an instant, `2026-01-05T21:30:00Z`; for a run without a schedule, the time it was made."),
        ("run.created", "When the run was made, as an instant."),
        ("run.window.start", "The start of the run's [data window](windows.md) with the zone's offset, `2026-03-02T00:00:00-05:00`. `run.window` is null when no schedule of the workflow has a `window`."),
        ("run.window.end", "Its end, exclusive, likewise."),
        ("run.window.start_date", "The local date of the start, `2026-03-02`."),
        ("run.window.end_date", "The local date of the end: for a window of whole days the first day after it."),
        ("run.window.last_date", "The last local date in it, for systems whose ranges are inclusive."),
        ("run.identity", "What idempotency keys begin with: the same for a retry of the run."),
        ("item", "In a task with `for_each`: the item."),
        ("index", "In a task with `for_each`: the item's place, from 0."),
        ("output", "In `outputs`: the task's own output."),
        ("error", "In `on_failure`: the run's error with `code`, `class` and `message`."),
    ];

    /// <summary>What may follow <c>run.</c></summary>
    public static IReadOnlyList<string> RunParts { get; } = [.. Parts("run.").Select(part => part.Split('.')[0]).Distinct()];

    /// <summary>What may follow <c>run.window.</c></summary>
    public static IReadOnlyList<string> WindowParts { get; } = Parts("run.window.");

    /// <summary>What may follow <c>tasks.&lt;id&gt;.</c></summary>
    public static IReadOnlyList<string> TaskParts { get; } = Parts("tasks.<id>.");

    private static string[] Parts(string prefix) =>
        [.. All.Where(r => r.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(r => r.Name[prefix.Length..])];
}
