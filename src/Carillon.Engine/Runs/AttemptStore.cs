using System.Data.Common;
using System.Globalization;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>The queue: live attempts, and the history of ended ones.</summary>
internal static class AttemptStore
{
    private const string Columns = "id, run_id, task_id, item, number, pool, priority, ready_at, runs_on, node, fence, claims, claimed_at, lease_until, canceling";

    private static readonly RowWrite Deletion = RowWrite.Delete(30, "attempts", "id, fence");

    private static readonly RowWrite Insertion = RowWrite.Insert(
        31, "attempts", "id, run_id', task_id', item, number, status', pool', priority, ready_at, runs_on', node', fence, claims, claimed_at, lease_until, canceling");

    private static readonly RowWrite Change = RowWrite.Update(
        32, "attempts", "id, old@fence, status', node', fence, claims, claimed_at, lease_until, canceling", keys: 2, isExact: true);

    private static readonly RowWrite Ended = RowWrite.Insert(
        40, "attempt_history", "run_id', task_id', item, number, fence, outcome', node', ready_at, started_at, completed_at, input', error'");

    /// <summary>The live attempts of runs.</summary>
    public static List<AttemptRow> OfRuns(Sql sql, IEnumerable<string> runs) => sql.Query(
        $"select {Columns} from attempts where run_id in (select value from json_each($1))", Read, RunReader.JsonList(runs));

    /// <summary>True while the claim with that fence holds the attempt.</summary>
    public static bool IsHeld(Sql sql, long id, long fence) =>
        sql.Number("select 1 from attempts where id = $1 and fence = $2 and status = 'running'", id, fence) is not null;

    /// <summary>True when attempts wait to be claimed.</summary>
    public static bool HasReady(Sql sql) => sql.Number("select 1 from attempts where status = 'ready' limit 1") is not null;

    /// <summary>Claims of any node whose lease has run out.</summary>
    public static List<AttemptRow> Expired(Sql sql, Instant now) => sql.Query(
        $"select {Columns} from attempts where status = 'running' and lease_until <= $1", Read, now.ToStored());

    /// <summary>When the next lease runs out that is not renewed before; null when nothing is claimed.</summary>
    public static Instant? NextExpiry(Sql sql, Instant now) =>
        sql.Number("select min(lease_until) from attempts where status = 'running' and lease_until > $1", now.ToStored())?.ToInstant();

    /// <summary>What a node has claimed.</summary>
    public static List<AttemptRow> ClaimedBy(Sql sql, string node) => sql.Query(
        $"select {Columns} from attempts where status = 'running' and node = $1", Read, node);

    /// <summary>Everything that is claimed.</summary>
    public static List<AttemptRow> Claimed(Sql sql) => sql.Query($"select {Columns} from attempts where status = 'running'", Read);

    /// <summary>Ready attempts in the order they are to be claimed, for a node with these tags, those of the named pools and those with the given ids left out.</summary>
    public static List<AttemptRow> Ready(Sql sql, IReadOnlyCollection<string> withoutPools, IReadOnlyCollection<long> without, IReadOnlyCollection<string> tags, int limit) => sql.Query(
        $"""
        select {Columns} from attempts where status = 'ready' and (pool is null or pool not in (select value from json_each($1)))
          and (runs_on is null or runs_on in (select value from json_each($2)))
          and id not in (select cast(value as bigint) from json_each($3)) order by priority desc, id limit $4
        """,
        Read, RunReader.JsonList(withoutPools), RunReader.JsonList(tags), RunReader.JsonList(without.Select(id => id.ToString(CultureInfo.InvariantCulture))), limit);

    public static Dictionary<string, int> PoolUse(Sql sql) => sql.Query(
        "select pool, count(*) from attempts where status = 'running' and pool is not null group by pool",
        row => (Pool: row.GetString(0), Count: row.GetInt32(1))).ToDictionary(p => p.Pool, p => p.Count, StringComparer.Ordinal);

    /// <summary>The leases of a node's claims hold until then. Gives those that somebody wants stopped.</summary>
    public static List<long> Renew(Sql sql, string node, Instant leaseUntil)
    {
        sql.Execute("update attempts set lease_until = $2 where status = 'running' and node = $1", node, leaseUntil.ToStored());
        return sql.Query("select id from attempts where status = 'running' and node = $1 and canceling = 1", row => row.GetInt64(0), node);
    }

    /// <summary>The highest id that was ever given; 0 for none.</summary>
    public static long LastId(Sql sql) => sql.Number("select seq from sqlite_sequence where name = 'attempts'") ?? 0;

    public static void Insert(Sql sql, AttemptRow row) => sql.Rows.Add(
        Insertion, row.Id, row.Run.Value, row.Key.Task.Value, row.Key.Item, row.Number, Status(row), row.Pool, row.Priority, row.ReadyAt.ToStored(), row.RunsOn, row.Node,
        row.Fence, row.Claims, row.ClaimedAt.ToStored(), row.LeaseUntil.ToStored(), row.IsCanceling);

    /// <summary>Another state of an attempt that is stored with that fence.</summary>
    public static void Update(Sql sql, AttemptRow row, long storedFence) => sql.Rows.Add(
        Change, row.Id, storedFence, Status(row), row.Node, row.Fence, row.Claims, row.ClaimedAt.ToStored(), row.LeaseUntil.ToStored(), row.IsCanceling);

    public static void Delete(Sql sql, long id, long storedFence) => sql.Rows.Add(Deletion, id, storedFence);

    public static void Record(Sql sql, AttemptRow row, string outcome, Instant now, string? input, TaskError? error) => sql.Rows.Add(
        Ended, row.Run.Value, row.Key.Task.Value, row.Key.Item, row.Number, row.Fence, outcome, row.Node, row.ReadyAt.ToStored(), row.ClaimedAt.ToStored(),
        now.ToStored(), input, RunStore.ToJson(error));

    /// <summary>The task run that a live attempt tells of when there is no row of it.</summary>
    public static TaskRunState TaskOf(AttemptRow row) => new()
    {
        Key = row.Key,
        Status = row.IsRunning ? Core.Runs.TaskStatus.Running : Core.Runs.TaskStatus.Ready,
        Attempts = row.Number,
        ReadyAt = row.ReadyAt,
        StartedAt = row.ClaimedAt,
    };

    private static string Status(AttemptRow row) => row.IsRunning ? "running" : "ready";

    private static AttemptRow Read(DbDataReader row) => new(
        row.GetInt64(0), new RunId(row.GetString(1)), new TaskKey(new TaskId(row.GetString(2)), row.GetInt32(3)), row.GetInt32(4), row.TextOrNull(5), row.GetInt32(6), row.GetInt64(7).ToInstant())
    {
        RunsOn = row.TextOrNull(8),
        Node = row.TextOrNull(9),
        Fence = row.GetInt64(10),
        Claims = row.GetInt64(11),
        ClaimedAt = row.NumberOrNull(12)?.ToInstant(),
        LeaseUntil = row.NumberOrNull(13)?.ToInstant(),
        IsCanceling = row.GetInt64(14) != 0,
    };
}
