using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.Runs;

/// <summary>An attempt that this process has claimed, with the run as it stood then.</summary>
internal sealed record ClaimedAttempt(AttemptRow Row, RunState Run);

/// <summary>
/// Hands queued attempts to this process's free slots, within the limits of pools. Works on the writer's thread at the end of each batch, so an
/// attempt that a batch made ready is claimed by the same commit, and, where nothing else waits, without ever being read from the queue.
/// </summary>
internal sealed class ClaimKeeper(EngineOptions options, Catalog catalog, RunKeeper runs, RunCache cache, ILogger log)
{
    private readonly HashSet<long> _claiming = [];
    private readonly DangerGate _gate = new(options.Time);

    /// <summary>Told, after commit, of each claim.</summary>
    public Action<ClaimedAttempt>? Claimed { get; set; }

    /// <summary>Told, after commit, when attempts are left in the queue that another node may have a slot for.</summary>
    public Action? LeftOver { get; set; }

    /// <summary>False until the pools' limits are known, and once the process is going down: nothing is claimed.</summary>
    public bool IsOpen { get; set; }

    /// <summary>True while this node cannot renew its leases: others claim.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>True for a claim of the batch under way, which the runner hears of once it is durable.</summary>
    public bool IsClaiming(long id) => _claiming.Contains(id);

    /// <summary>How many attempts more this process could take.</summary>
    public int Free { get; private set; } = options.Slots;

    /// <summary>Told, after commit, when half of the slots are free again.</summary>
    public Action? HalfFree { get; set; }

    /// <summary>Gives a slot back when its attempt has ended. To be called within the transaction that ends it.</summary>
    public void GiveBack(Sql sql, long id)
    {
        Free++;
        _gate.End(sql, id);
        runs.QueueChanged = true;
        sql.OnRollback(() => Free--);
        if (Free == (options.Slots + 1) / 2 && HalfFree is { } tell)
            sql.AfterCommit(tell);
    }

    /// <summary>Claims as many ready attempts as there are free slots.</summary>
    public void Claim(Sql sql)
    {
        runs.QueueChanged |= _gate.Reopens() || (cache.HasBacklog && !cache.IsAlone);
        while (runs.QueueChanged && Free > 0 && IsOpen && !IsOverdue)
        {
            var full = FullPools(sql, out var room);
            var ready = Ready(sql, full);
            cache.LoadAll(sql, [.. ready.Select(row => row.Run).Distinct()]);
            var (taken, held) = (0, _gate.Held.Count);
            foreach (var row in ready)
            {
                if (row.Pool is { } pool && room.TryGetValue(pool, out var left))
                {
                    if (left == 0)
                        continue;
                    room[pool] = left - 1;
                }
                taken += Take(sql, row) ? 1 : 0;
            }
            // Fewer taken than offered: a pool filled up on the way, or some are dangerous, and others may wait behind them.
            cache.HasBacklog |= full.Count > 0 || taken < ready.Count;
            runs.QueueChanged = (taken > 0 || _gate.Held.Count > held) && taken < ready.Count;
        }
        if (runs.QueueChanged && LeftOver is { } tell)
            sql.AfterCommit(tell);
    }

    /// <summary>While a batch is under way: claims what it has made ready where that needs no look at the queue, so that it can be written as it is.</summary>
    public void ClaimFresh(Sql sql)
    {
        if (runs.QueueChanged && IsOpen && !IsOverdue && Free > 0 && Fresh() is { } fresh)
            fresh.ForEach(row => Take(sql, row));
    }

    /// <summary>What this batch has made ready, in order and as far as there is room, when nothing else can wait; null when the queue must be looked at.</summary>
    private List<AttemptRow>? Fresh()
    {
        if (cache.HasBacklog)
            return null;
        List<AttemptRow> fresh = [.. cache.Fresh];
        return fresh.TrueForAll(row => row.Pool is null && MayRun(row)) ? [.. fresh.OrderByDescending(row => row.Priority).ThenBy(row => row.Id).Take(Free)] : null;
    }

    /// <summary>What this batch has made ready, or the head of the queue.</summary>
    private List<AttemptRow> Ready(Sql sql, List<string> fullPools)
    {
        if (Fresh() is { } fresh)
            return fresh;
        var ready = AttemptStore.Ready(sql, fullPools, _gate.Held, options.NodeTags, Free);
        cache.HasBacklog = ready.Count == Free || _gate.Held.Count > 0;
        return ready;
    }

    private bool MayRun(AttemptRow row) => row.RunsOn is null || options.NodeTags.Contains(row.RunsOn, StringComparer.Ordinal);

    private bool Take(Sql sql, AttemptRow row)
    {
        if (runs.AbandonSuspect(sql, row.Run) || cache.FindWith(sql, row) is not { } held || held.Attempts.GetValueOrDefault(row.Key)?.Id != row.Id)
            return false;
        var isDangerous = held.State.Tasks.GetValueOrDefault(row.Key) is { MayEndItsHost: true };
        if (isDangerous && !_gate.Admits(row.Id))
            return false;
        try
        {
            var now = options.Time.Now();
            var claimed = row with { Node = options.Node, Fence = row.Fence + 1, Claims = row.Claims + 1, ClaimedAt = now, LeaseUntil = now + options.Lease };
            runs.Claimed(sql, held, claimed);
            if (isDangerous)
                _gate.Begin(sql, row.Id);
            Free--;
            _claiming.Add(row.Id);
            sql.OnRollback(() => Undo(row.Id));
            var claim = new ClaimedAttempt(claimed, held.State);
            sql.AfterCommit(() => Tell(claim));
            FailPoint.Hit("claim");
            return true;
        }
        catch (Exception e) when (e is not (StorageException or StaleRowsException or System.Data.Common.DbException))
        {
            log.LogError(e, "Run {Run} cannot go on.", row.Run);
            runs.Suspects[row.Run] = e;
            throw;
        }
    }

    private void Tell(ClaimedAttempt claim)
    {
        _claiming.Remove(claim.Row.Id);
        Claimed?.Invoke(claim);
    }

    private void Undo(long id)
    {
        _claiming.Remove(id);
        Free++;
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
