using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Wakes when occurrences are due, and settles them: ledger, runs and cursor in one transaction.</summary>
internal sealed class DueLoop(EngineOptions options, Database database, LiveSchedules live, RunKeeper runs, ScheduleFeed feed, ILogger log)
{
    private const int Batch = 200;
    private static readonly Duration Pause = Duration.FromSeconds(1);
    private static readonly Duration Moment = Duration.FromTicks(10);
    private static readonly Duration AfterFault = Duration.FromMinutes(1);
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
            await database.WriteAsync(sql => ScheduleStore.Due(sql, options.Project, now, Batch).ForEach(schedule => Settle(sql, schedule, now)));
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
                    Settle(sql, schedule, now);
            });
        }
#pragma warning disable CA1031 // see above; a database that refuses everybody is not this schedule's fault
        catch (Exception e) when (e is not StorageException || database.Trouble is null)
#pragma warning restore CA1031
        {
            log.LogError(e, "Schedule {Schedule} could not be settled; it is tried again in a minute.", id);
            await database.WriteAsync(sql => ScheduleStore.Postpone(sql, id, now + AfterFault));
        }
    }

    /// <summary>Settles what is due of one schedule. A schedule that cannot be planned is tried again later and holds up nobody.</summary>
    public void Settle(Sql sql, StoredSchedule stored, Instant now)
    {
        // A pause or override that ends by itself holds until then, and not a moment longer.
        while (stored.ChangesAt is { } end && end <= now)
        {
            if (!SettleUntil(sql, stored, end - Moment))
                return;
            OverrideExpiry.Expire(sql, options, live, stored, end);
            sql.AfterCommit(() => feed.Tell(stored.Id));
            stored = ScheduleStore.Find(sql, options.Project, stored.Id)!;
        }

        SettleUntil(sql, stored, now);
    }

    /// <summary>False when it could not be planned, or is not settled so far yet.</summary>
    private bool SettleUntil(Sql sql, StoredSchedule stored, Instant now)
    {
        if (live.Of(stored).ValueOrDefault is not { } meaning)
        {
            // Its workflow is being taken away and reconcile will archive it, or it no longer fits the workflow: what is missed follows the catch-up rule.
            ScheduleStore.Postpone(sql, stored.Id, now + AfterFault);
            return false;
        }
        DuePlan plan;
        try
        {
            var budget = runs.Costs.BudgetOf(sql, meaning.Workflow, stored.Id, meaning.Definition, stored.CursorAt);
            plan = DuePlanner.Plan(stored.With(meaning.Definition) with { Budget = budget }, new ScheduleCursor(stored.CursorAt), Open(sql, stored.Id), now);
        }
#pragma warning disable CA1031 // a bug in planning one schedule must not stop the others
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogError(e, "Schedule {Schedule} could not be planned.", stored.Id);
            ScheduleStore.Postpone(sql, stored.Id, now + AfterFault);
            return false;
        }
        if (plan.CancelOpenRuns)
            CancelOpen(sql, stored.Id, now);
        Carry(sql, stored, meaning, plan, now);
        return !(plan.NextDueAt <= now);
    }

    private void Carry(Sql sql, StoredSchedule stored, LiveSchedule meaning, DuePlan plan, Instant now)
    {
        var (workflow, definition, _) = meaning;
        var made = new Dictionary<Instant, RunId>();
        ScheduleStore.Settle(sql, stored, plan);
        foreach (var request in plan.Runs)
        {
            made[request.NominalAt] = runs.Create(sql, new NewRun(workflow, RunTrigger.Schedule, InputSchema.Check(workflow.Input, definition.Input).Value, "schedule")
            {
                ScheduleId = stored.Id,
                Schedule = definition,
                NominalAt = request.NominalAt,
                DueAt = request.DueAt,
                Window = definition.Windows?.Of(request.NominalAt),
                Number = stored.RunCount + made.Count + 1,
                Waits = request.WaitForOpenRuns,
                Priority = definition.Priority,
            });
        }
        foreach (var entry in plan.Ledger)
            LedgerStore.Append(sql, stored.Id, entry, made.TryGetValue(entry.NominalAt, out var run) ? run : null, now);
    }

    private void CancelOpen(Sql sql, ScheduleId schedule, Instant now)
    {
        var open = sql.Query(
            "select id from runs where schedule_id = $1 and trigger = 'schedule' and status in ('pending', 'running')", row => new RunId(row.GetString(0)), schedule.Value);
        foreach (var id in open)
            runs.Apply(sql, id, new RunEvent.CancelRequested(now, "overlap policy", "the next occurrence was due"));
    }

    private static OpenRuns Open(Sql sql, ScheduleId schedule) => sql.First(
        """
        select coalesce(sum(status <> 'pending'), 0), coalesce(sum(status = 'pending'), 0) from runs
        where schedule_id = $1 and trigger = 'schedule' and status in ('pending', 'running', 'canceling')
        """,
        row => new OpenRuns(row.GetInt32(0), row.GetInt32(1)), schedule.Value);
}
