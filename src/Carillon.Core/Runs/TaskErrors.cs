using Carillon.Core.Definitions;

namespace Carillon.Core.Runs;

/// <summary>The errors that the planner itself finds.</summary>
internal static class TaskErrors
{
    public static TaskError Expression(string what, IReadOnlyList<Problem> problems) =>
        Expression($"{what}: {string.Join(" ", problems.Select(problem => problem.Message))}");

    public static TaskError Expression(string message) =>
        new(ProblemCodes.ExpressionFailed, ErrorClasses.Input, message, Retryable: false);

    public static TaskError SensorTimeout(TaskDefinition task, int pokes) => new(
        ProblemCodes.ExecutionTimeout,
        ErrorClasses.Timeout,
        $"The condition of '{task.Id}' did not hold within {TimeText.Of(task.Timeout!.Value)} ({pokes} pokes).",
        Retryable: false);

    public static TaskError RunTimeout(WorkflowDefinition workflow) => new(
        ProblemCodes.ExecutionTimeout,
        ErrorClasses.Timeout,
        $"The run took longer than its timeout of {TimeText.Of(workflow.Timeout!.Value)}.",
        Retryable: false);

    /// <summary>The error of a run: that of the task that failed first, which it names.</summary>
    public static TaskError OfRun(TaskRunState first) => first.Error is { } error
        ? error with { Message = $"Task '{first.Key}' failed: {error.Message}", Retryable = false, RetryAfter = null }
        : new TaskError(ProblemCodes.Canceled, ErrorClasses.Unexpected, $"Task '{first.Key}' was canceled.", Retryable: false);

    /// <summary>The error of a fan-out: that of the first item that failed.</summary>
    public static TaskError OfFanOut(TaskRunState item, int failed, int count)
    {
        var error = item.Error ?? new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Unexpected, "It failed.");
        var others = failed == 1 ? "" : $" ({failed} of {count} items failed)";
        return error with { Message = $"Item {item.Key.Item}: {error.Message}{others}", Retryable = false, RetryAfter = null };
    }
}
