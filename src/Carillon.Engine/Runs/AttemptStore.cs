using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>A live attempt's row.</summary>
internal sealed record AttemptRow(long Id, RunId Run, TaskKey Key, int Number, bool IsRunning, string? Pool, long Fence, string? Node, Instant ReadyAt, Instant? ClaimedAt);

/// <summary>The queue: live attempts, and the history of ended ones.</summary>
internal static class AttemptStore
{
    private const string Columns = "id, run_id, task_id, item, number, status, pool, fence, node, ready_at, claimed_at";

    public static void Queue(Sql sql, RunId run, TaskKey key, int number, string? pool, int priority, Instant now) => sql.Execute(
        "insert into attempts (run_id, task_id, item, number, status, pool, priority, ready_at) values ($1, $2, $3, $4, 'ready', $5, $6, $7)",
        run.Value, key.Task.Value, key.Item, number, pool, priority, now.ToStored());

    public static AttemptRow? Find(Sql sql, RunId run, TaskKey key) => sql.First(
        $"select {Columns} from attempts where run_id = $1 and task_id = $2 and item = $3", Read, run.Value, key.Task.Value, key.Item);

    /// <summary>The attempt, if the claim with that fence still holds it.</summary>
    public static AttemptRow? Held(Sql sql, long id, long fence) => sql.First(
        $"select {Columns} from attempts where id = $1 and fence = $2 and status = 'running'", Read, id, fence);

    public static List<AttemptRow> Running(Sql sql) => sql.Query($"select {Columns} from attempts where status = 'running'", Read);

    /// <summary>Ready attempts in the order they are to be claimed, those of the named pools left out.</summary>
    public static List<AttemptRow> Ready(Sql sql, IReadOnlyCollection<string> withoutPools, int limit) => sql.Query(
        $"select {Columns} from attempts where status = 'ready' and (pool is null or pool not in (select value from json_each($1))) order by priority desc, id limit $2",
        Read, System.Text.Json.JsonSerializer.Serialize(withoutPools), limit);

    public static Dictionary<string, int> PoolUse(Sql sql) => sql.Query(
        "select pool, count(*) from attempts where status = 'running' and pool is not null group by pool",
        row => (Pool: row.GetString(0), Count: row.GetInt32(1))).ToDictionary(p => p.Pool, p => p.Count, StringComparer.Ordinal);

    public static void Claim(Sql sql, long id, string node, Instant now, Instant leaseUntil) => sql.Execute(
        "update attempts set status = 'running', node = $2, fence = fence + 1, claims = claims + 1, claimed_at = $3, lease_until = $4 where id = $1 and status = 'ready'",
        id, node, now.ToStored(), leaseUntil.ToStored());

    public static void Renew(Sql sql, string node, Instant leaseUntil) => sql.Execute(
        "update attempts set lease_until = $2 where status = 'running' and node = $1", node, leaseUntil.ToStored());

    /// <summary>Puts a claimed attempt back into the queue, uncounted: its node is going down and says so.</summary>
    public static void Release(Sql sql, long id, long fence) => sql.Execute(
        "update attempts set status = 'ready', node = null, lease_until = null where id = $1 and fence = $2 and status = 'running'", id, fence);

    public static void MarkCanceling(Sql sql, long id) => sql.Execute("update attempts set canceling = 1 where id = $1", id);

    public static void Delete(Sql sql, long id) => sql.Execute("delete from attempts where id = $1", id);

    public static void Record(Sql sql, AttemptRow row, string outcome, Instant now, string? input, TaskError? error) => sql.Execute(
        """
        insert into attempt_history (run_id, task_id, item, number, fence, outcome, node, ready_at, started_at, completed_at, input, error)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        row.Run.Value, row.Key.Task.Value, row.Key.Item, row.Number, row.Fence, outcome, row.Node, row.ReadyAt.ToStored(), row.ClaimedAt.ToStored(),
        now.ToStored(), input, RunStore.ToJson(error));

    private static AttemptRow Read(System.Data.Common.DbDataReader row) => new(
        row.GetInt64(0), new RunId(row.GetString(1)), new TaskKey(new TaskId(row.GetString(2)), row.GetInt32(3)), row.GetInt32(4), row.GetString(5) == "running",
        row.TextOrNull(6), row.GetInt64(7), row.TextOrNull(8), row.GetInt64(9).ToInstant(), row.NumberOrNull(10)?.ToInstant());
}
