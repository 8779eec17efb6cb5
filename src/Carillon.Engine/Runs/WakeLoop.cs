using Carillon.Core;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>Plans runs again when their time has come: retries, pokes, timeouts.</summary>
internal sealed class WakeLoop(EngineOptions options, Database database, RunKeeper runs, ILogger log)
{
    private const int Batch = 200;
    private static readonly Duration Look = Duration.FromSeconds(1);
    private static readonly Duration AfterFault = Duration.FromMinutes(1);
    private readonly Alarm _alarm = new(options.Time);

    public void Set(Instant at) => _alarm.Set(at);

    public async Task RunAsync(CancellationToken stop)
    {
        _alarm.Set(options.Time.Now());
        while (!stop.IsCancellationRequested)
        {
            await _alarm.WaitAsync(stop);
            if (stop.IsCancellationRequested)
                return;
            try
            {
                if (await WakeAsync() is { } next)
                    _alarm.Set(next);
                // Other nodes may have set one earlier, and be gone.
                if (options.IsShared)
                    _alarm.Set(options.Time.Now() + Look);
            }
            catch (StorageException e)
            {
                log.LogWarning("Waking runs failed: {Reason}", e.Message);
                _alarm.Set(options.Time.Now() + Duration.FromSeconds(1));
            }
        }
    }

    /// <summary>One call for each run, so that one that cannot be planned is undone alone; they still share a commit. Returns when the next one is to be woken.</summary>
    private async Task<Instant?> WakeAsync()
    {
        var now = options.Time.Now();
        var due = database.Read(sql => sql.Query(
            "select id from runs where wake_at <= $1 order by wake_at limit $2", row => new RunId(row.GetString(0)), now.ToStored(), Batch));
        await Task.WhenAll(due.Select(id => WakeAsync(id, now)));
        return due.Count == Batch ? now : database.Read(sql => sql.Number("select min(wake_at) from runs where wake_at is not null")?.ToInstant());
    }

    private async Task WakeAsync(RunId id, Instant now)
    {
        try
        {
            await database.WriteAsync(sql => runs.Wake(sql, id), about: id);
        }
#pragma warning disable CA1031 // whatever is wrong with one run must not hold up the others
        catch (Exception e) when (e is not StorageException)
#pragma warning restore CA1031
        {
            log.LogError(e, "Run {Run} could not be planned; it is tried again in a minute.", id);
            await database.WriteAsync(sql => runs.Postpone(sql, id, now + AfterFault), about: id);
        }
    }
}
