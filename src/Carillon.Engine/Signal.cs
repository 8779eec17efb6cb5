namespace Carillon.Engine;

/// <summary>A wake-up that is remembered until somebody waits. Several before one wait count as one. Thread safe; one waiter.</summary>
internal sealed class Signal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();

    public void Set()
    {
        lock (_gate)
            _next.TrySetResult();
    }

    /// <summary>Waits for the signal or for <paramref name="longest"/>. True when it was the signal. Returns false on stop.</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        TaskCompletionSource current;
        lock (_gate)
            current = _next;
        if (!current.Task.IsCompleted)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(current.Task, Task.Delay(longest, time, cancel.Token));
            await cancel.CancelAsync();
        }
        if (!current.Task.IsCompleted)
            return false;
        lock (_gate)
            _next = New();
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
