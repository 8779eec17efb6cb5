using Carillon.Core;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>What operators ask of schedules. Thread safe. A change is durable when the task completes.</summary>
public sealed class ScheduleService
{
    private readonly EngineOptions _options;
    private readonly Database _database;

    private readonly Action<Sql, StoredSchedule, Instant> _settle;

    internal ScheduleService(EngineOptions options, Database database, Action<Sql, StoredSchedule, Instant> settle) =>
        (_options, _database, _settle) = (options, database, settle);

    /// <summary>Pauses: occurrences are skipped, and the ledger says by whom and why. A reload of the files does not undo it. Problem: SCH031.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> PauseAsync(ScheduleId id, string by, string reason) =>
        _database.WriteAsync(sql => ScheduleStore.Pause(sql, id, by, reason, _options.Time.Now()) ? Checked<ScheduleId>.Ok(id) : Unknown(id));

    /// <summary>Ends a pause. What passed meanwhile was skipped and stays so. Problem: SCH031.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> ResumeAsync(ScheduleId id) =>
        _database.WriteAsync(sql => Resume(sql, id, _options.Time.Now()) ? Checked<ScheduleId>.Ok(id) : Unknown(id));

    private bool Resume(Sql sql, ScheduleId id, Instant now)
    {
        // What came due during the pause and was not looked at yet (a start after downtime) belongs to the pause.
        if (ScheduleStore.Find(sql, id.Value) is { PausedBy: not null } paused && paused.NextDueAt <= now)
            _settle(sql, paused, now);
        return ScheduleStore.Resume(sql, id, now);
    }

    private static Checked<ScheduleId> Unknown(ScheduleId id) => Checked<ScheduleId>.Bad(new Problem(ProblemCodes.ScheduleNotFound, $"There is no schedule '{id}'."));
}
