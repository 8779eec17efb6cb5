using System.Globalization;

namespace Carillon.Faults.Tests;

/// <summary>
/// What must hold after any fault, read from the database alone: nothing lost, nothing doubled, nothing stuck, nothing that cannot be. Instants are whole microseconds there.
/// </summary>
/// <param name="folder">The database.</param>
/// <param name="because">Said when something does not hold.</param>
internal sealed class Oracle(FaultFolder folder, string because)
{
    private const long Second = 1_000_000;

    /// <summary>Everything has ended: the database is sound, no run is open, no attempt queued.</summary>
    public Oracle Ended()
    {
        folder.Store.Unsound().Take(5).ShouldBeEmpty(because);
        None("select id, workflow_id, status from runs where completed_at is null", $"open runs; {because}");
        None("select run_id, task_id, status, number from attempts", $"attempts left in the queue; {because}");
        None("""
            select run_id, task_id from task_runs where run_id not in (select id from runs)
            union all select run_id, task_id from attempt_history where run_id not in (select id from runs)
            """, $"rows of runs that are not there; {because}");
        None("""
            select id, schedule_id from runs where schedule_id is not null and schedule_id not in (select id from schedules)
            union all select run_id, schedule_id from ledger where schedule_id not in (select id from schedules)
            """, $"rows of schedules that are not there; {because}");
        return this;
    }

    /// <summary>Every run of the workflow ended well, by exactly one success of each of its tasks, whose lost attempts are numbered without a gap.</summary>
    public Oracle EverythingSucceededOnce(string workflow = "%")
    {
        var runs = $"(select id from runs where workflow_id like '{workflow}')";
        None($"select id, status, error from runs where id in {runs} and status <> 'completed'", $"runs that did not complete; {because}");
        None($"""
            select t.run_id, t.task_id, t.item, t.status, (select count(*) from attempt_history h where h.run_id = t.run_id and h.task_id = t.task_id and h.item = t.item and h.outcome = 'succeeded') as successes
            from task_runs t where t.run_id in {runs} and (t.status <> 'succeeded' or
              (select count(*) from attempt_history h where h.run_id = t.run_id and h.task_id = t.task_id and h.item = t.item and h.outcome = 'succeeded') <> 1)
            """, $"tasks without exactly one success; {because}");
        None($"""
            select run_id, task_id, item from attempt_history where run_id in {runs}
            group by run_id, task_id, item having count(*) <> max(number) or max(number) <> max(case when outcome = 'succeeded' then number end)
            """, $"attempts with a gap, or after the success; {because}");
        return this;
    }

    /// <summary>Attempts ended in these ways only.</summary>
    public Oracle Outcomes(params string[] allowed)
    {
        folder.Rows("select distinct outcome from attempt_history").Except(allowed, StringComparer.Ordinal).ShouldBeEmpty(because);
        return this;
    }

    /// <summary>
    /// Expected slots joined with the ledger and the runs: from the first one after the schedule was made to its cursor, each is in the ledger once, and each that ran has its one run.
    /// For schedules with <c>every:</c> in whole seconds, anchored at the epoch.
    /// </summary>
    public Oracle NoSlotLostOrDoubled(string schedule, int everySeconds)
    {
        var period = everySeconds * Second;
        var created = folder.Number($"select created_at from schedules where id = '{schedule}'");
        var cursor = folder.Number($"select cursor_at from schedules where id = '{schedule}'");
        var next = (created / period + 1) * period;
        foreach (var row in folder.Rows($"select nominal_at, last_nominal_at, count from ledger where schedule_id = '{schedule}' order by nominal_at"))
        {
            var part = row.Split('|').Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray();
            part[0].ShouldBe(next, $"a gap or a double in the ledger of {schedule} at {row}; {because}");
            ((part[1] - part[0]) / period + 1).ShouldBe(part[2], $"{row}; {because}");
            next = part[1] + period;
        }
        next.ShouldBe(cursor / period * period + period, $"the ledger of {schedule} ends where the cursor is; {because}");
        return RunsFollowTheLedger(schedule);
    }

    /// <summary>Each occurrence that ran has its one run, and each run of the schedule its occurrence.</summary>
    public Oracle RunsFollowTheLedger(string schedule = "%")
    {
        None($"select schedule_id, nominal_at from ledger l where schedule_id like '{schedule}' and outcome = 'ran' and not exists (select 1 from runs r where r.id = l.run_id and r.schedule_id = l.schedule_id and r.nominal_at = l.nominal_at)", $"occurrences without their run; {because}");
        None($"select id from runs r where schedule_id like '{schedule}' and trigger = 'schedule' and not exists (select 1 from ledger l where l.run_id = r.id and l.outcome = 'ran')", $"runs without their occurrence; {because}");
        None($"select schedule_id, nominal_at, count(*) from runs where schedule_id like '{schedule}' and trigger = 'schedule' group by schedule_id, nominal_at having count(*) > 1", $"occurrences with two runs; {because}");
        return this;
    }

    /// <summary>How long the attempt that hangs longest has been hanging: seconds since its lease ran out; 0 when none has.</summary>
    public double Stuck(DateTimeOffset now)
    {
        var oldest = folder.Rows("select coalesce(min(lease_until), 0) from attempts where status = 'running'").Single();
        var lease = long.Parse(oldest, CultureInfo.InvariantCulture);
        return lease == 0 ? 0 : Math.Max(0, (now.ToUnixTimeMilliseconds() * 1000.0 - lease) / Second);
    }

    /// <summary>States and times fit together: what ended has its end, what has not has none, nothing ended before it began.</summary>
    public Oracle Lawful()
    {
        None("""
            select run_id, task_id, item, status from task_runs
            where (status in ('succeeded', 'failed', 'skipped', 'upstream_failed', 'canceled')) <> (completed_at is not null) or completed_at < started_at
            """, because);
        None("select id, status from runs where completed_at < started_at or started_at < created_at", because);
        None("""
            select t.run_id, t.task_id, t.status from task_runs t join runs r on r.id = t.run_id
            where r.completed_at is not null and t.completed_at is null
            """, $"tasks open in a run that has ended; {because}");
        return this;
    }

    /// <summary>No row; the first few are said.</summary>
    private void None(string sql, string words) => folder.Rows(sql).Take(5).ShouldBeEmpty(words);
}
