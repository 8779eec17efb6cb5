using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>An open backfill, as far as its loop needs it.</summary>
internal sealed record OpenBackfill(long Id, ScheduleId Schedule, int Concurrency, string? Input, string By);

/// <summary>Backfills in the database.</summary>
internal static class BackfillStore
{
    public static long Insert(Sql sql, string project, ScheduleId schedule, BackfillRequest request, BackfillPreview plan, Instant now)
    {
        var id = sql.Number(
            """
            insert into backfills (project, schedule_id, from_at, to_at, selection, run_order, status, concurrency, max_runs, input, reason, total,
                                   idempotency_key, request, created_by, created_at)
            values ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id
            """,
            project, schedule.Value, plan.From.ToStored(), plan.To.ToStored(), request.Selection.ToWord(), request.Order.ToWord(), request.Concurrency, request.MaxRuns,
            request.Input?.ToJsonString(), request.Reason, plan.NominalTimes.Count, request.IdempotencyKey, Text(schedule, request), request.By, now.ToStored())!.Value;
        for (var place = 0; place < plan.NominalTimes.Count; place++)
        {
            sql.Execute(
                "insert into backfill_items (backfill_id, place, nominal_at, status) values ($1, $2, $3, 'waiting')", id, place, plan.NominalTimes[place].ToStored());
        }

        return id;
    }

    /// <summary>The backfill of that idempotency key, and whether it was asked for in the same words.</summary>
    public static (long Id, bool IsSame)? WithKey(Sql sql, ScheduleId schedule, BackfillRequest request) => request.IdempotencyKey is null ? null : sql.First<(long, bool)?>(
        "select id, case when request = $2 then 1 else 0 end from backfills where idempotency_key = $1", row => (row.GetInt64(0), row.GetInt64(1) != 0), request.IdempotencyKey, Text(schedule, request));

    /// <summary>How the runs of the schedule's nominal times in the range stand. Times without a run are left out.</summary>
    public static Dictionary<Instant, NominalState> States(Sql sql, ScheduleId schedule, Instant from, Instant to) => sql.Query(
        """
        select nominal_at, max(case when status in ('pending', 'running', 'canceling') then 3 when status = 'completed' then 2 else 1 end) from runs
        where schedule_id = $1 and nominal_at >= $2 and nominal_at < $3 and trigger in ('schedule', 'backfill', 'retry') group by nominal_at
        """,
        row => (At: row.GetInt64(0).ToInstant(), State: row.GetInt64(1) switch { 3 => NominalState.Open, 2 => NominalState.Completed, _ => NominalState.Failed }),
        schedule.Value, from.ToStored(), to.ToStored()).ToDictionary(run => run.At, run => run.State);

    public static List<OpenBackfill> Running(Sql sql, string project) => sql.Query(
        "select id, schedule_id, concurrency, input, created_by from backfills where project = $1 and status = 'running' order by id",
        row => new OpenBackfill(row.GetInt64(0), new ScheduleId(row.GetString(1)), row.GetInt32(2), row.TextOrNull(3), row.GetString(4)), project);

    public static long OpenItems(Sql sql, long id) => sql.Number("select count(*) from backfill_items where backfill_id = $1 and status = 'running'", id) ?? 0;

    public static List<(long Place, Instant NominalAt)> Waiting(Sql sql, long id, long limit) => sql.Query(
        "select place, nominal_at from backfill_items where backfill_id = $1 and status = 'waiting' order by place limit $2",
        row => (row.GetInt64(0), row.GetInt64(1).ToInstant()), id, limit);

    public static void Start(Sql sql, long id, long place, RunId run) => sql.Execute(
        "update backfill_items set status = 'running', run_id = $3 where backfill_id = $1 and place = $2", id, place, run.Value);

    /// <summary>The backfill whose run has ended, or null when the run belongs to none.</summary>
    public static long? EndItem(Sql sql, RunId run, RunStatus status) => sql.Number(
        "update backfill_items set status = $2 where run_id = $1 and status = 'running' returning backfill_id", run.Value, StatusText.Of(status));

    public static bool IsDone(Sql sql, long id) => sql.Number("select 1 from backfill_items where backfill_id = $1 and status in ('waiting', 'running')", id) is null;

    public static BackfillStatus? Status(Sql sql, string project, long id) => sql.First<BackfillStatus?>(
        "select status from backfills where id = $1 and project = $2", row => row.GetString(0).ToValue<BackfillStatus>(), id, project);

    public static void SetStatus(Sql sql, long id, BackfillStatus status, Instant now) => sql.Execute(
        "update backfills set status = $2, completed_at = $3, trouble = null where id = $1",
        id, status.ToWord(), status is BackfillStatus.Completed or BackfillStatus.Canceled ? now.ToStored() : null);

    /// <summary>Why it cannot go on for now; null when it can.</summary>
    public static void SetTrouble(Sql sql, long id, string? trouble) => sql.Execute("update backfills set trouble = $2 where id = $1 and trouble is distinct from $2", id, trouble);

    public static void CancelWaiting(Sql sql, long id) => sql.Execute("update backfill_items set status = 'canceled' where backfill_id = $1 and status = 'waiting'", id);

    public static List<RunId> OpenRuns(Sql sql, long id) => sql.Query(
        "select run_id from backfill_items where backfill_id = $1 and status = 'running'", row => new RunId(row.GetString(0)), id);

    // What makes two requests the same: everything but who asks and why.
    private static string Text(ScheduleId schedule, BackfillRequest request) => string.Join(
        '|', schedule.Value, request.From, request.To, request.Concurrency, request.MaxRuns, request.Selection, request.Order, request.Input?.ToJsonString());
}
