using System.Data.Common;
using System.Globalization;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>Reads backfills. Thread safe; every call sees one state of the database.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose backfills are read.</param>
public sealed class BackfillReader(Database database, string project)
{
    private const string Columns =
        """
        b.id, b.schedule_id, b.from_at, b.to_at, b.selection, b.run_order, b.status, b.concurrency, b.max_runs, b.input, b.total, b.trouble, b.created_by, b.reason,
        b.created_at, b.completed_at,
        count(*) filter (where i.status = 'waiting'), count(*) filter (where i.status = 'running'), count(*) filter (where i.status = 'completed'),
        count(*) filter (where i.status = 'failed'), count(*) filter (where i.status = 'canceled')
        """;

    private const string Tables = "from backfills b join backfill_items i on i.backfill_id = b.id";

    /// <summary>Backfills that fit, the latest first.</summary>
    /// <param name="schedule">Only those of this schedule; null for all.</param>
    /// <param name="status">Only those that stand so; null for all.</param>
    /// <param name="cursor">From the page before, or null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<BackfillRecord> List(ScheduleId? schedule, BackfillStatus? status, string? cursor, int limit)
    {
        var where = new Where().And("b.project = ?", project).AndIf("b.schedule_id = ?", schedule?.Value).AndIf("b.status = ?", status?.ToWord());
        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
            where.And("b.id < ?", before);
        // Picked first, so that only the items of this page are counted.
        var text = $"select {Columns} {Tables} where b.id in (select b.id from backfills b {where} order by b.id desc limit {where.Next(limit + 1)}) group by b.id order by b.id desc";
        return RunReader.Page(database.Read(sql => sql.Query(text, Read, where.Values)), limit, backfill => backfill.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The backfill with its progress, or null.</summary>
    public BackfillRecord? Find(long id) => database.Read(sql => sql.First($"select {Columns} {Tables} where b.id = $1 and b.project = $2 group by b.id", Read, id, project));

    /// <summary>Its nominal times in the order in which they run.</summary>
    /// <param name="id">Which backfill.</param>
    /// <param name="cursor">From the page before, or null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<BackfillItemRecord> Items(long id, string? cursor, int limit)
    {
        _ = long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var from);
        var rows = database.Read(sql => sql.Query(
            "select place, nominal_at, status, run_id from backfill_items where backfill_id = $1 and place >= $2 order by place limit $3",
            row => (Place: row.GetInt64(0), Item: new BackfillItemRecord(row.GetInt64(1).ToInstant(), row.GetString(2), row.TextOrNull(3) is { } run ? new RunId(run) : null)),
            id, from, limit + 1));
        var page = RunReader.Page(rows, limit, row => (row.Place + 1).ToString(CultureInfo.InvariantCulture));
        return new RecordPage<BackfillItemRecord>([.. page.Items.Select(row => row.Item)], page.NextCursor);
    }

    private static BackfillRecord Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        ScheduleId = new ScheduleId(row.GetString(1)),
        From = row.GetInt64(2).ToInstant(),
        To = row.GetInt64(3).ToInstant(),
        Only = row.GetString(4).ToValue<BackfillSelection>(),
        Order = row.GetString(5).ToValue<BackfillOrder>(),
        Status = row.GetString(6).ToValue<BackfillStatus>(),
        Concurrency = row.GetInt64(7),
        MaxRuns = row.NumberOrNull(8),
        Input = row.TextOrNull(9).ToJson(),
        Total = row.GetInt64(10),
        Trouble = row.TextOrNull(11),
        CreatedBy = row.GetString(12),
        Reason = row.TextOrNull(13),
        CreatedAt = row.GetInt64(14).ToInstant(),
        CompletedAt = row.NumberOrNull(15)?.ToInstant(),
        Waiting = row.GetInt64(16),
        Running = row.GetInt64(17),
        Completed = row.GetInt64(18),
        Failed = row.GetInt64(19),
        Canceled = row.GetInt64(20),
    };
}
