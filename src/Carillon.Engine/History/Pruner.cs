using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.History;

/// <summary>Removes ended runs beyond their time, with their logs and artifacts, and old answers to idempotency keys. The ledger stays for ever.</summary>
internal sealed class Pruner(EngineOptions options, Database database, ILogger log)
{
    private const int Batch = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await database.WriteAsync(sql => RequestStore.Prune(sql, options.Time.Now()));
                while (await PruneAsync() == Batch && !stop.IsCancellationRequested)
                    await Task.Yield();
            }
            catch (StorageException e)
            {
                log.LogWarning("Old runs could not be removed: {Reason}", e.Message);
            }
            await Task.Delay(Pace, options.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One batch, the oldest first. Returns how many runs were removed. Rows go first: a file without a row is invisible, a row without its file would not be.</summary>
    public async Task<int> PruneAsync()
    {
        var before = options.Time.Now() - options.KeepRuns;
        var gone = await database.WriteAsync(sql => sql.Query(
            "delete from runs where id in (select id from runs where completed_at < $1 order by id limit $2) returning id", row => row.GetString(0), before.ToStored(), Batch));
        foreach (var id in gone)
            RemoveFolder(Path.Combine(options.ArtifactFolder, id));
        return gone.Count;
    }

    private void RemoveFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The artifacts in '{Folder}' could not be removed: {Reason}", folder, e.Message);
        }
    }
}
