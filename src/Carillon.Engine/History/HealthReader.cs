using Carillon.Core;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>How much waits and runs in one pool.</summary>
/// <param name="Pool">The pool; null for tasks in none.</param>
/// <param name="Ready">Attempts that wait for a slot.</param>
/// <param name="Running">Attempts that run.</param>
public sealed record QueueRecord(string? Pool, long Ready, long Running);

/// <summary>Runs made since a time, by where they stand.</summary>
/// <param name="Open">Not ended.</param>
/// <param name="Completed">Completed.</param>
/// <param name="Failed">Failed.</param>
/// <param name="Canceled">Canceled.</param>
public sealed record RunTally(long Open, long Completed, long Failed, long Canceled);

/// <summary>Schedules by where they stand.</summary>
/// <param name="Active">Their occurrences run.</param>
/// <param name="Paused">Stopped by an operator or by auto-pause.</param>
/// <param name="Disabled">Switched off.</param>
/// <param name="Archived">Out of use.</param>
public sealed record ScheduleTally(long Active, long Paused, long Disabled, long Archived);

/// <summary>A schedule whose last runs failed.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="FailuresInRow">How many in a row, the latest included.</param>
public sealed record FailingRecord(ScheduleId ScheduleId, long FailuresInRow);

/// <summary>How the scheduler stands.</summary>
/// <param name="OldestDueAt">The oldest due time that is not settled; null when none is due.</param>
/// <param name="Queue">By pool.</param>
/// <param name="LastHour">Runs made within the last hour.</param>
/// <param name="LastDay">Runs made within the last 24 hours.</param>
/// <param name="Schedules">All schedules of the project.</param>
/// <param name="Failing">Up to ten schedules whose last runs failed, the worst first.</param>
/// <param name="DatabaseBytes">The size of the database with its log.</param>
public sealed record HealthRecord(
    Instant? OldestDueAt, IReadOnlyList<QueueRecord> Queue, RunTally LastHour, RunTally LastDay, ScheduleTally Schedules, IReadOnlyList<FailingRecord> Failing, long DatabaseBytes);

/// <summary>Reads how the scheduler stands, in one state of the database. Thread safe.</summary>
/// <param name="database">Where.</param>
/// <param name="project">Whose schedules and runs.</param>
public sealed class HealthReader(Database database, string project)
{
    private const int MostFailing = 10;

    /// <summary>How it stands now.</summary>
    public HealthRecord Read(Instant now) => database.Read(sql => new HealthRecord(
        sql.Number("select min(next_due_at) from schedules where project = $1 and wake_at <= $2 and next_due_at <= $2 and archived_at is null", project, now.ToStored())?.ToInstant(),
        sql.Query("select pool, count(*) filter (where status = 'ready'), count(*) filter (where status = 'running') from attempts group by pool order by pool nulls first", row => new QueueRecord(row.TextOrNull(0), row.GetInt64(1), row.GetInt64(2))),
        Runs(sql, now - Duration.FromHours(1)),
        Runs(sql, now - Duration.FromHours(24)),
        Schedules(sql),
        sql.Query(
            "select id, failures_in_row from schedules where project = $1 and archived_at is null and failures_in_row > 0 order by failures_in_row desc, id limit $2",
            row => new FailingRecord(new ScheduleId(row.GetString(0)), row.GetInt64(1)), project, MostFailing),
        Size(sql)));

    private RunTally Runs(Sql sql, Instant since)
    {
        var counts = sql.Query(
            "select status, count(*) from runs where project = $1 and status in ('pending', 'running', 'canceling', 'completed', 'failed', 'canceled') and id >= $2 group by status",
            row => (Status: row.GetString(0), Count: row.GetInt64(1)), project, RunIds.At(since));
        long Of(params ReadOnlySpan<string> names)
        {
            var sum = 0L;
            foreach (var (status, count) in counts)
                sum += names.Contains(status) ? count : 0;
            return sum;
        }

        return new RunTally(Of("pending", "running", "canceling"), Of("completed"), Of("failed"), Of("canceled"));
    }

    private ScheduleTally Schedules(Sql sql) => sql.First(
        """
        select count(*) filter (where archived_at is null and active = 1 and paused_by is null and auto_paused_at is null),
               count(*) filter (where archived_at is null and active = 1 and (paused_by is not null or auto_paused_at is not null)),
               count(*) filter (where archived_at is null and active = 0), count(*) filter (where archived_at is not null)
        from schedules where project = $1
        """,
        row => new ScheduleTally(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), project)!;

    private static long Size(Sql sql) => sql.Dialect == SqlDialect.Sqlite
        ? (sql.Number("select page_count * page_size from pragma_page_count, pragma_page_size") ?? 0)
        : sql.Number("select pg_database_size(current_database())") ?? 0;
}
