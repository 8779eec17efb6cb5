using System.Buffers.Binary;
using Carillon.Core.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Browser.Tests;

/// <summary>Weeks of runs and ledger rows for each schedule, at the times at which it was due, the same each time.</summary>
internal sealed class SeededHistory(Database database, Instant now)
{
    private const int MostEach = 160;
    private static readonly Duration Span = Duration.FromDays(60);

    // Half a day in which nothing ran.
    private static readonly Instant DownFrom = Instant.FromUtc(2026, 2, 24, 12, 0);
    private static readonly Instant DownUntil = Instant.FromUtc(2026, 2, 25, 0, 0);

    private readonly Random _random = new(1);
    private int _made;

    public Task WriteAsync(IReadOnlyList<(ScheduleRecord Record, LiveSchedule Live)> schedules) => database.WriteAsync(sql =>
    {
        foreach (var (record, live) in schedules.OrderBy(schedule => schedule.Record.Id.Value, StringComparer.Ordinal))
        {
            var times = live.Definition.Times.Between(now - Span, now - Duration.FromMinutes(2)).TakeLast(MostEach).ToList();
            var runs = 0;
            for (var i = 0; i < times.Count; i++)
            {
                if (times[i] >= DownFrom && times[i] < DownUntil)
                    Settle(sql, record, times[i], "missed", "downtime", null);
                else if (_random.Next(60) == 0)
                    Settle(sql, record, times[i], "skipped", runs == 0 ? "paused by ann: audit" : $"overlap: run {runs} was still open", null);
                else
                    Run(sql, record, live, times[i], ++runs, StatusOf(record, times.Count - i));
            }

            sql.Execute(
                "update schedules set created_at = $2, run_count = $3, next_nominal_at = case when next_nominal_at is null then null else $4 end, next_due_at = case when next_due_at is null then null else $4 end where id = $1",
                record.Id.Value, (now - Span).ToStored(), runs, live.Definition.Times.Next(now)?.ToStored());
        }
    });

    private string StatusOf(ScheduleRecord record, int left) => (record.WorkflowId.Value, _random.Next(100)) switch
    {
        ("vendor-prices", _) when left <= 3 => "failed",
        (_, < 92) => "completed",
        (_, < 98) => "failed",
        _ => "canceled",
    };

    private void Run(Sql sql, ScheduleRecord record, LiveSchedule live, Instant nominal, int number, string status)
    {
        var workflow = live.Workflow;
        var version = sql.First("select version from workflows where id = $1", row => row.GetString(0), workflow.Id.Value)!;
        var id = Id(nominal);
        var started = nominal + Duration.FromMilliseconds(40 + _random.Next(900));
        var cost = status == "completed" ? workflow.Tasks.Count * 12_000L + _random.Next(300_000) : 0;
        var owner = live.Definition.Owner ?? workflow.Owner;
        var (month, scheduleMonth) = (Month(nominal.InUtc()), Month(nominal.InZone(live.Definition.Zone)));
        var stop = status == "completed" ? workflow.Tasks.Count : _random.Next(workflow.Tasks.Count);
        var at = started;
        var tasks = new List<(string Id, string Status, Instant From, Instant To)>();
        for (var i = 0; i < workflow.Tasks.Count; i++)
        {
            var from = at;
            at = i > stop ? at : at + Duration.FromMilliseconds(200 + (long)Math.Exp(_random.NextDouble() * 9));
            tasks.Add((workflow.Tasks[i].Id.Value, i < stop ? "succeeded" : i == stop ? status : status == "canceled" ? "canceled" : "upstream_failed", from, at));
        }

        var error = status == "failed" ? """{"code":"SCH038","class":"exit_code","message":"The command ended with 3.","retryable":true}""" : null;
        sql.Execute(
            """
            insert into runs (id, project, workflow_id, version, schedule_id, nominal_at, due_at, run_number, trigger, status, input, identity, created_at, created_by, started_at, completed_at,
                              canceled_by, cancel_reason, error, tasks_total, tasks_succeeded, tasks_failed, cost_micros, rows, cost_schedule_month, cost_owner, cost_month, cost_settled)
            values ($1, 'default', $2, $3, $4, $5, $5, $6, 'schedule', $7, '{}', $8, $5, 'schedule', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)
            """,
            id, workflow.Id.Value, version, record.Id.Value, nominal.ToStored(), number, status, $"{record.Id.Value}@{nominal}", started.ToStored(), at.ToStored(),
            status == "canceled" ? "ann" : null, status == "canceled" ? "the source was down" : null, error,
            tasks.Count, stop, status == "failed" ? 1 : 0, cost, _random.Next(5000), scheduleMonth, owner, month);
        foreach (var task in tasks)
            Task(sql, id, task, error);
        Settle(sql, record, nominal, "ran", "on time", id);
        if (cost == 0)
            return;
        Spend(sql, "schedule", scheduleMonth, record.Id.Value, cost);
        Spend(sql, "project", month, "default", cost);
        if (owner is not null)
            Spend(sql, "owner", month, owner, cost);
        sql.Execute(
            "insert into spending_days (project, day, spent_micros) values ('default', $1, $2) on conflict (project, day) do update set spent_micros = spending_days.spent_micros + $2",
            at.ToUnixTimeSeconds() / 86_400, cost);
    }

    private static void Task(Sql sql, string run, (string Id, string Status, Instant From, Instant To) task, string? error)
    {
        var ran = task.Status is "succeeded" or "failed";
        sql.Execute(
            "insert into task_runs (run_id, task_id, item, status, attempts, ready_at, started_at, completed_at, output, error, reason) values ($1, $2, -1, $3, $4, $5, $6, $7, $8, $9, $10)",
            run, task.Id, task.Status, ran ? 1 : 0, ran ? task.From.ToStored() : null, ran ? task.From.ToStored() : null, task.To.ToStored(),
            task.Status == "succeeded" ? """{"exit_code":0}""" : null, task.Status == "failed" ? error : null, task.Status == "upstream_failed" ? "a task it needs has failed" : null);
        if (!ran)
            return;
        sql.Execute(
            "insert into attempt_history (run_id, task_id, item, number, fence, outcome, node, ready_at, started_at, completed_at, input, error) values ($1, $2, -1, 1, 1, $3, 'local', $4, $4, $5, '{}', $6)",
            run, task.Id, task.Status, task.From.ToStored(), task.To.ToStored(), task.Status == "failed" ? error : null);
        sql.Execute(
            "insert into log_chunks (run_id, task_id, item, number, seq, at, text) values ($1, $2, -1, 1, 0, $3, $4)",
            run, task.Id, task.To.ToStored(), task.Status == "failed" ? "column 'close' is empty in 37 rows\n" : "done\n");
    }

    private static void Settle(Sql sql, ScheduleRecord record, Instant nominal, string outcome, string reason, string? run) => sql.Execute(
        "insert into ledger (schedule_id, nominal_at, last_nominal_at, count, outcome, reason, run_id, settled_at) values ($1, $2, $2, 1, $3, $4, $5, $2)",
        record.Id.Value, nominal.ToStored(), outcome, reason, run);

    private static void Spend(Sql sql, string scope, int month, string subject, long cost) => sql.Execute(
        """
        insert into spending (project, scope, month, subject, reserved_micros, spent_micros) values ('default', $1, $2, $3, 0, $4)
        on conflict (project, scope, month, subject) do update set spent_micros = spending.spent_micros + $4
        """,
        scope, month, subject, cost);

    private static int Month(ZonedDateTime at) => (at.Year * 100) + at.Month;

    /// <summary>A UUID of version 7, as runs have.</summary>
    private string Id(Instant at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at.ToUnixTimeMilliseconds() << 16) | 0x7000L | (long)(_made & 0xFFF));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], unchecked((long)0x8000000000000000) | ((long)++_made * 7919));
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
