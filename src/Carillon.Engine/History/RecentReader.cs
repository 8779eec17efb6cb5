using System.Data.Common;
using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>
/// Reads how many schedules did of late, for lists: a handful of statements for all of them together, each along an index. Thread safe; every call sees one
/// state of the database.
/// </summary>
/// <param name="database">Where it is.</param>
/// <param name="live">What schedules mean now, for their zones.</param>
/// <param name="project">Whose schedules are read.</param>
public sealed class RecentReader(Database database, LiveSchedules live, string project)
{
    private const int Days = 30;

    /// <summary>Those of the schedules that exist, archived ones included, in the order asked for.</summary>
    /// <param name="ids">Which; each once.</param>
    /// <param name="now">The time now.</param>
    public IReadOnlyList<RecentRecord> Read(IReadOnlyCollection<ScheduleId> ids, Instant now) => database.Read(sql =>
    {
        var wanted = RunReader.JsonList(ids.Select(id => id.Value));
        var known = sql.Query($"select {StoredSchedule.Columns} from schedules where id in (select value from json_each($1)) and +project = $2", StoredSchedule.Read, wanted, project)
            .ToDictionary(stored => stored.Id);
        var occurrences = Occurrences(sql, wanted).ToLookup(found => found.Schedule, found => found.Occurrence);
        var runs = Runs(sql, wanted, HistoryPeriod.Quarter(now - Duration.FromDays(Days)));
        var spent = Spent(sql, wanted, CostMonth.MonthOf(now, DateTimeZone.Utc));
        return (IReadOnlyList<RecentRecord>)[.. ids.Where(known.ContainsKey).Select(id =>
        {
            var month = CostMonth.MonthOf(now, live.Of(known[id]).ValueOrDefault?.Definition.Zone ?? DateTimeZone.Utc);
            var (all, well) = runs.GetValueOrDefault(id.Value);
            var (reserved, cost) = spent.GetValueOrDefault((id.Value, month));
            return new RecentRecord
            {
                ScheduleId = id,
                Occurrences = [.. occurrences[id.Value]],
                Runs = all,
                SuccessfulRuns = well,
                Month = CostMonth.TextOf(month),
                Spent = Money.Amount(cost),
                Reserved = Money.Amount(reserved),
            };
        })];
    });

    // The 30th entry from the end says where to begin, so that no more of a ledger is read than is shown.
    private static List<(string Schedule, RecentOccurrence Occurrence)> Occurrences(Sql sql, string wanted) => sql.Query(
        """
        select l.schedule_id, l.nominal_at, l.count, l.outcome, l.run_id, r.status, (r.completed_at - r.started_at) / 1000
        from json_each($1) w
        join ledger l on l.schedule_id = w.value
         and l.nominal_at >= coalesce((select nominal_at from ledger where schedule_id = w.value order by nominal_at desc limit 1 offset 29), -9223372036854775807)
        left join runs r on r.id = l.run_id
        order by w.key, l.nominal_at desc
        """,
        row => (row.GetString(0), Read(row)), wanted);

    private static RecentOccurrence Read(DbDataReader row) => new(
        row.GetInt64(1).ToInstant(),
        row.GetInt64(2),
        row.GetString(3).ToValue<OccurrenceOutcome>(),
        row.TextOrNull(4) is { } run ? new RunId(run) : null,
        row.TextOrNull(5)?.ToValue<RunStatus>(),
        row.NumberOrNull(6));

    // From the sums of quarter hours, and for the last seconds from the runs themselves. The plus keeps the index of those, which are few.
    private Dictionary<string, (long All, long Well)> Runs(Sql sql, string wanted, Instant since) => sql.Query(
        """
        select id, sum(ended), sum(well) from (
          select id, completed + failed + canceled as ended, completed as well from history_buckets
          where project = $2 and scope = 'schedule' and id in (select value from json_each($1)) and at >= $3
          union all
          select schedule_id, 1, case when status = 'completed' then 1 else 0 end from runs
          where folded = 0 and completed_at is not null and project = $2 and completed_at >= $3 and +schedule_id in (select value from json_each($1))
        ) as counted group by id
        """,
        row => (Id: row.GetString(0), All: row.GetInt64(1), Well: row.GetInt64(2)), wanted, project, since.ToStored()).ToDictionary(found => found.Id, found => (found.All, found.Well), StringComparer.Ordinal);

    // A zone may be in the month before or after that of UTC.
    private Dictionary<(string Id, YearMonth Month), (long Reserved, long Spent)> Spent(Sql sql, string wanted, YearMonth month) => sql.Query(
        """
        select subject, month, reserved_micros, spent_micros from spending
        where project = $2 and scope = 'schedule' and month in ($3, $4, $5) and subject in (select value from json_each($1))
        """,
        row => (Id: row.GetString(0), Month: SpendingStore.Month(row.GetInt64(1)), Reserved: row.GetInt64(2), Spent: row.GetInt64(3)),
        wanted, project, SpendingStore.Number(month.PlusMonths(-1)), SpendingStore.Number(month), SpendingStore.Number(month.PlusMonths(1)))
        .ToDictionary(found => (found.Id, found.Month), found => (found.Reserved, found.Spent));
}
