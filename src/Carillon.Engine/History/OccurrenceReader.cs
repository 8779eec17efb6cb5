using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>One occurrence of a schedule, past or to come. Immutable.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="WorkflowId">Its workflow.</param>
/// <param name="At">The (first) nominal time.</param>
/// <param name="Count">How many in a row with the same fate; 1 but for skipped, missed and coalesced ones.</param>
/// <param name="Verdict">What became of it, or that it is to come.</param>
/// <param name="RunId">Its run, or null.</param>
/// <param name="RunStatus">Where its run stands; null without a run and for one that was pruned.</param>
public sealed record OccurrenceRecord(ScheduleId ScheduleId, WorkflowId WorkflowId, Instant At, long Count, OccurrenceVerdict Verdict, RunId? RunId, RunStatus? RunStatus);

/// <summary>Reads occurrences of all schedules together. Thread safe.</summary>
/// <param name="database">Where the past ones are.</param>
/// <param name="schedules">The schedules in use.</param>
/// <param name="live">What they mean, for those to come.</param>
/// <param name="project">Whose they are.</param>
public sealed class OccurrenceReader(Database database, ScheduleReader schedules, LiveSchedules live, string project)
{
    /// <summary>How many occurrences to come are looked at for one schedule.</summary>
    public const int MostEach = 20_000;

    // Clocks differ by quarters of an hour, so no quarter lies on two days; the oldest, odd offsets of zones aside.
    private const long Quarter = 900_000_000;

    /// <summary>How many past occurrences there are in [<paramref name="from"/>, <paramref name="to"/>), by quarter of an hour and outcome. Those of a row count where it begins.</summary>
    public IReadOnlyList<TimedCount> Past(Instant from, Instant to, ScheduleId? only) => database.Read(sql => sql.Query(
        """
        select l.nominal_at / $5 * $5, l.outcome, sum(l.count) from schedules s join ledger l on l.schedule_id = s.id and l.nominal_at >= $2 and l.nominal_at < $3
        where s.project = $1 and (cast($4 as text) is null or s.id = $4) group by 1, 2
        """,
        row => new TimedCount(row.GetInt64(0).ToInstant(), OutcomeText.Parse(row.GetString(1)), row.GetInt64(2)),
        project, from.ToStored(), to.ToStored(), only?.Value, Quarter));

    /// <summary>How many past occurrences there are in each step from <paramref name="from"/> to <paramref name="to"/>, by what became of them and of their runs. Those of a row count where it begins.</summary>
    public IReadOnlyList<OccurrenceCell> PastCells(Instant from, Instant to, Duration step, ScheduleId? only) => database.Read(sql => sql.Query(
        """
        select (l.nominal_at - $2) / $5 * $5 + $2, l.outcome, r.status, sum(l.count)
        from schedules s join ledger l on l.schedule_id = s.id and l.nominal_at >= $2 and l.nominal_at < $3 left join runs r on r.id = l.run_id
        where s.project = $1 and (cast($4 as text) is null or s.id = $4) group by 1, 2, 3
        """,
        row => new OccurrenceCell(
            row.GetInt64(0).ToInstant(), OccurrenceBand.StateOf(OutcomeText.Parse(row.GetString(1)), row.TextOrNull(2) is { } status ? StatusText.ParseRun(status) : null), row.GetInt64(3)),
        project, from.ToStored(), to.ToStored(), only?.Value, step.BclCompatibleTicks / 10));

    /// <summary>The past occurrences themselves, by time, at most so many.</summary>
    public IReadOnlyList<OccurrenceRecord> PastItems(Instant from, Instant to, ScheduleId? only, int limit) => database.Read(sql => sql.Query(
        """
        select s.id, s.workflow_id, l.nominal_at, l.count, l.outcome, l.run_id, r.status
        from schedules s join ledger l on l.schedule_id = s.id and l.nominal_at >= $2 and l.nominal_at < $3 left join runs r on r.id = l.run_id
        where s.project = $1 and (cast($4 as text) is null or s.id = $4) order by l.nominal_at, s.id limit $5
        """,
        row => new OccurrenceRecord(
            new ScheduleId(row.GetString(0)), new WorkflowId(row.GetString(1)), row.GetInt64(2).ToInstant(), row.GetInt64(3), row.GetString(4).ToValue<OccurrenceVerdict>(),
            row.TextOrNull(5) is { } run ? new RunId(run) : null, row.TextOrNull(6) is { } status ? StatusText.ParseRun(status) : null),
        project, from.ToStored(), to.ToStored(), only?.Value, limit));

    /// <summary>
    /// Occurrences to come of active schedules in the range, schedule by schedule, at most <see cref="MostEach"/> of each; those that the ledger has are left out.
    /// Lazy.
    /// </summary>
    public IEnumerable<OccurrenceRecord> Future(Instant from, Instant to, ScheduleId? only)
    {
        foreach (var record in only is { } id ? schedules.Find([id]) : schedules.InUse(ScheduleStatus.Active))
        {
            if (record.Status != ScheduleStatus.Active || live.Of(record).ValueOrDefault is not { } meaning)
                continue;
            var start = Instant.Max(from, record.SettledThrough + Duration.FromTicks(1));
            foreach (var at in meaning.Definition.Times.Between(start, to).Take(MostEach))
                yield return new OccurrenceRecord(record.Id, record.WorkflowId, at, 1, OccurrenceVerdict.Future, null, null);
        }
    }
}
