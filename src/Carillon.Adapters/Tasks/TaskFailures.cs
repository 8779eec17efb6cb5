using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Tasks;

/// <summary>The failures that task types speak of, each with its code, class and whether trying again can help.</summary>
public static class TaskFailures
{
    /// <summary>The input does not fit. Never retried.</summary>
    public static TaskFailedException Input(string message) => Of(ProblemCodes.InvalidInput, ErrorClasses.Input, message, retryable: false);

    /// <summary>A file that cannot be read or written as asked. Never retried.</summary>
    public static TaskFailedException File(string message) => Of(ProblemCodes.FileUnreadable, ErrorClasses.Input, message, retryable: false);

    /// <summary>The network or the remote side could not be reached.</summary>
    public static TaskFailedException Network(string message) => Of(ProblemCodes.TaskFailed, ErrorClasses.Network, message, retryable: true);

    /// <summary>A time limit of the task's own input passed.</summary>
    public static TaskFailedException Timeout(string message) => Of(ProblemCodes.ExecutionTimeout, ErrorClasses.Timeout, message, retryable: true);

    /// <summary>The remote side failed.</summary>
    public static TaskFailedException Server(string message, Duration? retryAfter = null) =>
        new(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Server, message, Retryable: true, retryAfter));

    /// <summary>The remote side refused. Never retried unless <paramref name="retryable"/>.</summary>
    public static TaskFailedException Client(string message, bool retryable = false) =>
        Of(ProblemCodes.TaskFailed, ErrorClasses.Client, message, retryable);

    /// <summary>What came back was not what the task demands.</summary>
    public static TaskFailedException Assertion(string message) => Of(ProblemCodes.TaskFailed, ErrorClasses.Assertion, message, retryable: true);

    /// <summary>The output would be larger than 1 MiB. Never retried.</summary>
    public static TaskFailedException TooLarge(string message) => Of(ProblemCodes.OutputTooLarge, ErrorClasses.Assertion, message, retryable: false);

    private static TaskFailedException Of(string code, string @class, string message, bool retryable) =>
        new(new TaskError(code, @class, message, retryable));
}
