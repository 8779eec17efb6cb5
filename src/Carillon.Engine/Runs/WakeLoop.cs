using Carillon.Core;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.Runs;

/// <summary>Plans runs again when their time has come: retries, pokes, timeouts.</summary>
internal sealed class WakeLoop(EngineOptions options, Database database, RunKeeper runs, ILogger log)
{
    private const int Batch = 200;
    private readonly Alarm _alarm = new(options.Time);

    public void Set(NodaTime.Instant at) => _alarm.Set(at);

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
                if (await database.WriteAsync(Wake) is { } next)
                    _alarm.Set(next);
            }
            catch (StorageException e)
            {
                log.LogWarning("Waking runs failed: {Reason}", e.Message);
                _alarm.Set(options.Time.Now() + NodaTime.Duration.FromSeconds(1));
            }
        }
    }

    private NodaTime.Instant? Wake(Sql sql)
    {
        var now = options.Time.Now();
        var due = sql.Query("select id from runs where wake_at <= $1 order by wake_at limit $2", row => new RunId(row.GetString(0)), now.ToStored(), Batch);
        foreach (var id in due)
        {
            // Cleared first: should planning it fail, it must not come back at once and hold up the others.
            sql.Execute("update runs set wake_at = null where id = $1", id.Value);
            runs.Apply(sql, id);
        }
        return due.Count == Batch ? now : sql.Number("select min(wake_at) from runs where wake_at is not null")?.ToInstant();
    }
}
