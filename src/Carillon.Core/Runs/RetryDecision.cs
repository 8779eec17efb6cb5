using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>What follows from a failed attempt: another one at <paramref name="RetryAt"/>, or the end with <paramref name="Error"/>.</summary>
/// <param name="RetryAt">When the next attempt may be queued; null when the task has failed for good.</param>
/// <param name="Error">The error to show; the attempt's own, or what it amounts to.</param>
internal readonly record struct RetryDecision(Instant? RetryAt, TaskError Error)
{
    /// <summary>A task that takes its node with it is started so often in all, whatever its policy says.</summary>
    public const int ClaimsBeforeQuarantine = 12;

    /// <summary>Decides. The delay follows from <paramref name="idempotencyKey"/> and <paramref name="attempt"/>, so every node decides alike.</summary>
    public static RetryDecision After(TaskDefinition task, string idempotencyKey, int attempt, TaskError error, Instant at)
    {
        var policy = task.Retry;
        var lost = error.Class == ErrorClasses.Lost;
        if (!error.Retryable || error.Class == ErrorClasses.Input)
            return new(null, error);
        var named = policy.On is null || policy.On.Contains(error.Class);
        var allowed = named ? policy.MaxAttempts : 1;
        if (lost)
            allowed = Math.Max(allowed, ClaimsBeforeQuarantine);
        if (attempt >= allowed)
            return new(null, lost ? Quarantined(error, attempt) : error);
        if (!task.Idempotent && !IsRefusal(error.Class))
            return new(null, Unasked(error));
        return new(at + Delay(policy, idempotencyKey, attempt, error.RetryAfter), error);
    }

    private static Duration Delay(RetryPolicy policy, string idempotencyKey, int attempt, Duration? retryAfter)
    {
        var delay = policy.Backoff == Backoff.Fixed ? policy.Initial : Exponential(policy, idempotencyKey, attempt);
        return retryAfter is { } asked && asked > delay ? asked : delay;
    }

    private static Duration Exponential(RetryPolicy policy, string idempotencyKey, int attempt)
    {
        // Beyond 2^40 every ceiling is the cap, and the product stays within what a Duration holds.
        var ceiling = Math.Min(policy.Max.TotalSeconds, policy.Initial.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 40)));
        var seconds = ceiling * StableHash.Fraction(idempotencyKey, attempt);
        // Whole microseconds, as they are stored.
        return Duration.FromTicks((long)(seconds * 1_000_000) * 10);
    }

    // The remote side said no before it did anything: only then is a second try of a non-idempotent task safe.
    private static bool IsRefusal(string errorClass) => errorClass is ErrorClasses.RateLimit or ErrorClasses.Client;

    private static TaskError Unasked(TaskError error) => error with
    {
        Message = $"{error.Message} The task is marked 'idempotent: false': whether this attempt went through must be asked of the remote side before it is run again.",
        Retryable = false,
    };

    private static TaskError Quarantined(TaskError error, int attempt) => new(
        ProblemCodes.Quarantined,
        ErrorClasses.Lost,
        $"Quarantined: attempt {attempt} was lost with its node, and it is not tried again. {error.Message}",
        Retryable: false);
}
