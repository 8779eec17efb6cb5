using Carillon.Core;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Wakes when occurrences are due, and has them settled.</summary>
internal sealed class DueLoop(EngineOptions options, Database database, OccurrenceKeeper occurrences, ILogger log)
{
    private const int Batch = 200;
    private static readonly Duration Pause = Duration.FromSeconds(1);
    private readonly Alarm _alarm = new(options.Time);

    /// <summary>Schedules may be due earlier than known: look again.</summary>
    public void LookAgain() => _alarm.Set(options.Time.Now());

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
                await SettleDueAsync();
                if (database.Read(sql => ScheduleStore.EarliestWake(sql, options.Project)) is { } next)
                    _alarm.Set(next);
            }
            catch (StorageException e)
            {
                log.LogWarning("Due schedules could not be settled: {Reason} Nothing is lost; trying again.", e.Message);
                _alarm.Set(options.Time.Now() + Pause);
            }
        }
    }

    /// <summary>All that is due in one call; when that fails, each schedule in one of its own, so that the one at fault is undone alone.</summary>
    private async Task SettleDueAsync()
    {
        var now = options.Time.Now();
        try
        {
            await database.WriteAsync(sql => ScheduleStore.Due(sql, options.Project, now, Batch).ForEach(schedule => occurrences.Settle(sql, schedule, now)));
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
