using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>Why an attempt is being stopped.</summary>
internal enum StopReason
{
    Canceled,
    TimedOut,
    Released,
}

/// <summary>An attempt that this process is carrying out: its token, its timers, its folder.</summary>
internal sealed class LiveAttempt : IDisposable
{
    private static readonly Duration LongestTimer = Duration.FromDays(49);
    private readonly CancellationTokenSource _stop = new();
    private readonly EngineOptions _options;
    private readonly Lock _gate = new();
    private ITimer? _timeout;
    private ITimer? _heartbeat;
    private string? _folder;
    private bool _disposed;

    public LiveAttempt(ClaimedAttempt claim, EngineOptions options, TaskLog log)
    {
        (Claim, _options, Log) = (claim, options, log);
    }

    public ClaimedAttempt Claim { get; }

    public TaskLog Log { get; }

    /// <summary>The connection that it uses; null for none.</summary>
    public string? Connection { get; set; }

    /// <summary>True when it tries whether the connection is back.</summary>
    public bool IsProbe { get; set; }

    /// <summary>The last failure that its handler made nothing of; null for none.</summary>
    public TaskError? Passed { get; private set; }

    public CancellationToken Token => _stop.Token;

    /// <summary>Why it is being stopped; null while it is not.</summary>
    public StopReason? Reason { get; private set; }

    public string ReasonText { get; private set; } = "";

    /// <summary>The span of the attempt as <c>traceparent</c> has it; null while nobody listens.</summary>
    public string? TraceParent { get; set; }

    /// <summary>Completes once the result has been reported.</summary>
    public TaskCompletionSource Ended { get; } = new();

    /// <summary>True once its handler was called.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>
    /// To be asked before the handler is called; false when it is to be stopped already, and then nothing of it happens. A node that was held up on the way here, frozen or without its
    /// database, may have lost the claim meanwhile, before its guard could say so: then it goes back into the queue, uncounted.
    /// </summary>
    public bool Begin()
    {
        if (_options.IsShared && Claim.Row.ClaimedAt is { } claimedAt && _options.Time.Now() - claimedAt > _options.Lease * LeaseLoop.Safe)
            Stop(StopReason.Released, "it was held up before it could begin, and its claim may be over");
        lock (_gate)
            return HasBegun = Reason is null;
    }

    public void Stop(StopReason reason, string text)
    {
        lock (_gate)
        {
            if (Reason is not null || _disposed)
                return;
            (Reason, ReasonText) = (reason, text);
        }
        Log.Line($"stopping: {text}");
        // Off this thread: a handler's cancel callback may take its time.
        _ = _options.Start(Cancel);
    }

    private void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended in between.
        }
    }

    public void Watch(Duration? timeout, Duration? heartbeat)
    {
        if (timeout is { } most && most < LongestTimer)
            _timeout = Timer(most, $"the attempt took longer than its timeout of {Text(most)}");
        if (heartbeat is { } silence)
            _heartbeat = Timer(silence, $"the task gave no heartbeat for {Text(silence)}");
        HeartbeatFor = heartbeat;
    }

    private Duration? HeartbeatFor { get; set; }

    /// <summary>The handler's result; once stopping, no longer than the grace.</summary>
    public async Task<TaskResult> WaitAsync(Task<TaskResult> work)
    {
        if (work.IsCompleted)
            return await work;
        var stopped = new TaskCompletionSource();
        await using var registration = _stop.Token.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), stopped);
        if (await Task.WhenAny(work, stopped.Task) != work && await Task.WhenAny(work, _options.PauseAsync(_options.StopGrace.ToTimeSpan())) != work)
        {
            Log.Line($"the task did not stop within {Text(_options.StopGrace)}; it is given up");
            throw new TimeoutException();
        }
        return await work;
    }

    public TaskContext Context(AttemptInput input)
    {
        var (row, run) = (Claim.Row, Claim.Run);
        var task = run.Tasks[row.Key];
        return new TaskContext
        {
            Project = run.Project,
            WorkflowId = run.Definition.Id,
            RunId = run.Id,
            Key = row.Key,
            Attempt = row.Number,
            Pokes = task.Pokes,
            FirstReadyAt = task.ReadyAt ?? row.ReadyAt,
            IdempotencyKey = run.IdempotencyKey(row.Key),
            NominalAt = run.NominalAt ?? run.CreatedAt,
            Input = input.Input,
            Connection = input.Connection,
            Hide = text => Log.Hide([text]),
            Failed = error => Passed = error,
            Log = Log,
            Artifacts = Log.Artifacts,
            MakeWorkFolder = MakeFolder,
            BaseFolder = _options.BaseFolder,
            Time = _options.Time,
            Heartbeat = Beat,
            TraceParent = TraceParent,
        };
    }

    private void Beat()
    {
        if (HeartbeatFor is { } silence)
            _heartbeat?.Change(silence.ToTimeSpan(), Timeout.InfiniteTimeSpan);
    }

    private string MakeFolder()
    {
        var row = Claim.Row;
        _folder = Path.Combine(_options.WorkFolder, $"{row.Run}-{row.Id}-{row.Fence}");
        Directory.CreateDirectory(_folder);
        return _folder;
    }

    public void RemoveFolder()
    {
        try
        {
            if (_folder is not null && Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Line($"the work folder could not be removed: {e.Message}");
        }
    }

    private ITimer Timer(Duration after, string text) =>
        _options.Time.CreateTimer(_ => Stop(StopReason.TimedOut, text), state: null, after.ToTimeSpan(), Timeout.InfiniteTimeSpan);

    private static string Text(Duration duration) => TimeText.Of(duration);

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _timeout?.Dispose();
        _heartbeat?.Dispose();
        _stop.Dispose();
        Ended.TrySetResult();
    }
}
