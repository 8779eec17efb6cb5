namespace Carillon.Core.Runs;

/// <summary>The one place where statuses and triggers become text and text becomes them: in SQL, JSON, expressions and documents. Lower case with underscores.</summary>
public static class StatusText
{
    private static readonly string[] Task =
        ["pending", "ready", "running", "retry_wait", "poke_wait", "succeeded", "failed", "skipped", "upstream_failed", "canceled"];

    private static readonly string[] Run = ["pending", "running", "canceling", "completed", "failed", "canceled"];

    private static readonly string[] Trigger = ["schedule", "manual", "backfill", "api", "test", "retry"];

    /// <summary>The text of a task's status.</summary>
    public static string Of(TaskStatus status) => Task[(int)status];

    /// <summary>The text of a run's status.</summary>
    public static string Of(RunStatus status) => Run[(int)status];

    /// <summary>The text of a trigger.</summary>
    public static string Of(RunTrigger trigger) => Trigger[(int)trigger];

    /// <summary>The task status that <see cref="Of(TaskStatus)"/> writes so.</summary>
    /// <exception cref="FormatException">No status has that text.</exception>
    public static TaskStatus ParseTask(string text) => (TaskStatus)Place(Task, text);

    /// <summary>The run status that <see cref="Of(RunStatus)"/> writes so.</summary>
    /// <exception cref="FormatException">No status has that text.</exception>
    public static RunStatus ParseRun(string text) => (RunStatus)Place(Run, text);

    /// <summary>The trigger that <see cref="Of(RunTrigger)"/> writes so.</summary>
    /// <exception cref="FormatException">No trigger has that text.</exception>
    public static RunTrigger ParseTrigger(string text) => (RunTrigger)Place(Trigger, text);

    /// <summary>True for a status that nothing leaves.</summary>
    public static bool IsEnded(this TaskStatus status) => status >= TaskStatus.Succeeded;

    /// <summary>True for a status that nothing leaves.</summary>
    public static bool IsEnded(this RunStatus status) => status >= RunStatus.Completed;

    /// <summary>True when the task run has an attempt in the queue: ready or running.</summary>
    public static bool IsLive(this TaskStatus status) => status is TaskStatus.Ready or TaskStatus.Running;

    private static int Place(string[] texts, string text) =>
        Array.IndexOf(texts, text) is >= 0 and var place ? place : throw new FormatException($"'{text}' is none of {string.Join(", ", texts)}.");
}
