namespace Carillon.Engine;

/// <summary>A wake-up that is remembered until somebody waits. Several before one wait count as one. Thread safe; one waiter.</summary>
internal sealed class Signal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<bool>? _waiter;
    private bool _isSet;

    public void Set()
    {
        lock (_gate)
        {
            // A waiter that has just been told otherwise has not heard of this one.
            if (_waiter?.TrySetResult(true) != true)
                _isSet = true;
        }
    }

    /// <summary>Waits for the signal or for <paramref name="longest"/>. True when it was the signal. Returns false on stop.</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return true;
            }
            _waiter = waiter;
        }
        await using var timer = time.CreateTimer(End, waiter, longest, Timeout.InfiniteTimeSpan);
        await using var stopped = stop.UnsafeRegister(End, waiter);
        return await waiter.Task;
    }

    private static void End(object? waiter) => ((TaskCompletionSource<bool>)waiter!).TrySetResult(false);
}
