using System.Data.Common;
using System.Globalization;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Reads the ledger. Thread safe; every call sees one state of the database.</summary>
/// <param name="database">Where it is.</param>
/// <param name="project">Whose schedules are read.</param>
public sealed class LedgerReader(Database database, string project)
{
    private const string Columns = "nominal_at, last_nominal_at, count, outcome, reason, run_id, settled_at";

    /// <summary>The schedule's entries, latest first.</summary>
    /// <param name="schedule">Which.</param>
    /// <param name="outcome">Only those with this outcome; null for all.</param>
    /// <param name="cursor">From the page before, or null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<LedgerRecord> List(ScheduleId schedule, OccurrenceOutcome? outcome, string? cursor, int limit)
    {
        var where = new Where().And("schedule_id = ?", schedule.Value).AndIf("outcome = ?", outcome?.ToWord());
        if (long.TryParse(cursor, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var before))
            where.And("nominal_at < ?", before);
        var text = $"select {Columns} from ledger {where} order by nominal_at desc limit {where.Next(limit + 1)}";
        return RunReader.Page(
            database.Read(sql => sql.Query(text, Read, where.Values)),
            limit,
            entry => entry.NominalAt.ToStored().ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Why the schedule ran, or did not, at <paramref name="at"/>.</summary>
    /// <param name="schedule">The stored schedule.</param>
    /// <param name="times">Its nominal times as they are defined now; null when the definition is gone.</param>
    /// <param name="at">The nominal time asked about.</param>
    /// <param name="now">The time now.</param>
    public WhyRecord Why(ScheduleRecord schedule, OccurrenceTimes? times, Instant at, Instant now)
    {
        var (entry, run) = database.Read(sql => Covering(sql, schedule.Id, at));
        return OccurrenceAnswer.Give(schedule, times, at, now, entry, run);
    }

    private (LedgerRecord? Entry, RunRecord? Run) Covering(Sql sql, ScheduleId schedule, Instant at)
    {
        var entry = sql.First(
            $"select {Columns} from ledger where schedule_id = $1 and nominal_at <= $2 order by nominal_at desc limit 1",
            Read,
            schedule.Value,
            at.ToStored());
        if (entry?.LastNominalAt < at)
            entry = null;
        return (entry, (entry?.RunId ?? MadeUp(sql, schedule, at)) is { } run ? RunReader.Find(sql, run, project) : null);
    }

    /// <summary>The run that was made later for an occurrence that had none.</summary>
    private static RunId? MadeUp(Sql sql, ScheduleId schedule, Instant at) => sql.First<RunId?>(
        "select id from runs where schedule_id = $1 and nominal_at = $2 and trigger in ('schedule', 'backfill', 'retry') order by case when status = 'completed' then 0 else 1 end, id desc limit 1",
        row => new RunId(row.GetString(0)), schedule.Value, at.ToStored());

    private static LedgerRecord Read(DbDataReader row) => new(
        row.GetInt64(0).ToInstant(),
        row.GetInt64(1).ToInstant(),
        row.GetInt64(2),
        row.GetString(3).ToValue<OccurrenceOutcome>(),
        row.GetString(4),
        row.TextOrNull(5) is { } run ? new RunId(run) : null,
        row.GetInt64(6).ToInstant());
}
