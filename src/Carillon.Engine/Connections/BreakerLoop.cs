using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Connections;

/// <summary>
/// Wakes what waits for connections: one task to try when the time for it has come, and, once a connection is back, the others step by step, so that they do not throw it down again. Where nodes
/// share the database it also hears of what others have found out. Sleeps while no connection is down and nothing waits.
/// </summary>
internal sealed class BreakerLoop(EngineOptions options, Database database, Breakers breakers, RunKeeper runs, ILogger log)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);
    private static readonly Duration BetweenProbes = Duration.FromSeconds(3);
    private readonly Signal _signal = new();
    private readonly Dictionary<string, int> _rounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instant> _woken = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken stop)
    {
        breakers.LookAgain = _signal.Set;
        var isBusy = true;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // Other nodes may have found out what this one needs to know.
                if (isBusy || (options.IsShared && breakers.IsUsed))
                    isBusy = await LookAsync();
            }
            catch (StorageException e)
            {
                log.LogWarning("What waits for connections could not be looked at: {Reason}", e.Message);
            }
            if (isBusy)
                await options.PauseAsync(Pace, stop);
            else
                isBusy = await _signal.WaitAsync(options.IsShared && breakers.IsUsed ? Pace : Quiet, options.Time, stop);
        }
    }

    /// <summary>One look. True while there is something to come back for.</summary>
    public async Task<bool> LookAsync()
    {
        breakers.Load();
        if (!database.Read(sql => BreakerStore.AnyWaits(sql, options.Project)))
        {
            _rounds.Clear();
            return breakers.AnyDown;
        }
        await database.WriteAsync(sql => BreakerStore.Prune(sql, options.Project));
        foreach (var name in database.Read(sql => BreakerStore.Counts(sql, options.Project)).Keys)
            await WakeAsync(name, options.Time.Now());
        return true;
    }

    private async Task WakeAsync(string name, Instant now)
    {
        var breaker = breakers.Of(name);
        var count = 0;
        if (BreakerPolicy.MayBegin(breaker))
        {
            count = BreakerPolicy.ReleasedAt(_rounds.GetValueOrDefault(name));
            _rounds[name] = _rounds.GetValueOrDefault(name) + 1;
        }
        else
        {
            _rounds.Remove(name);
            if (BreakerPolicy.MayProbe(breaker, now) && !(now - _woken.GetValueOrDefault(name, Instant.MinValue) < BetweenProbes))
                (count, _woken[name]) = (1, now);
        }
        if (count == 0)
            return;
        foreach (var (run, key) in database.Read(sql => BreakerStore.Waiting(sql, options.Project, name, count)))
            await WakeAsync(run, key);
    }

    private async Task WakeAsync(RunId run, TaskKey key)
    {
        try
        {
            // Its row goes with the next look, should it not be back by then.
            await database.WriteAsync(sql => runs.Apply(sql, run, new RunEvent.TaskWoken(options.Time.Now(), key)), about: run);
        }
#pragma warning disable CA1031 // whatever is wrong with one run must not hold up the others
        catch (Exception e) when (e is not StorageException)
#pragma warning restore CA1031
        {
            log.LogError(e, "Run {Run} could not be woken.", run);
        }
    }
}
