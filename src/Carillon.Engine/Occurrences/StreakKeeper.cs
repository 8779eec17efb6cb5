using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Occurrences;

/// <summary>Counts failures in a row when a run of a schedule ends, in the same transaction, and pauses a schedule that fails too often.</summary>
internal sealed class StreakKeeper(EngineOptions options, LiveSchedules live)
{
    private const string Actor = "auto-pause";

    public void Ended(Sql sql, RunId id)
    {
        var run = sql.First(
            """
            select r.schedule_id, r.trigger, r.status, r.nominal_at, r.run_number, r.error, s.failures_in_row, s.last_status, s.auto_paused_at
            from runs r join schedules s on s.id = r.schedule_id where r.id = $1
            """,
            row => (
                Schedule: new ScheduleId(row.GetString(0)), Trigger: StatusText.ParseTrigger(row.GetString(1)), Status: StatusText.ParseRun(row.GetString(2)),
                NominalAt: row.NumberOrNull(3), Number: row.NumberOrNull(4), Error: RunStore.ErrorFrom(row.TextOrNull(5)),
                Failures: row.GetInt64(6), LastStatus: row.TextOrNull(7), IsAutoPaused: !row.IsDBNull(8)),
            id.Value);
        var isOccurrence = run.Trigger == RunTrigger.Schedule || (run.Trigger == RunTrigger.Retry && IsOfOccurrence(sql, run.Schedule, run.NominalAt));
        if (!isOccurrence)
            return;
        var latest = run.Trigger == RunTrigger.Retry && !HasLaterFailure(sql, run.Schedule, run.NominalAt);
        var streak = new FailureStreak(run.Failures).After(new StreakRun(run.Trigger, run.Status, latest));
        var status = StatusText.Of(run.Status);
        if (streak.Failures != run.Failures || status != run.LastStatus)
            ScheduleStore.SetStreak(sql, run.Schedule, streak.Failures, status);
        if (streak.Failures > run.Failures && !run.IsAutoPaused && streak.Pauses(Threshold(sql, run.Schedule)))
            Pause(sql, run.Schedule, streak.Reason(run.Number is { } number ? $"run {number}" : $"run {id}", run.Error?.Message));
    }

    private int? Threshold(Sql sql, ScheduleId id) =>
        ScheduleStore.Find(sql, options.Project, id) is { } schedule ? live.Of(schedule).ValueOrDefault?.Definition.AutoPauseAfter : null;

    private void Pause(Sql sql, ScheduleId id, string reason)
    {
        var now = options.Time.Now();
        ScheduleStore.SetAutoPause(sql, id, reason, now);
        AuditStore.Append(sql, options.Project, new AuditEntry(Actor, "auto_paused", "schedule", id.Value, reason), now);
    }

    private static bool IsOfOccurrence(Sql sql, ScheduleId id, long? nominalAt) =>
        sql.Number("select 1 from runs where schedule_id = $1 and nominal_at = $2 and trigger = 'schedule'", id.Value, nominalAt) is not null;

    private static bool HasLaterFailure(Sql sql, ScheduleId id, long? nominalAt) =>
        sql.Number("select 1 from runs where schedule_id = $1 and nominal_at > $2 and trigger = 'schedule' and status = 'failed'", id.Value, nominalAt) is not null;
}
