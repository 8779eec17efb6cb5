using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Counts failures in a row of the runs of schedules that a batch has ended, in the same transaction, and pauses a schedule that fails too often.</summary>
internal sealed class StreakKeeper(EngineOptions options, LiveSchedules live)
{
    private const string Actor = "auto-pause";
    private readonly List<EndedRun> _ended = [];

    /// <summary>Streaks as they are stored, for as long as no other node writes.</summary>
    private readonly Dictionary<ScheduleId, Streak> _known = [];

    /// <summary>Told, within the transaction, of each schedule that has paused itself, with why.</summary>
    public Action<Sql, LiveSchedule, ScheduleId, string>? AutoPaused { get; set; }

    /// <summary>A batch begins.</summary>
    /// <param name="isAlone">True when no other node has written since the last one.</param>
    public void Begin(bool isAlone)
    {
        if (!isAlone)
            _known.Clear();
    }

    /// <summary>Ends an auto-pause, and the streak with it.</summary>
    public void EndPause(Sql sql, ScheduleId id, Instant now)
    {
        Count(sql);
        ScheduleStore.SetAutoPause(sql, id, null, now);
        _known.Remove(id);
    }

    /// <summary>A run of a schedule has ended.</summary>
    public void Ended(EndedRun run)
    {
        if (run.Trigger is RunTrigger.Schedule or RunTrigger.Retry)
            _ended.Add(run);
    }

    /// <summary>True when runs have ended since <see cref="Count"/>.</summary>
    public bool HasEnded => _ended.Count > 0;

    /// <summary>Counts them, in the order in which they ended.</summary>
    public void Count(Sql sql)
    {
        if (_ended.Count == 0)
            return;
        List<EndedRun> ended = [.. _ended];
        _ended.Clear();
        Read(sql, [.. ended.Select(run => run.Schedule!.Value).Where(id => !_known.ContainsKey(id)).Distinct()]);
        foreach (var run in ended)
            Add(sql, _known[run.Schedule!.Value], run);
        foreach (var streak in ended.Select(run => _known[run.Schedule!.Value]).Where(streak => streak.IsChanged))
        {
            ScheduleStore.SetStreak(sql, streak.Id, streak.Failures, streak.LastStatus);
            streak.IsChanged = false;
        }
    }

    private void Read(Sql sql, List<ScheduleId> ids)
    {
        if (ids.Count == 0)
            return;
        foreach (var streak in sql.Query(
            "select id, failures_in_row, last_status, auto_paused_at from schedules where id in (select value from json_each($1))",
            row => new Streak(new ScheduleId(row.GetString(0)), row.GetInt64(1), row.TextOrNull(2), !row.IsDBNull(3)),
            RunReader.JsonList(ids.Select(id => id.Value))))
        {
            _known.Add(streak.Id, streak);
        }
    }

    /// <summary>The batch was undone.</summary>
    public void Forget()
    {
        _ended.Clear();
        _known.Clear();
    }

    private void Add(Sql sql, Streak streak, EndedRun run)
    {
        if (run.Trigger == RunTrigger.Retry && !IsOfOccurrence(sql, streak.Id, run.NominalAt))
            return;
        var latest = run.Trigger == RunTrigger.Retry && !HasLaterFailure(sql, streak.Id, run.NominalAt);
        var after = new FailureStreak(streak.Failures).After(new StreakRun(run.Trigger, run.Status, latest));
        var status = StatusText.Of(run.Status);
        var before = streak.Failures;
        streak.IsChanged |= after.Failures != before || status != streak.LastStatus;
        (streak.Failures, streak.LastStatus) = (after.Failures, status);
        if (after.Failures > before && !streak.IsAutoPaused && Meaning(sql, streak.Id) is { } schedule && after.Pauses(schedule.Definition.AutoPauseAfter))
        {
            streak.IsAutoPaused = true;
            Pause(sql, schedule, streak.Id, after.Reason(run.Number is { } number ? $"run {number}" : $"run {run.Id}", run.Error?.Message));
        }
    }

    private LiveSchedule? Meaning(Sql sql, ScheduleId id) => ScheduleStore.Find(sql, options.Project, id) is { } schedule ? live.Of(schedule).ValueOrDefault : null;

    private void Pause(Sql sql, LiveSchedule schedule, ScheduleId id, string reason)
    {
        var now = options.Time.Now();
        ScheduleStore.SetAutoPause(sql, id, reason, now);
        AuditStore.Append(sql, options.Project, new AuditEntry(Actor, "auto_paused", "schedule", id.Value, reason), now);
        AutoPaused?.Invoke(sql, schedule, id, reason);
    }

    private static bool IsOfOccurrence(Sql sql, ScheduleId id, Instant? nominalAt) =>
        sql.Number("select 1 from runs where schedule_id = $1 and nominal_at = $2 and trigger = 'schedule'", id.Value, nominalAt.ToStored()) is not null;

    private static bool HasLaterFailure(Sql sql, ScheduleId id, Instant? nominalAt) =>
        sql.Number("select 1 from runs where schedule_id = $1 and nominal_at > $2 and trigger = 'schedule' and status = 'failed'", id.Value, nominalAt.ToStored()) is not null;

    private sealed class Streak(ScheduleId id, long failures, string? lastStatus, bool isAutoPaused)
    {
        public ScheduleId Id => id;

        public long Failures { get; set; } = failures;

        public string? LastStatus { get; set; } = lastStatus;

        public bool IsAutoPaused { get; set; } = isAutoPaused;

        public bool IsChanged { get; set; }
    }
}
