using System.Collections.Concurrent;
using System.Data.Common;
using Carillon.Core;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>
/// Tells the other nodes what has changed here, and does what they tell: looks at the queue, stops attempts, passes changes on to those who listen here. Only hints;
/// everything is also found by looking, once a second, or with the renewal of leases.
/// </summary>
internal sealed class PeerLoop
{
    // So many are told at once; who misses the rest reads again in time.
    private const int Most = 60;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static bool s_isPassingOn;

    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly ClaimKeeper _claims;
    private readonly RunKeeper _runs;
    private readonly RunFeed _feed;
    private readonly ScheduleFeed _scheduleFeed;
    private readonly ILogger _log;
    private readonly Signal _said = new();
    private readonly Signal _work = new();
    private readonly ConcurrentDictionary<string, bool> _changedRuns = new();
    private readonly ConcurrentDictionary<string, bool> _changedSchedules = new();
    private readonly ConcurrentQueue<long> _stop = new();
    private volatile bool _hasWork;

    public PeerLoop(EngineOptions options, Database database, ClaimKeeper claims, RunKeeper runs, RunFeed feed, ScheduleFeed scheduleFeed, ILogger log)
    {
        (_options, _database, _claims, _runs, _feed, _scheduleFeed, _log) = (options, database, claims, runs, feed, scheduleFeed, log);
        claims.LeftOver = () => Tell(() => _hasWork = true);
        runs.StopElsewhere = id => Tell(() => _stop.Enqueue(id));
        feed.Changed += run => Tell(() => _changedRuns[run.Value] = true);
        scheduleFeed.Changed += schedule => Tell(() => _changedSchedules[schedule.Value] = true);
    }

    /// <summary>True when other nodes live: then they are told.</summary>
    public bool HasPeers { get; set; }

    /// <summary>Says what has changed, a few times a second at most and together.</summary>
    public async Task SayAsync(CancellationToken stop)
    {
        await using var line = new PeerLine(_options.DatabaseAddress);
        while (!stop.IsCancellationRequested)
        {
            if (!await _said.WaitAsync(Timeout.InfiniteTimeSpan, _options.Time, stop))
                continue;
            await Task.Delay(Gather, _options.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            try
            {
                await line.SayAsync(Take().ToText(), stop);
            }
            catch (DbException e)
            {
                _log.LogDebug("Other nodes could not be told: {Reason}", e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Hears the others, and connects again when that breaks.</summary>
    public async Task ListenAsync(CancellationToken stop)
    {
        await using var line = new PeerLine(_options.DatabaseAddress);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await line.ListenAsync(_work.Set, text => Hear(PeerNews.Parse(text)), stop);
            }
            catch (Exception e) when (e is DbException or IOException or TimeoutException)
            {
                _log.LogDebug("Other nodes are not heard: {Reason}", e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Look, _options.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Claims what others have left in the queue: when they say so, and by looking once a second.</summary>
    public async Task TakeWorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _work.WaitAsync(Look, _options.Time, stop);
            if (stop.IsCancellationRequested || _claims.Free == 0)
                continue;
            try
            {
                // A batch ends with claims; this one has nothing else.
                if (_database.Read(AttemptStore.HasReady))
                    await _database.WriteAsync(_ => _runs.QueueChanged = true);
            }
            catch (StorageException)
            {
                // Said by readiness; the next look tries again.
            }
        }
    }

    private void Tell(Action note)
    {
        if (!HasPeers || s_isPassingOn)
            return;
        note();
        _said.Set();
    }

    private PeerNews Take()
    {
        var hasWork = _hasWork;
        _hasWork = false;
        var stop = new List<long>();
        while (stop.Count < Most && _stop.TryDequeue(out var id))
            stop.Add(id);
        var news = new PeerNews(_options.Node, hasWork, stop, TakeKeys(_changedRuns), TakeKeys(_changedSchedules));
        if (!_stop.IsEmpty)
            _said.Set();
        return news;
    }

    private static List<string> TakeKeys(ConcurrentDictionary<string, bool> changed)
    {
        List<string> keys = [.. changed.Keys.Take(Most)];
        changed.Clear();
        return keys;
    }

    private void Hear(PeerNews? news)
    {
        if (news is null || news.Node == _options.Node)
            return;
        if (news.HasWork)
            _work.Set();
        foreach (var id in news.Stop)
            _runs.StopAttempt?.Invoke(id, "it was canceled");
        s_isPassingOn = true;
        try
        {
            foreach (var run in news.Runs)
                _feed.Tell(new RunId(run));
            foreach (var schedule in news.Schedules)
                _scheduleFeed.Tell(new ScheduleId(schedule));
        }
        finally
        {
            s_isPassingOn = false;
        }
    }
}
