using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.History;

/// <summary>
/// Removes ended runs beyond their time, and beyond the number that their schedule keeps, with their logs and artifacts. Only runs that are in the history's
/// buckets go, so metrics stay; the ledger stays for ever.
/// </summary>
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
                while (await PruneAsync() > 0 && !stop.IsCancellationRequested)
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
        // Looked for on a reader: only the removal itself needs the writer.
        var surplus = database.Read(sql => TooOld(sql) is { Count: > 0 } old ? old : TooMany(sql));
        if (surplus.Count == 0)
            return 0;
        var gone = await database.WriteAsync(sql => sql.Query(
            "delete from runs where folded = 1 and id in (select value from json_each($1)) returning id", row => row.GetString(0), RunReader.JsonList(surplus)));
        foreach (var id in gone)
            RemoveFolder(Path.Combine(options.ArtifactFolder, id));
        return gone.Count;
    }

    private List<string> TooOld(Sql sql) => sql.Query(
        "select id from runs where folded = 1 and completed_at < $1 order by completed_at limit $2",
        row => row.GetString(0), (options.Time.Now() - options.KeepRuns).ToStored(), Batch);

    private static List<string> TooMany(Sql sql)
    {
        var limits = sql.Query(
            "select id, json_extract(content, '$.execution_history_limit') from schedules where json_extract(content, '$.execution_history_limit') is not null",
            row => (Schedule: row.GetString(0), Limit: row.GetInt64(1)));
        foreach (var (schedule, limit) in limits)
        {
            var surplus = sql.Query(
                """
                select id from runs where schedule_id = $1 and folded = 1
                  and id <= (select id from runs where schedule_id = $1 and completed_at is not null order by id desc limit 1 offset $2) order by id limit $3
                """,
                row => row.GetString(0), schedule, limit, Batch);
            if (surplus.Count > 0)
                return surplus;
        }
        return [];
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
