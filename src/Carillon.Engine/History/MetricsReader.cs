using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Occurrences;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>
/// Reads what ended runs add up to, from the history's buckets and, for the last seconds, from the runs themselves: the answer is exact and current.
/// A run counts where it ended, whatever it was made for. Thread safe; every call sees one state of the database.
/// </summary>
/// <param name="database">Where it is.</param>
/// <param name="project">Whose history is read.</param>
public sealed class MetricsReader(Database database, string project)
{
    /// <summary>A schedule's metrics over a period.</summary>
    /// <param name="schedule">The stored schedule.</param>
    /// <param name="period">The period.</param>
    /// <param name="parts">The parts of the period to tell apart, which they cover in order and without gaps; empty for none.</param>
    public MetricsRecord OfSchedule(ScheduleRecord schedule, HistoryPeriod period, IReadOnlyList<HistoryPeriod> parts) => database.Read(sql =>
        Read(sql, HistoryScope.Schedule, schedule.Id.Value, schedule.WorkflowId.Value, schedule.Id.Value, period, parts) with
        {
            Occurrences = OccurrenceCounts.Of(Ledger(sql, "schedule_id = $1", schedule.Id.Value, period)),
            NextRun = schedule.NextRunAt,
            LastRun = schedule.LastRun,
        });

    /// <summary>A workflow's metrics over a period: all its schedules, and what was started otherwise.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="period">The period.</param>
    /// <param name="parts">The parts of the period to tell apart, which they cover in order and without gaps; empty for none.</param>
    public MetricsRecord OfWorkflow(WorkflowId workflow, HistoryPeriod period, IReadOnlyList<HistoryPeriod> parts) => database.Read(sql =>
        Read(sql, HistoryScope.Workflow, workflow.Value, workflow.Value, null, period, parts) with
        {
            Occurrences = OccurrenceCounts.Of(Ledger(
                sql, "schedule_id in (select id from schedules where project = $4 and workflow_id = $1)", workflow.Value, period, project)),
            NextRun = sql.Number(
                "select min(next_nominal_at) from schedules where project = $1 and workflow_id = $2 and archived_at is null", project, workflow.Value)?.ToInstant(),
            LastRun = RunReader.Latest(sql, project, [workflow.Value]).FirstOrDefault(),
        });

    /// <summary>A schedule's runs over two periods, both of one state of the database.</summary>
    public (RunMetrics One, RunMetrics Two) Compare(ScheduleRecord schedule, HistoryPeriod one, HistoryPeriod two) => database.Read(sql => (
        Read(sql, HistoryScope.Schedule, schedule.Id.Value, schedule.WorkflowId.Value, schedule.Id.Value, one, []).Metrics,
        Read(sql, HistoryScope.Schedule, schedule.Id.Value, schedule.WorkflowId.Value, schedule.Id.Value, two, []).Metrics));

    private MetricsRecord Read(Sql sql, HistoryScope scope, string id, string workflow, string? schedule, HistoryPeriod period, IReadOnlyList<HistoryPeriod> parts)
    {
        // Buckets hold what ended before the tail, so adding them first keeps the order; and both are in order of time, so one walk over the parts does.
        var walk = new PartWalk(parts.Count == 0 ? [period] : parts);
        BucketStore.Read(sql, project, scope, id, period, walk.Find);
        walk.Restart();
        foreach (var (at, run) in BucketStore.ReadTail(sql, project, workflow, schedule, period))
            walk.Find(at).Add(run);
        var all = new RunSums();
        foreach (var sums in walk.Sums)
            all.Add(sums);
        return new MetricsRecord(period, RunMetrics.Of(all), all.Streak, [.. parts.Zip(walk.Sums, (part, sums) => new MetricsPart(part, RunMetrics.Of(sums)))]);
    }

    // Several consecutive occurrences with one fate are one row, and count where they begin; one that ran is a row of its own. Most rows ran and are only
    // counted. Of the others, what stands after the colon differs from row to row (a run, a person's words) and is cut off before rows are grouped.
    private static List<OccurrenceCount> Ledger(Sql sql, string whose, string id, HistoryPeriod period, params ReadOnlySpan<object?> more) => sql.Query(
        $"""
        select 'ran', '', (select count(*) from ledger where {whose} and nominal_at >= $2 and nominal_at < $3)
                        - (select count(*) from ledger where {whose} and nominal_at >= $2 and nominal_at < $3 and outcome <> 'ran')
        union all
        select outcome, case instr(reason, ':') when 0 then reason else substr(reason, 1, instr(reason, ':') - 1) end, sum(count)
        from ledger where {whose} and nominal_at >= $2 and nominal_at < $3 and outcome <> 'ran' group by 1, 2
        """,
        row => new OccurrenceCount(row.GetString(0).ToValue<OccurrenceOutcome>(), row.GetString(1), row.GetInt64(2)),
        [id, period.From.ToStored(), period.To.ToStored(), .. more]);

    /// <summary>Finds the sums of the part that an instant lies in, for instants of the period in order of time.</summary>
    private sealed class PartWalk(IReadOnlyList<HistoryPeriod> parts)
    {
        private int _part;

        public RunSums[] Sums { get; } = [.. parts.Select(_ => new RunSums())];

        public void Restart() => _part = 0;

        public RunSums Find(Instant at)
        {
            while (parts[_part].To <= at)
                _part++;
            return Sums[_part];
        }
    }
}
