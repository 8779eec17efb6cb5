using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>
/// Renews the leases of this process's attempts, says that this node lives, and rescues attempts whose lease has run out or whom nobody in this process works on.
/// Where nodes share a database, a node that cannot renew stops its own work before others may take it over.
/// </summary>
internal sealed class LeaseLoop(EngineOptions options, Database database, RunKeeper runs, RunCache cache, ClaimKeeper claims, AttemptRunner runner, ILogger log)
{
    // Renewed four times within a lease; given up with a fifth of it left, so that handlers have time to stop.
    private const int Renewals = 4;
    internal const double Safe = 0.8;
    private readonly Lock _gate = new();
    private long _renewedAt;
    private Instant? _nextExpiry;

    /// <summary>Told, on the writer's thread, whether other nodes live.</summary>
    public Action<bool>? PeersSeen { get; set; }

    public async Task RunAsync(CancellationToken stop)
    {
        var pace = TimeSpan.FromTicks(options.Lease.BclCompatibleTicks / Renewals);
        _renewedAt = options.Time.GetTimestamp();
        using var guard = options.IsShared ? options.Time.CreateTimer(_ => StopLost(), state: null, pace, pace / Renewals) : null;
        var looked = _renewedAt;
        while (!stop.IsCancellationRequested)
        {
            await options.PauseAsync(NextLook(pace, looked), stop);
            looked = options.Time.GetTimestamp();
            // Looked at once: a database that refuses is asked again at the usual pace.
            _nextExpiry = null;
            try
            {
                // A claim may be stored although its commit was answered with an error: then nobody works on it.
                if (runner.LiveCount == 0 && !options.IsShared && database.Read(AttemptStore.Claimed).Count == 0)
                    continue;
                FailPoint.Hit("renew");
                var canceled = await database.WriteAsync(Renew);
                if (WasOverdue(renewedAt: looked))
                    await database.WriteAsync(_ => runs.QueueChanged = true);
                canceled.ForEach(id => runs.StopAttempt?.Invoke(id, "it was canceled"));
            }
            catch (StorageException e)
            {
                log.LogWarning("Leases could not be renewed: {Reason}", e.Message);
            }
        }
    }

    /// <summary>
    /// Until it is time to renew, counted from the begin of the last look, so that one that took long does not put off the next; or until the first lease that is not renewed
    /// until then runs out. Those that run out soon after it are looked at together.
    /// </summary>
    private TimeSpan NextLook(TimeSpan pace, long looked)
    {
        var toRenew = Math.Clamp((pace - options.Time.GetElapsedTime(looked)).Ticks, 0, pace.Ticks);
        return TimeSpan.FromTicks(_nextExpiry is { } at ? Math.Min(Math.Max((at - options.Time.Now()).BclCompatibleTicks, pace.Ticks / 100), toRenew) : toRenew);
    }

    /// <summary>
    /// The begin of a node's life. With a database of its own, everything that is claimed is from an earlier life, and is rescued; where nodes share one, what the life before
    /// had claimed, if it is known to be over, and else leases tell. Returns how many attempts were rescued.
    /// </summary>
    /// <param name="before">The id of this node's life before, which is over; null for none.</param>
    public Task<int> StartAsync(string? before) => database.WriteAsync(sql =>
    {
        var now = options.Time.Now();
        NodeStore.SayAlive(sql, options, busy: 0, now);
        PeersSeen?.Invoke(options.IsShared && NodeStore.HasPeers(sql, options, now));
        var left = !options.IsShared ? AttemptStore.Claimed(sql) : before is null ? [] : AttemptStore.ClaimedBy(sql, before);
        if (options.IsShared)
            left.AddRange(AttemptStore.Expired(sql, now).Where(row => row.Node != before));
        if (before is not null)
            NodeStore.Remove(sql, before);
        left.ForEach(row => Rescue(sql, row));
        runs.QueueChanged = true;
        return left.Count;
    });

    private List<long> Renew(Sql sql)
    {
        var now = options.Time.Now();
        NodeStore.SayAlive(sql, options, runner.LiveCount, now);
        var canceled = AttemptStore.Renew(sql, options.Node, now + options.Lease);
        // What waits is claimed by this batch, should others have left it.
        runs.QueueChanged |= claims.IsOverdue;
        claims.IsOverdue = false;
        foreach (var row in AttemptStore.ClaimedBy(sql, options.Node).Where(row => !runner.IsLive(row.Id) && !claims.IsClaiming(row.Id)))
            Rescue(sql, row);
        if (options.IsShared)
        {
            AttemptStore.Expired(sql, now).ForEach(row => Rescue(sql, row));
            _nextExpiry = AttemptStore.NextExpiry(sql, now);
            PeersSeen?.Invoke(NodeStore.HasPeers(sql, options, now));
        }
        return canceled;
    }

    /// <summary>The renewal is durable. True when this node was taken for overdue while it was on its way: what was not claimed for that is claimed now.</summary>
    private bool WasOverdue(long renewedAt)
    {
        lock (_gate)
        {
            _renewedAt = renewedAt;
            var was = claims.IsOverdue;
            claims.IsOverdue = false;
            return was;
        }
    }

    /// <summary>The lease may be gone before it can be renewed: what runs here stops, and others go on with it.</summary>
    private void StopLost()
    {
        var most = options.Lease.ToTimeSpan() * Safe;
        lock (_gate)
            claims.IsOverdue = options.Time.GetElapsedTime(_renewedAt) > most;
        if (claims.IsOverdue && runner.LiveCount > 0)
            runner.StopAll("this node could not renew its lease", claimedBefore: options.Time.Now() - Duration.FromTimeSpan(most));
    }

    private void Rescue(Sql sql, AttemptRow row)
    {
        if (runs.AbandonSuspect(sql, row.Run) || cache.FindWith(sql, row) is not { } held)
            return;
        var now = options.Time.Now();
        var error = new TaskError(ProblemCodes.AttemptLost, ErrorClasses.Lost, $"Node '{row.Node}' was lost while the attempt ran.");
        log.LogWarning("Rescued {Run} {Task} attempt {Number}: its node was lost.", row.Run, row.Key, row.Number);
        try
        {
            cache.Remove(sql, held, row);
            AttemptStore.Record(sql, row, "lost", now, input: null, error);
            sql.AfterCommit(options.Meter.LeaseLost);
            runs.Apply(sql, row.Run, new RunEvent.AttemptFailed(now, row.Key, row.Number, error));
        }
        catch (Exception e) when (e is not (StorageException or StaleRowsException or System.Data.Common.DbException))
        {
            runs.Suspects[row.Run] = e;
            throw;
        }
    }
}
