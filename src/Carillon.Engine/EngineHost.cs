using Carillon.Core.Definitions;
using Carillon.Engine.Connections;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine;

/// <summary>
/// A whole embedded engine: open it, start it, stop it. Opening takes the database (and refuses a second process); starting rescues what an earlier
/// life left running and starts the loops. Thread safe once opened.
/// </summary>
public sealed class EngineHost : IHostedService, IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);
    private static readonly Duration AfterLoss = Duration.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly DatabaseLock? _lock;
    private readonly NodeLife? _life;
    private readonly DueLoop _due;
    private readonly BackfillLoop _backfills;
    private readonly WakeLoop _wake;
    private readonly LeaseLoop _lease;
    private readonly PeerLoop? _peers;
    private readonly LogLoop _logs;
    private readonly Pruner _pruner;
    private readonly FoldLoop _fold;
    private readonly SealLoop _seals;
    private readonly BreakerLoop _breakerLoop;
    private readonly Notifier _notifier;
    private readonly AttemptRunner _runner;
    private readonly ClaimKeeper _claims;
    private readonly ILogger _log;
    private readonly EngineLoops _loops;
    private Task<ReconcileState>? _reading;
    private int _disposed;

    /// <summary>Opens the engine. Nothing runs until <see cref="StartAsync"/>.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="handlers">The task types; <c>workflow</c> is added.</param>
    /// <param name="log">Where loops say what went wrong.</param>
    /// <exception cref="StorageException">The database cannot be used; the message says why and what to do.</exception>
    public EngineHost(EngineOptions options, IEnumerable<ITaskHandler> handlers, ILogger<EngineHost> log)
    {
        _log = log;
        var address = options.DatabaseAddress;
        DatabaseClock? clock = null;
        if (address.IsShared || options.IsSharedFile)
        {
            // Nodes agree on the database's time. Each life of a node is one of its own.
            clock = options.IsShared && (options.IsSharedFile || options.Time == TimeProvider.System) ? new DatabaseClock(options.Time) : null;
            var name = options.Node;
            options = options with { Time = clock ?? options.Time, Node = LifeOf(options) };
            // A SQLite file that is shared is a simulation's, whose nodes have no folders of their own.
            _life = address.IsShared ? NodeLife.Begin(options.DataFolder, name, options.Node) : null;
        }
        else
        {
            _lock = DatabaseLock.Take(address.Value);
        }
        try
        {
            Database = Database.Open(address, options.HasWriterThread, options.LinkBy?.Invoke(clock) ?? Link.To(address, clock, options.Node));
        }
        catch
        {
            _lock?.Dispose();
            _life?.Dispose();
            throw;
        }
        Options = options;
        _loops = new EngineLoops(options, log, _stop.Token);
        Vault = new Vault(options.Keys ?? KeyRing.OfFile(EngineOptions.KeysIn(options.DataFolder), mayMake: true));
        List<ITaskHandler> all = [.. handlers, new SubWorkflowTask(() => Runs!, Database), new NotifyTask(options, () => _notifier!.Keeper, Database)];
        TaskTypes = new TaskTypeList(all.Select(h => h.Type));
        var definitions = new DefinitionStore(Database, options.Project);
        var calendars = new CalendarStore(Database, options.Project);
        Catalog = new Catalog(options, new DefinitionContext(TaskTypes, options.DefaultTimezone, options.Project) { FallbackCron = options.FallbackCron }, definitions, calendars);
        Live = new LiveSchedules(Catalog, definitions);
        TypicalCosts = new TypicalCosts(options.Project);
        var costs = new CostKeeper(options, Live, TypicalCosts);
        var cache = new RunCache(options, Catalog, definitions);
        var runs = new RunKeeper(options, Catalog, definitions, cache, costs, Feed);
        cache.Unreadable = runs.AbandonUnreadable;
        _claims = new ClaimKeeper(options, Catalog, runs, cache, log);
        _logs = new LogLoop(options, Database, Feed, new ArtifactFolder(options, Database));
        var secrets = new SecretReader(options, Database, Vault);
        Breakers = new Breakers(options, Database);
        var connections = new ConnectionReader(options, Database, Vault, secrets);
        _runner = new AttemptRunner(
            options, all.ToDictionary(h => h.Type.Name, StringComparer.Ordinal), Database, runs, cache, _claims, _logs, new AttemptInputs(options, TaskTypes, secrets, connections), Breakers, log);
        _breakerLoop = new BreakerLoop(options, Database, Breakers, runs, log);
        _seals = new SealLoop(options, Database, Vault, secrets, log);
        Secrets = new SecretService(options.Project, options.Time, Database, Vault, options.Secrets);
        Connections = new ConnectionService(options, Database, Vault, connections, all);
        var occurrences = new OccurrenceKeeper(options, Live, runs, ScheduleFeed, log);
        _due = new DueLoop(options, Database, occurrences, _claims, log);
        occurrences.DependentsWoken = _due.LookAgain;
        _claims.HalfFree = _due.LookAgain;
        _backfills = new BackfillLoop(options, Database, Live, runs, log);
        var streaks = new StreakKeeper(options, Live);
        runs.ScheduleRunEnded = (sql, run) =>
        {
            streaks.Ended(run);
            _backfills.RunEnded(sql, run);
            occurrences.WakeDependents(sql, run.Schedule!.Value);
        };
        _notifier = new Notifier(options, Database, Vault, Catalog, definitions, Live, log);
        _notifier.Listen(runs, streaks, occurrences, Breakers);
        _wake = new WakeLoop(options, Database, runs, log);
        _lease = new LeaseLoop(options, Database, runs, cache, _claims, _runner, log);
        _pruner = new Pruner(options, Database, log);
        _fold = new FoldLoop(options, Database, log);
        runs.WakeWanted = _wake.Set;
        if (options.IsShared)
        {
            _peers = new PeerLoop(options, Database, _claims, runs, Feed, ScheduleFeed, log);
            _lease.PeersSeen = seen => _peers.HasPeers = seen && !options.IsSharedFile;
        }
        Database.AfterBegin = (sql, turn, about) =>
        {
            costs.ForgetBudgets();
            occurrences.Begin();
            cache.Begin(sql, turn, about);
            streaks.Begin(cache.IsAlone);
            _notifier.Keeper.Begin(cache.IsAlone);
        };
        Database.BeforeCommit = sql =>
        {
            // Before anything is read, for which what was made would be written as it is: queued.
            _claims.ClaimFresh(sql);
            do
            {
                runs.LetIn(sql);
                streaks.Count(sql);
                _claims.Claim(sql);
            }
            while (runs.HasEnded || streaks.HasEnded);
        };
        Database.Pause = _claims.ClaimFresh;
        Database.Unwritten = cache.Write;
        Database.AfterLoss = () =>
        {
            runs.Forget();
            streaks.Forget();
            _notifier.Keeper.Forget();
            // It may be stored all the same, and nobody was told what it wants to be woken for. Not at once: a store that refuses would be asked without a pause.
            var soon = options.Time.Now() + AfterLoss;
            _due.LookAt(soon);
            _backfills.LookAt(soon);
            _wake.Set(soon);
            _notifier.LookAt(soon);
            Breakers.LookAgain?.Invoke();
        };
        Database.FollowUpFailed = e => log.LogError(e, "A listener failed after a commit.");
        var zones = new ZoneKeeper(options, Live, log);
        Reconcile = new ReconcileLoop(options, Catalog, new ScheduleReconcile(options, definitions, calendars, Live, occurrences, zones), Database, SchedulesChanged, ScheduleFeed, log);
        Runs = new RunService(options, Database, Catalog, runs, Reconcile);
        Schedules = new ScheduleService(options, Database, Catalog, Live, Reconcile, occurrences, streaks, zones, SchedulesChanged, ScheduleFeed);
        Occurrences = new OccurrenceService(options, Database, Live, runs, Reconcile);
        Backfills = new BackfillService(options, Database, Live, runs, Reconcile, _backfills.LookAgain);
        Advice = new ScheduleAdvice(options, Database, Live);
        Budgets = new BudgetService(options, Database, costs);
        Folder = new FolderService(options, Database, Catalog, Reconcile, new FolderPlanner(options, Database, Catalog, Live, new TypicalRuns(Database, options.Project)));
        Strategies = new StrategyService(options, Database, Catalog, Reconcile);
        Waiting = new WaitingReader(Database, definitions, Catalog, options.Project);
        Readiness = new Readiness(Database, Reconcile, Catalog, _seals, options.Time);
    }

    /// <summary>How it is set up.</summary>
    public EngineOptions Options { get; }

    /// <summary>The database, for readers.</summary>
    public Database Database { get; }

    /// <summary>Seals and opens what is kept secret.</summary>
    public Vault Vault { get; }

    /// <summary>Set and delete secrets.</summary>
    public SecretService Secrets { get; }

    /// <summary>Make, edit, check and delete connections.</summary>
    public ConnectionService Connections { get; }

    /// <summary>Which connections are down.</summary>
    internal Breakers Breakers { get; }

    /// <summary>Channels, and the rules by which people are told.</summary>
    public NotificationService Notifications => _notifier.Service;

    /// <summary>Tells people of what happens, within a transaction.</summary>
    internal NotificationKeeper Notifying => _notifier.Keeper;

    /// <summary>The task types that every engine adds to those it is given.</summary>
    public static IReadOnlyList<TaskType> OwnTaskTypes { get; } = [SubWorkflowTask.WorkflowType, NotifyTask.NotifyType];

    /// <summary>The task types that exist.</summary>
    public TaskTypeList TaskTypes { get; }

    /// <summary>The workflow files.</summary>
    public Catalog Catalog { get; }

    /// <summary>Start, cancel and retry runs.</summary>
    public RunService Runs { get; }

    /// <summary>What stored schedules mean now.</summary>
    public LiveSchedules Live { get; }

    /// <summary>Make, edit, pause and delete schedules.</summary>
    public ScheduleService Schedules { get; }

    /// <summary>What runs usually cost.</summary>
    public TypicalCosts TypicalCosts { get; }

    /// <summary>Set budgets and take them away.</summary>
    public BudgetService Budgets { get; }

    /// <summary>Plan and apply changes of the workflow files.</summary>
    public FolderService Folder { get; }

    /// <summary>Warnings about schedules.</summary>
    public ScheduleAdvice Advice { get; }

    /// <summary>Test runs, and approval of missed occurrences.</summary>
    public OccurrenceService Occurrences { get; }

    /// <summary>Run nominal times of the past.</summary>
    public BackfillService Backfills { get; }

    /// <summary>Make, edit and delete strategies.</summary>
    public StrategyService Strategies { get; }

    /// <summary>Reconcile on demand, and its state.</summary>
    public ReconcileLoop Reconcile { get; }

    /// <summary>Runs and tasks with what they wait for.</summary>
    public WaitingReader Waiting { get; }

    /// <summary>Whether it does its work.</summary>
    public Readiness Readiness { get; }

    /// <summary>How many attempts this process is carrying out.</summary>
    public int LiveAttempts => _runner.LiveCount;

    /// <summary>Live changes within this process.</summary>
    public RunFeed Feed { get; } = new();

    /// <summary>Live changes of schedules within this process.</summary>
    public ScheduleFeed ScheduleFeed { get; } = new();

    /// <summary>Begins to read the workflow files, so that it goes on while the caller sets other things up. <see cref="StartAsync"/> does it otherwise.</summary>
    public void BeginReading() => _ = Read();

    private Task<ReconcileState> Read() => _reading ??= Options.Start(() => Reconcile.ReconcileAsync());

    /// <summary>Rescues what was left running and starts the loops. Returns after the first reconcile pass was begun, not ended.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ClearWorkFolder();
        if (await _lease.StartAsync(_life?.Before) is > 0 and var rescued)
            _log.LogWarning("Attempts that an earlier process left running and that are tried again: {Count}.", rescued);
        _ = Options.Start(async () =>
        {
            await Read();
            // As a loop, so that a database that refuses just now does not leave the engine asleep.
            _loops.Start("claims", _ => Database.WriteAsync(_ => _claims.IsOpen = !_stop.IsCancellationRequested));
            _loops.Start("wake", _wake.RunAsync);
            _loops.Start("lease", _lease.RunAsync);
            _loops.Start("logs", _logs.RunAsync);
            _loops.Start("reconcile", Reconcile.RunAsync);
            _loops.Start("fold", _fold.RunAsync);
            _loops.Start("pruner", _pruner.RunAsync);
            _loops.Start("seals", _seals.RunAsync);
            _loops.Start("breakers", _breakerLoop.RunAsync);
            _notifier.Begin(_life?.Before);
            foreach (var (name, run) in _notifier.Loops)
                _loops.Start(name, run);
            if (_peers is not null)
            {
                _loops.Start("work", _peers.TakeWorkAsync);
                if (!Options.IsSharedFile)
                {
                    _loops.Start("listen", _peers.ListenAsync);
                    _loops.Start("say", _peers.SayAsync);
                }
            }
            _loops.Start("backfills", _backfills.RunAsync);
            if (Options.RunSchedules)
                _loops.Start("due", _due.RunAsync);
            if (Options.Rehearses && !FailPoint.IsSet)
                await RehearseAsync();
        });
    }

    /// <summary>Claims nothing more, stops what runs and puts it back into the queue uncounted, and ends the loops.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Options.Start(_stop.Cancel);
        _claims.IsOpen = false;
        _ = Database.WriteAsync(sql => NodeStore.SayAlive(sql, Options, LiveAttempts, Options.Time.Now(), draining: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _runner.Close();
        // The batch under way may still claim. Once a later call is told, all that was claimed is live, and is released with the rest.
        await Database.WriteAsync(_ => { }).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await _runner.ReleaseAllAsync(StopPatience);
        await _notifier.ReleaseAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Database.WriteAsync(sql => NodeStore.Remove(sql, Options.Node)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A container that knows it under two names disposes of it twice.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _stop.Cancel();
        Reconcile.Dispose();
        Database.Dispose();
        _lock?.Dispose();
        _life?.Dispose();
        _stop.Dispose();
    }

    /// <summary>What has come due is looked at now: the clock was moved by hand, or the loops may not have been told of all there is.</summary>
    internal void LookAtClock()
    {
        LookAgain();
        _wake.Set(Options.Time.Now());
        _notifier.LookAgain();
    }

    /// <summary>Deadlines are looked at now.</summary>
    internal Task LookAtDeadlinesAsync() => _notifier.LookAtDeadlinesAsync();

    private void SchedulesChanged()
    {
        _notifier.SchedulesChanged();
        LookAgain();
    }

    /// <summary>The keys are looked at now: what others than the first hold is sealed anew.</summary>
    public Task LookAtKeysAsync() => _seals.LookAsync();

    private void LookAgain()
    {
        _due.LookAgain();
        _backfills.LookAgain();
    }

    private async Task RehearseAsync()
    {
        try
        {
            // Not in the data folder: it may have little room left, which is for what is real.
            Rehearsal.RemoveLeftOver(Options.Time.GetUtcNow().UtcDateTime);
            await Rehearsal.RunAsync(Directory.CreateTempSubdirectory(Rehearsal.Prefix).FullName, _stop.Token);
        }
#pragma warning disable CA1031 // without it the first occurrences are a little later, and that is all
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.LogDebug(e, "The rehearsal was given up.");
        }
    }

    /// <summary>The node's name with something that no other life of it has.</summary>
    private static string LifeOf(EngineOptions options)
    {
        Span<byte> life = stackalloc byte[3];
        options.Chance(life);
        return $"{options.Node}~{Convert.ToHexStringLower(life)}";
    }

    private void ClearWorkFolder()
    {
        try
        {
            if (Directory.Exists(Options.WorkFolder))
                Directory.Delete(Options.WorkFolder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning("The work folder '{Folder}' could not be emptied: {Reason}", Options.WorkFolder, e.Message);
        }
    }
}
