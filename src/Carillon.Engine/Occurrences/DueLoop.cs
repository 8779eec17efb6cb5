using Carillon.Core;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Wakes when occurrences are due, and has them settled.</summary>
internal sealed class DueLoop(EngineOptions options, Database database, OccurrenceKeeper occurrences, ClaimKeeper claims, ILogger log)
{
    private const int Batch = 200;

    // A batch makes as many runs as there are slots free, but some always: transactions stay short also after a long downtime, and runs are made about as fast as they end.
    private const int LeastRuns = 64;
    // Where more is due than there are slots, the rest waits so long for slots to come back: a run that is claimed as it is made needs half the writing of one that queues.
    private static readonly Duration Patience = Duration.FromMilliseconds(20);
    private static readonly Duration Pause = Duration.FromSeconds(1);
    private readonly Alarm _alarm = new(options.Time);

    /// <summary>Schedules may be due earlier than known: look again.</summary>
    public void LookAgain() => LookAt(options.Time.Now());

    /// <summary>The same at the latest then.</summary>
    public void LookAt(Instant at) => _alarm.Set(at);

    public async Task RunAsync(CancellationToken stop)
    {
        LookAgain();
        while (!stop.IsCancellationRequested)
        {
            await _alarm.WaitAsync(stop);
            if (stop.IsCancellationRequested)
                return;
            try
            {
                if (EarliestWake() <= options.Time.Now())
                    await SettleDueAsync();
                if (EarliestWake() is { } next)
                    _alarm.Set(IsCrowded && next <= options.Time.Now() ? options.Time.Now() + Patience : next);
                // Other nodes may have made one due earlier.
                if (options.IsShared)
                    _alarm.Set(options.Time.Now() + Pause);
            }
            catch (StorageException e)
            {
                log.LogWarning("Due schedules could not be settled: {Reason} Nothing is lost; trying again.", e.Message);
                _alarm.Set(options.Time.Now() + Pause);
            }
        }
    }

    private bool IsCrowded => claims.Free < Math.Min(LeastRuns, options.Slots / 2);

    private Instant? EarliestWake() => database.Read(sql => ScheduleStore.EarliestWake(sql, options.Project));

    /// <summary>All that is due in one call; when that fails, each schedule in one of its own, so that the one at fault is undone alone.</summary>
    private async Task SettleDueAsync()
    {
        var now = options.Time.Now();
        try
        {
            await database.WriteAsync(sql => occurrences.SettleAll(sql, ScheduleStore.Due(sql, options.Project, now, Batch), Math.Max(LeastRuns, claims.Free), now));
        }
#pragma warning disable CA1031 // whatever is wrong with one schedule must not stop the others
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogWarning("Due schedules could not be settled together: {Reason} Trying one by one.", e.Message);
            foreach (var schedule in database.Read(sql => ScheduleStore.Due(sql, options.Project, now, Batch)))
                await SettleAloneAsync(schedule.Id, now);
        }
    }

    private async Task SettleAloneAsync(ScheduleId id, Instant now)
    {
        try
        {
            await database.WriteAsync(sql =>
            {
                // Read anew: it may have been paused or settled meanwhile.
                if (ScheduleStore.Find(sql, options.Project, id) is { } schedule && schedule.WakeAt <= now)
                    occurrences.Settle(sql, schedule, now);
            });
        }
#pragma warning disable CA1031 // see above; a database that refuses everybody is not this schedule's fault
        catch (Exception e) when (e is not StorageException || database.Trouble is null)
#pragma warning restore CA1031
        {
            log.LogError(e, "Schedule {Schedule} could not be settled; it is tried again in a minute.", id);
            await database.WriteAsync(sql => ScheduleStore.Postpone(sql, id, now + OccurrenceKeeper.AfterFault));
        }
    }
}
