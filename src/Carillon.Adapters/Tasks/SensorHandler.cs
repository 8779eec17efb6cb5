using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Tasks;

/// <summary>The base of sensors: pokes until the condition holds, and knows nothing of what the condition is.</summary>
/// <typeparam name="TInput">What <c>with</c> holds.</typeparam>
/// <typeparam name="TOutput">The output once the condition holds.</typeparam>
/// <param name="name">What stands after <c>uses</c>.</param>
/// <param name="summary">One sentence: what it waits for.</param>
/// <param name="group">The group it is listed under.</param>
/// <param name="connections">The kinds of connection that its input <c>connection</c> may name; null for none.</param>
public abstract class SensorHandler<TInput, TOutput>(string name, string summary, string group = "built in", IReadOnlyList<string>? connections = null)
    : TaskHandler<TInput, TOutput>(name, summary, group, isSensor: true, connections)
    where TInput : SensorInput
    where TOutput : class
{
    /// <summary>Looks once: the output when the condition holds, else null.</summary>
    /// <exception cref="TaskFailedException">Class <c>input</c> fails the task, as does one that cannot be tried again; any other counts as "not yet" and is logged.</exception>
    protected abstract Task<TOutput?> PokeAsync(TInput input, TaskContext context, CancellationToken cancellationToken);

    /// <summary>How long until the next poke is worth making. Default: the interval.</summary>
    /// <param name="input">The input.</param>
    /// <param name="context">The attempt.</param>
    /// <param name="now">Now.</param>
    protected virtual Duration NextPokeAfter(TInput input, TaskContext context, Instant now)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Interval;
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Check(TInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Interval <= Duration.Zero ? ["'interval' must be longer than nothing"] : [];
    }

    /// <inheritdoc/>
    protected sealed override async Task<TaskResult> RunAsync(TInput input, TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Heartbeat();
            if (await LookAsync(input, context, cancellationToken) is { } output) return Done(output);

            var now = Instant.FromDateTimeOffset(context.Time.GetUtcNow());
            var after = NextPokeAfter(input, context, now);
            if (input.Timeout is { } timeout)
            {
                var rest = context.FirstReadyAt + timeout - now;
                if (rest <= Duration.Zero) return TimedOut(input, timeout);
                after = Duration.Min(after, rest);
            }

            if (input.Mode == SensorMode.Reschedule) return new TaskResult.PokeAgain(after);
            await Task.Delay(after.ToTimeSpan(), context.Time, cancellationToken);
        }
    }

    private async Task<TOutput?> LookAsync(TInput input, TaskContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await PokeAsync(input, context, cancellationToken);
        }
        catch (TaskFailedException failure) when (failure.Error is { Retryable: true } and not { Class: ErrorClasses.Input })
        {
            context.Log.Line($"not yet: {failure.Error.Message}");
            context.Failed(failure.Error);
            return null;
        }
    }

    private TaskResult TimedOut(TInput input, Duration timeout)
    {
        var message = $"{Type.Name} waited {DurationText.Format(timeout)} in vain";
        return input.SoftFail
            ? new TaskResult.Skipped(message)
            : throw TaskFailures.Timeout(message);
    }
}
