using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Settles the occurrences of one schedule: ledger, runs and cursor, all within the caller's transaction.</summary>
internal sealed class OccurrenceKeeper(EngineOptions options, LiveSchedules live, RunKeeper runs, ScheduleFeed feed, ILogger log)
{
    // Jitter ends before the next occurrence; only a dependency may hold back several.
    private const int MostHeld = 10_000;
    private static readonly Duration Moment = Duration.FromTicks(10);

    /// <summary>After a fault a schedule is looked at again so much later.</summary>
    public static Duration AfterFault { get; } = Duration.FromMinutes(1);

    /// <summary>Asked, after commit, to look at schedules that may be due now.</summary>
    public Action? DependentsWoken { get; set; }

    /// <summary>Told, within the transaction, what became of occurrences of a schedule.</summary>
    public Action<Sql, LiveSchedule, ScheduleId, IReadOnlyList<LedgerEntry>>? Settled { get; set; }

    /// <summary>Told, within the transaction, that an override has ended by itself.</summary>
    public Action<Sql>? OverrideEnded { get; set; }

    // So many runs are worth writing beside making the next ones.
    private const int Portion = 64;
    private HashSet<string>? _waitedFor;
    private int _made;
    private Dictionary<ScheduleId, OpenRuns> _open = [];

    /// <summary>What was read once for a batch is read again in the next.</summary>
    public void Begin() => _waitedFor = null;

    /// <summary>Settles what is due of schedules, and looks up together what each of them needs. Stops once it has made <paramref name="most"/> runs; the rest is due still.</summary>
    public void SettleAll(Sql sql, List<StoredSchedule> due, int most, Instant now)
    {
        if (due.Count == 0)
            return;
        // All that is read is read first: what is made then needs no statement until all of it is.
        _open = Open(sql, due);
        _waitedFor ??= ScheduleStore.WaitedFor(sql);
        _made = 0;
        var paused = 0;
        foreach (var schedule in due)
        {
            Settle(sql, schedule, now, Math.Min(DuePlanner.MostRuns, most - _made));
            _open.Remove(schedule.Id);
            if (_made >= most)
                return;
            if (_made - paused < Portion)
                continue;
            paused = _made;
            sql.Pause();
        }
    }

    /// <summary>Settles what is due of one schedule. A schedule that cannot be planned is tried again later and holds up nobody.</summary>
    public void Settle(Sql sql, StoredSchedule stored, Instant now, int mostRuns = DuePlanner.MostRuns)
    {
        // A pause or override that ends by itself holds until then, and not a moment longer.
        while (stored.ChangesAt is { } end && end <= now)
        {
            if (!SettleUntil(sql, stored, live.Of(stored).ValueOrDefault, end - Moment, mostRuns: mostRuns))
                return;
            if (stored.OverrideUntil <= end)
                stored = Close(sql, ScheduleStore.Find(sql, options.Project, stored.Id)!, end - Moment);
            OverrideExpiry.Expire(sql, options, live, stored, end);
            if (stored.OverrideUntil <= end)
                OverrideEnded?.Invoke(sql);
            stored = ScheduleStore.Find(sql, options.Project, stored.Id)!;
        }

        SettleUntil(sql, stored, live.Of(stored).ValueOrDefault, now, mostRuns: mostRuns);
    }

    /// <summary>
    /// Settles what came due under the definition as it is stored, because another one takes its place now. What jitter or a dependency still holds back stays as
    /// it is where the other definition has the same occurrences, and is settled now where it has not. Returns the schedule as it is then.
    /// </summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="stored">The schedule.</param>
    /// <param name="now">The time now.</param>
    /// <param name="next">The definition that follows, when that is known.</param>
    /// <param name="skipReason">Null: what is held back by jitter runs at once. Else it is skipped, for this reason.</param>
    public StoredSchedule Close(Sql sql, StoredSchedule stored, Instant now, ScheduleDefinition? next = null, string? skipReason = null)
    {
        var meaning = stored.NextNominalAt <= now && options.RunSchedules ? live.Of(stored).ValueOrDefault : null;
        if (meaning is not null && skipReason is null && next is { Enabled: true })
        {
            SettleUntil(sql, stored, meaning, now);
            stored = ScheduleStore.Find(sql, options.Project, stored.Id)!;
            if (stored.NextNominalAt <= now && HeldAlike(meaning.Definition, next, stored.CursorAt, now))
                return stored with { KeepsCursor = true };
        }

        while (meaning is not null && stored.NextNominalAt <= now)
        {
            SettleUntil(sql, stored, meaning, now, new DefinitionEnd(skipReason));
            var after = ScheduleStore.Find(sql, options.Project, stored.Id)!;
            // It could not be planned: what is missed stays so.
            if (after.CursorAt == stored.CursorAt)
                return after;
            stored = after;
        }

        return stored;
    }

    private static bool HeldAlike(ScheduleDefinition before, ScheduleDefinition after, Instant settledThrough, Instant now)
    {
        var (from, end) = (settledThrough + Duration.Epsilon, now + Duration.Epsilon);
        return before.DependsOn == after.DependsOn && before.Times.Between(from, end).Take(MostHeld).SequenceEqual(after.Times.Between(from, end).Take(MostHeld));
    }

    /// <summary>False when it could not be planned, or is not settled so far yet.</summary>
    private bool SettleUntil(Sql sql, StoredSchedule stored, LiveSchedule? meaning, Instant now, DefinitionEnd? ends = null, int mostRuns = DuePlanner.MostRuns)
    {
        if (meaning is null)
        {
            // Its workflow is being taken away and reconcile will archive it, or it no longer fits the workflow: what is missed follows the catch-up rule.
            ScheduleStore.Postpone(sql, stored.Id, now + AfterFault);
            return false;
        }
        DuePlan plan;
        var upstream = UpstreamReader.For(sql, options.Project, live, meaning.Definition, stored.CursorAt);
        var budget = runs.Costs.BudgetOf(sql, meaning.Workflow, stored.Id, meaning.Definition, stored.CursorAt);
        try
        {
            var schedule = stored.With(meaning.Definition) with { HasIrreversibleEffects = meaning.Workflow.HasIrreversibleEffects, Upstream = upstream, Budget = budget, Ends = ends };
            plan = DuePlanner.Plan(schedule, new ScheduleCursor(stored.CursorAt), OpenOf(sql, stored), now, mostRuns);
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
            CancelOpen(sql, stored, now);
        Carry(sql, stored, meaning, plan, plan.WaitsForUpstream ? upstream!.Id : null, now);
        return !(plan.NextDueAt <= now);
    }

    private void Carry(Sql sql, StoredSchedule stored, LiveSchedule meaning, DuePlan plan, ScheduleId? waitsFor, Instant now)
    {
        var (workflow, definition, _) = meaning;
        var made = new Dictionary<Instant, RunId>();
        ScheduleStore.Settle(sql, stored, plan, waitsFor);
        if (waitsFor is { } upstream)
            _waitedFor?.Add(upstream.Value);
        if (plan.Ledger.Count > 0)
            sql.AfterCommit(() => feed.Tell(stored.Id));
        foreach (var request in plan.Runs)
        {
            made[request.NominalAt] = runs.Create(sql, new NewRun(workflow, RunTrigger.Schedule, InputSchema.Check(workflow.Input, definition.Input).Value, "schedule")
            {
                ScheduleId = stored.Id,
                Schedule = definition,
                NominalAt = request.NominalAt,
                DueAt = request.DueAt,
                Window = definition.Windows?.Of(request.NominalAt),
                StaleAt = Staleness.StaleAt(request.NominalAt, definition.MaxStaleness),
                Number = stored.RunCount + made.Count + 1,
                Waits = request.WaitForOpenRuns,
                Priority = definition.Priority,
            });
        }
        _made += made.Count;
        foreach (var entry in plan.Ledger)
            LedgerStore.Append(sql, stored.Id, entry, made.TryGetValue(entry.NominalAt, out var run) ? run : null, now);
        if (plan.Ledger.Count > 0)
        {
            WakeDependents(sql, stored.Id);
            Settled?.Invoke(sql, meaning, stored.Id, plan.Ledger);
        }
        FailPoint.Hit("settle");
    }

    /// <summary>Something of this schedule has been decided: those that wait for it look again.</summary>
    public void WakeDependents(Sql sql, ScheduleId id)
    {
        _waitedFor ??= ScheduleStore.WaitedFor(sql);
        if (_waitedFor.Contains(id.Value) && ScheduleStore.WakeDependents(sql, id, options.Time.Now()) > 0)
            sql.AfterCommit(() => DependentsWoken?.Invoke());
    }

    private void CancelOpen(Sql sql, StoredSchedule schedule, Instant now)
    {
        var open = sql.Query(
            "select id from runs where workflow_id = $1 and schedule_id = $2 and trigger = 'schedule' and status in ('pending', 'running')",
            row => new RunId(row.GetString(0)), schedule.WorkflowId.Value, schedule.Id.Value);
        foreach (var id in open)
            runs.Apply(sql, id, new RunEvent.CancelRequested(now, "overlap policy", "the next occurrence was due"));
    }

    /// <summary>As it was looked up for all, the first time; else anew.</summary>
    private OpenRuns OpenOf(Sql sql, StoredSchedule schedule) =>
        _open.Remove(schedule.Id, out var known) ? known : Open(sql, [schedule]).GetValueOrDefault(schedule.Id, OpenRuns.None);

    /// <summary>Those that have none are given as <see cref="OpenRuns.None"/>.</summary>
    private static Dictionary<ScheduleId, OpenRuns> Open(Sql sql, List<StoredSchedule> schedules)
    {
        var open = schedules.ToDictionary(schedule => schedule.Id, _ => OpenRuns.None);
        // In this order: SQLite would look up every workflow with every schedule.
        foreach (var (id, runs) in sql.Query(
            """
            select r.schedule_id, count(*) filter (where r.status <> 'pending'), count(*) filter (where r.status = 'pending')
            from json_each($1) as due cross join schedules s cross join runs r
            where s.id = due.value and r.workflow_id = s.workflow_id and r.schedule_id = s.id and r.trigger = 'schedule' and r.status in ('pending', 'running', 'canceling')
            group by r.schedule_id
            """,
            row => (new ScheduleId(row.GetString(0)), new OpenRuns(row.GetInt32(1), row.GetInt32(2))), RunReader.JsonList(open.Keys.Select(id => id.Value))))
        {
            open[id] = runs;
        }
        return open;
    }
}
