using Carillon.Core.Runs;

namespace Carillon.Core.Definitions.Schema;

/// <summary>
/// The table of the language: every key with its kind, default and meaning. The parser's checks, the JSON Schema and the reference page are made of it,
/// so a key is described here and nowhere else.
/// </summary>
internal static class WorkflowKeys
{
    public static readonly TextSpec Text = new();

    public static readonly IdSpec Id = new();

    public static readonly DurationSpec PositiveDuration = new();

    private static readonly ObjectSpec RetryObject = new(
        "retry", "retry", "How failures are tried again. In short a number: so many attempts in all.",
        new("max_attempts", new IntegerSpec(1, 1000), "Attempts in all, the first included.", Required: true),
        new("backoff", new ChoiceSpec("exponential", "fixed"), "`exponential` doubles the delay from `initial` to `max` with full jitter; `fixed` always waits `initial`.", Default: "exponential"),
        new("initial", new DurationSpec(AllowZero: true), "The first delay, for `exponential` its ceiling.", Default: "10s"),
        new("max", new DurationSpec(AllowZero: true), "The largest delay.", Default: "5m"),
        new("on", new ListSpec(new ChoiceSpec([.. ErrorClasses.All]), OrOne: true), "Error classes that are tried again; every one that trying again can help, when left out."));

    public static readonly EitherSpec Retry = new(new IntegerSpec(1, 1000), RetryObject);

    private static readonly ObjectSpec ForEachObject = new(
        "for_each", "for_each", "A fan-out with a limit.",
        new("items", new EitherSpec(new ExpressionSpec(), new ListSpec(new AnySpec("any value"))), "The list: an expression, or its items.", Required: true),
        new("max_parallel", new IntegerSpec(1), "How many of its task runs are ready or running at once; no limit when left out."));

    // What tasks and hooks have in common.
    private static readonly KeySpec[] Step =
    [
        new("with", new AnySpec("a mapping as the task type describes it", IsMapping: true), "The input; text in it may hold `${{ expressions }}`. See [expressions](../guide/expressions.md)."),
        new("if", new ExpressionSpec(), "Runs the task only when this is true. Joined with `success()` unless it asks for the status itself."),
        new("retry", Retry, "How failures are tried again; one attempt when left out here and in `defaults`."),
        new("timeout", PositiveDuration, "How long one attempt may take."),
        new("heartbeat_timeout", PositiveDuration, "How long an attempt may go without a sign of life from its task type."),
        new("pool", Text, "The pool of which each attempt takes a slot; one of `pools`."),
        new("priority", new IntegerSpec(-1000, 1000), "Higher first among ready attempts.", Default: "0"),
        new("outputs", new MapSpec(new ExpressionSpec(), "names"), "Named outputs over `output`, added to the task's own output."),
        new("cost", new AmountSpec(), "The cost of one attempt, in the currency of the installation."),
        new("idempotent", new BooleanSpec(), "`false`: never run twice without asking the remote side first.", Default: "true"),
        new("effects", new ChoiceSpec("irreversible"), "`irreversible`: what it does cannot be undone (orders, mails). A missed occurrence of a workflow with such a task does not run late until somebody approves it."),
    ];

    public static readonly ObjectSpec Task = new(
        "task", "task", "One step.",
        [
            new("id", Id, "The id, unique within the file.", Required: true),
            new("uses", Text, "The task type.", Required: true),
            .. Step[..1],
            new("needs", new ListSpec(Text, OrOne: true), "Ids of tasks that must have ended before this one."),
            .. Step[1..],
            new("continue_on_error", new BooleanSpec(), "`true`: a failure does not fail the run, and what needs this task goes on.", Default: "false"),
            new("for_each", new EitherSpec(new ExpressionSpec(), new ListSpec(new AnySpec("any value")), ForEachObject), "Runs the task once for each item of a list; within it, `item` is the item and `index` its place from 0."),
        ]);

    public static readonly HookSpec Hook = new(new ObjectSpec(
        "hook", "hook", "A task of `on_success` or `on_failure`. It runs after all ordinary tasks and may look at all of them.",
        [
            new("id", Id, "The id, unique within the file; `on_failure_1` and so on when left out."),
            new("uses", Text, "The task type.", Required: true),
            .. Step,
        ]));

    private static readonly ObjectSpec Defaults = new(
        "defaults", "defaults", "What tasks have that do not say otherwise.",
        [.. Step.Where(k => k.Name is "retry" or "timeout" or "heartbeat_timeout" or "pool" or "priority")]);

    private static readonly ObjectSpec Cost = new(
        "cost", "cost", "What a run costs on top of what its tasks say and report, in the currency of the installation. Added once, when a run that has started ends. See [costs](../guide/costs.md).",
        new("per_run", new AmountSpec(), "For every run.", Default: "0"),
        new("per_row", new AmountSpec(), "For every row that the run's own tasks report.", Default: "0"));

    public static readonly ObjectSpec InputField = new(
        "input_field", "input field", "One field of the run's input.",
        new("type", new ChoiceSpec("string", "integer", "number", "boolean", "array", "object"), "What it takes.", Default: "string"),
        new("default", new AnySpec("any value of the type"), "The value when a run gives none."),
        new("required", new BooleanSpec(), "Whether a run must give it. A field with a default is never required; one that is not required and not given is null.", Default: "false"),
        new("minimum", new NumberSpec(), "Smallest number, inclusive."),
        new("maximum", new NumberSpec(), "Largest number, inclusive."),
        new("enum", new ListSpec(new AnySpec("any value of the type"), Least: 1), "The values allowed."),
        new("pattern", Text, "A regular expression (without look-around and back references) that text must match somewhere."),
        new("description", Text, "What it means."));

    public static readonly ObjectSpec Pool = new(
        "pool", "pool", "A pool with more to say than its limit.",
        new("limit", new IntegerSpec(1, 100_000), "How many attempts at once.", Required: true),
        new("shared", new BooleanSpec(), "In a template: `true` makes it one pool of all files and strategies that name it, `false` one for each strategy.", Default: "false"));

    public static readonly ObjectSpec Workflow = new(
        "workflow", "workflow", "The whole file.",
        new("id", Id, "The id, unique within the project.", Required: true),
        new("name", Text, "The name people read, in any script.", Default: "the id"),
        new("description", Text, "What it is for."),
        new("tags", new ListSpec(Text), "Labels for filters."),
        new("owner", Text, "Whose it is."),
        new("kind", new ChoiceSpec("workflow", "template", "calendar"), "What the file defines. A template runs nothing by itself; [strategies](../guide/strategies.md) are made of it. A [calendar file](#calendar-file) has keys of its own.", Default: "workflow"),
        new("engine", new ChoiceSpec("embedded") { Planned = ["temporal", "airflow"] }, "What carries the runs out.", Default: "embedded"),
        new("input", new MapSpec(InputField, "field names"), "The fields that a run's input may have."),
        new("schedule", ScheduleKeys.Schedule, "When it runs. A workflow without one runs by hand only."),
        new("schedules", new ListSpec(ScheduleKeys.Schedule), "Several schedules, each with an `id`, in place of `schedule`."),
        new("defaults", Defaults, "What tasks have that do not say otherwise."),
        new("pools", new MapSpec(new EitherSpec(new IntegerSpec(1, 100_000), Pool), "pool names"), "How many attempts may run at once in each pool, over all runs. The same name in several files is one pool, with the smallest limit. A template's pools are its strategies' own."),
        new("max_concurrent_runs", new IntegerSpec(1, 100_000), "How many of its runs run at once; further ones wait."),
        new("runs_on", Id, "A tag: its tasks run only on nodes that were started with it (`carillon serve --node-tags`).", Default: "any node"),
        new("timeout", PositiveDuration, "How long a run may take from its start."),
        new("cost", Cost, "What its runs cost on top of what their tasks say and report."),
        new("tasks", new ListSpec(Task, Least: 1), "The steps, in any order; `needs` decides.", Required: true),
        new("on_success", new ListSpec(Hook), "Steps after a run in which nothing failed. Their result never changes the run's."),
        new("on_failure", new ListSpec(Hook), "Steps after a run that failed. Their result never changes the run's."),
        new("notify", NotifyKeys.Notify, "Who is told of what becomes of its runs and schedules. In short the channel's name. See [notifications](../guide/notifications.md)."),
        new("tests", new ListSpec(ScheduleTestKeys.Test), "What its schedules are expected to do; `carillon test` holds them to it."),
        new("parameters", new MapSpec(InputField, "names"), "Of a template: what its strategies give. `${{ parameters.name }}` may stand in any value of the file."),
        new("tracking", Text, "Where runs are tracked.", Planned: true));

    /// <summary>Every mapping with known keys, in the order of the reference page.</summary>
    public static readonly ObjectSpec[] All =
        [Workflow, InputField, Task, Hook.Full, RetryObject, ForEachObject, Defaults, Pool, Cost, NotifyKeys.Entry, .. ScheduleKeys.All, .. ScheduleTestKeys.All];
}
