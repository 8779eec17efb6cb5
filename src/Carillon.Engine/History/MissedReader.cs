using Carillon.Core.Schedules;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Reads what schedules have missed. Thread safe.</summary>
/// <param name="database">Where it is.</param>
public sealed class MissedReader(Database database)
{
    /// <summary>At most so many are looked for.</summary>
    public const int Most = 100_000;

    /// <summary>At most so many are listed.</summary>
    public const int MostListed = 1_000;

    /// <summary>Occurrences that were due and have no run so far: since <paramref name="since"/>, else since the schedule's pause, else in the last 7 days.</summary>
    public MissedRecord Find(ScheduleRecord schedule, OccurrenceTimes times, Instant? since, Instant now)
    {
        var stopped = (schedule.PausedAt, schedule.AutoPausedAt) switch
        {
            ({ } one, { } other) => Instant.Min(one, other),
            var (one, other) => one ?? other,
        };
        var from = since ?? stopped ?? now - MissedOccurrences.Recently;
        var found = database.Read(sql => MissedOccurrences.List(sql, schedule.Id, times, from, now, Most));
        return new MissedRecord(from, found.Count, found.Count == 0 ? null : found[0].NominalAt, found.Count == 0 ? null : found[^1].NominalAt, [.. found.TakeLast(MostListed)]);
    }
}
