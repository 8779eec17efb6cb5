using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.Runs;

/// <summary>An attempt that this process has claimed, with the run as it stood then.</summary>
internal sealed record ClaimedAttempt(AttemptRow Row, RunState Run);

/// <summary>
/// Hands queued attempts to this process's free slots, within the limits of pools. Works on the writer's thread at the end of each batch, so an
/// attempt that a batch made ready is claimed by the same commit.
/// </summary>
internal sealed class ClaimKeeper(EngineOptions options, Catalog catalog, RunKeeper runs, ILogger log)
{
    private int _free = options.Slots;

    /// <summary>Told, after commit, of each claim.</summary>
    public Action<ClaimedAttempt>? Claimed { get; set; }

    /// <summary>False until the pools' limits are known, and once the process is going down: nothing is claimed.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Gives a slot back when its attempt has ended. To be called within the transaction that ends it.</summary>
    public void Free(Sql sql)
    {
        _free++;
        runs.QueueChanged = true;
        sql.OnRollback(() => _free--);
    }

    /// <summary>Claims as many ready attempts as there are free slots.</summary>
    public void Claim(Sql sql)
    {
        while (runs.QueueChanged && _free > 0 && IsOpen)
        {
            var full = FullPools(sql, out var room);
            var ready = AttemptStore.Ready(sql, full, _free);
            var taken = 0;
            foreach (var row in ready)
            {
                if (row.Pool is { } pool && room.TryGetValue(pool, out var left))
                {
                    if (left == 0)
                        continue;
                    room[pool] = left - 1;
                }
                var isTaken = false;
                var failed = sql.Try(() => isTaken = Take(sql, row));
                if (failed is Microsoft.Data.Sqlite.SqliteException)
                    throw failed;
                if (failed is not null)
                {
                    log.LogError(failed, "Run {Run} cannot go on.", row.Run);
                    runs.Abandon(sql, row.Run, failed);
                }
                taken += isTaken ? 1 : 0;
            }
            // Fewer taken than offered: a pool filled up on the way, and others may wait behind it.
            runs.QueueChanged = taken > 0 && taken < ready.Count;
        }
    }

    private bool Take(Sql sql, AttemptRow row)
    {
        var now = options.Time.Now();
        if (runs.Load(sql, row.Run) is null)
            return false;
        AttemptStore.Claim(sql, row.Id, options.Node, now, now + options.Lease);
        runs.Apply(sql, row.Run, new RunEvent.AttemptStarted(now, row.Key, row.Number));
        _free--;
        sql.OnRollback(() => _free++);
        var claim = new ClaimedAttempt(row with { IsRunning = true, Fence = row.Fence + 1, Node = options.Node, ClaimedAt = now }, runs.Load(sql, row.Run)!);
        sql.AfterCommit(() => Claimed?.Invoke(claim));
        return true;
    }

    private List<string> FullPools(Sql sql, out Dictionary<string, int> room)
    {
        room = new Dictionary<string, int>(StringComparer.Ordinal);
        var limits = catalog.Snapshot.PoolLimits;
        if (limits.Count == 0)
            return [];
        var use = AttemptStore.PoolUse(sql);
        foreach (var (pool, limit) in limits)
            room[pool] = Math.Max(0, limit - use.GetValueOrDefault(pool));
        return [.. room.Where(p => p.Value == 0).Select(p => p.Key)];
    }
}
