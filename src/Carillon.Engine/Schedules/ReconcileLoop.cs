using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.Schedules;

/// <summary>How the last reconcile went.</summary>
/// <param name="Ready">True once a pass has succeeded.</param>
/// <param name="Error">Why the last pass failed, or null. The state before it stays in force.</param>
/// <param name="CompletedAt">When the last successful pass ended.</param>
/// <param name="Changes">What the last successful pass changed.</param>
public sealed record ReconcileState(bool Ready, string? Error, NodaTime.Instant? CompletedAt, ReconcileChanges Changes)
{
    /// <summary>How long the last successful pass took.</summary>
    public TimeSpan Took { get; init; }
}

/// <summary>Keeps the stored workflows and schedules equal to the files: at start, on file change and on demand, with backoff on failure.</summary>
public sealed class ReconcileLoop : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Rescan = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly EngineOptions _options;
    private readonly Catalog _catalog;
    private readonly ScheduleReconcile _schedules;
    private readonly Database _database;
    private readonly Action _schedulesChanged;
    private readonly ScheduleFeed _feed;
    private readonly ILogger _log;
    private readonly Signal _signal = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly TaskCompletionSource _firstPass = new(TaskCreationOptions.RunContinuationsAsynchronously);
    /// <summary>A change that was read and could not be stored: the next pass sees no difference in the files, and still has to store it.</summary>
    private bool _unsaved;
    private FileSystemWatcher? _watcher;
    private volatile ReconcileState _state = new(Ready: false, Error: null, CompletedAt: null, ReconcileChanges.None);

    internal ReconcileLoop(EngineOptions options, Catalog catalog, ScheduleReconcile schedules, Database database, Action schedulesChanged, ScheduleFeed feed, ILogger log)
    {
        (_options, _catalog, _schedules, _database, _schedulesChanged, _feed, _log) = (options, catalog, schedules, database, schedulesChanged, feed, log);
    }

    /// <summary>How the last pass went.</summary>
    public ReconcileState State => _state;

    /// <summary>Completes when the first pass has ended, however it went: before, no workflow is known.</summary>
    public Task FirstPass => _firstPass.Task;

    /// <summary>One pass now. Never throws for what is wrong with files or folder; see <see cref="State"/>.</summary>
    /// <param name="mode">Whether it is a reload that undoes overrides, and whether it may delete many schedules.</param>
    public Task<ReconcileState> ReconcileAsync(ReconcileMode mode = default) => ReconcileAsync(mode, before: null);

    /// <summary>The same after <paramref name="before"/>, with no pass between the two; a fault of it is the pass's.</summary>
    internal async Task<ReconcileState> ReconcileAsync(ReconcileMode mode, Action? before)
    {
        await _one.WaitAsync();
        try
        {
            return await PassAsync(mode, before);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Makes a change that the next pass has to carry out, and the pass, with no other pass between. A change that is not ok makes none.</summary>
    internal async Task<Checked<T>> ChangeAsync<T>(Func<Task<Checked<T>>> change)
    {
        await _one.WaitAsync();
        try
        {
            var done = await change();
            // Where it cannot be carried out just now, the loop tries again.
            if (done.IsOk && (await PassAsync(default, before: null)).Error is not null)
                _signal.Set();
            return done;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ReconcileState> PassAsync(ReconcileMode mode, Action? before)
    {
        var began = _options.Time.GetTimestamp();
        _options.Meter.Reconciling(_options.Project, 1);
        try
        {
            before?.Invoke();
            _unsaved |= _catalog.Scan();
            var changed = _unsaved || mode != default;
            var changes = changed || !_state.Ready ? await _database.WriteAsync(sql => _schedules.Save(sql, _catalog.Snapshot, mode)) : _state.Changes with { Written = 0, Created = 0, Updated = 0, Archived = 0, OverridesDropped = 0 };
            _unsaved = false;
            if (changes.Held.Count > 0 && !_state.Changes.Held.SequenceEqual(changes.Held))
                _log.LogWarning("{Count} schedules are no longer declared, more than a quarter of all. They go on until somebody agrees: POST /api/reconcile with allow_deletions, or carillon apply --allow-deletions.", changes.Held.Count);
            _state = new ReconcileState(Ready: true, Error: null, _options.Time.Now(), changes) { Took = _options.Time.GetElapsedTime(began) };
            if (changed)
            {
                _schedulesChanged();
                _catalog.TellChanged();
                _feed.Tell(_state);
            }
        }
        catch (StorageException) when (_database.IsClosed)
        {
            // The process is going down, which is no trouble worth a word.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StorageException)
        {
            _state = _state with { Error = e.Message };
            _feed.Tell(_state);
            _log.LogWarning("Reconcile failed: {Reason} The workflows and schedules known before stay in force; trying again.", e.Message);
        }
        finally
        {
            _options.Meter.Reconciling(_options.Project, -1);
            _options.Meter.Reconciled(_options.Project, _options.Time.GetElapsedTime(began));
            _firstPass.TrySetResult();
        }
        return _state;
    }

    internal async Task RunAsync(CancellationToken stop)
    {
        if (_options.Watch)
            Watch();
        var backoff = TimeSpan.FromSeconds(1);
        while (!stop.IsCancellationRequested)
        {
            var failed = (await ReconcileAsync()).Error is not null;
            backoff = failed ? TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, LongestBackoff.Ticks)) : TimeSpan.FromSeconds(1);
            if (!_options.Watch && !failed)
                return;
            if (await _signal.WaitAsync(failed ? backoff : Rescan, _options.Time, stop))
                await _options.PauseAsync(Settle, stop);
        }
    }

    private void Watch()
    {
        var folder = File.Exists(_options.Workflows) ? Path.GetDirectoryName(Path.GetFullPath(_options.Workflows))! : _options.Workflows;
        try
        {
            _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
            _watcher.Changed += (_, _) => _signal.Set();
            _watcher.Created += (_, _) => _signal.Set();
            _watcher.Deleted += (_, _) => _signal.Set();
            _watcher.Renamed += (_, _) => _signal.Set();
            _watcher.Error += (_, _) => _signal.Set();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            _log.LogWarning("The folder '{Folder}' cannot be watched ({Reason}); it is read every {Seconds} s instead.", folder, e.Message, Rescan.TotalSeconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher?.Dispose();
        _one.Dispose();
    }
}
