namespace Carillon.Engine;

/// <summary>How an engine's code begins work and waits: always through its options, so that a simulation decides the order of everything.</summary>
internal static class EngineWork
{
    /// <summary>Begins work that goes on beside the caller.</summary>
    public static Task<T> Start<T>(this EngineOptions options, Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, options.Scheduler).Unwrap();

    /// <summary>The same without a result.</summary>
    public static Task Start(this EngineOptions options, Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, options.Scheduler).Unwrap();

    /// <summary>The same for work that never waits.</summary>
    public static Task Start(this EngineOptions options, Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, options.Scheduler);

    /// <summary>Waits so long by the engine's clock, on stop no longer. Never throws.</summary>
    public static async Task PauseAsync(this EngineOptions options, TimeSpan length, CancellationToken stop = default) =>
        await Task.Delay(length, options.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
}
