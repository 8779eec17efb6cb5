using System.Data.Common;
using System.Text.Json.Nodes;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.History;

/// <summary>
/// Removes ended runs beyond their time, and beyond the number that their schedule keeps, with their logs and artifacts. Only runs that are in the history's
/// buckets go, so metrics stay; the ledger and what was covered stay for ever. Old answers to idempotency keys and old notifications go as well.
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
                await database.WriteAsync(sql => RequestStore.Prune(sql, options.Time.Now()));
                while (!stop.IsCancellationRequested && await database.WriteAsync(sql => OutboxStore.Prune(sql, options.Time.Now() - options.KeepRuns, Batch)) == Batch)
                {
                    // A batch at a time: the writer is not held up.
                }
                foreach (var batch in Surplus().Chunk(Batch))
                {
                    if (stop.IsCancellationRequested)
                        return;
                    await RemoveAsync(batch);
                }
            }
            catch (StorageException e)
            {
                log.LogWarning("Old runs could not be removed: {Reason}", e.Message);
            }
            await options.PauseAsync(Pace, stop);
        }
    }

    /// <summary>The runs to remove, looked for on a reader and page by page: only the removal itself needs the writer.</summary>
    private IEnumerable<string> Surplus()
    {
        var before = (options.Time.Now() - options.KeepRuns).ToStored();
        var limits = database.Read(sql => sql.Query(
            "select id, override, content from schedules where override like '%execution_history_limit%' or content like '%execution_history_limit%'",
            row => (Schedule: row.GetString(0), Limit: Limit(row.TextOrNull(1)) ?? Limit(row.GetString(2)))));
        return limits
            .Where(limit => limit.Limit is not null)
            .SelectMany(limit => Pages((sql, after) => sql.Query(
                """
                select completed_at, id from runs where schedule_id = $1 and folded = 1 and id > $3
                  and id <= (select id from runs where schedule_id = $1 and completed_at is not null order by id desc limit 1 offset $2) order by id limit $4
                """,
                Read, limit.Schedule, limit.Limit, after.Id, Batch)))
            .Concat(Pages((sql, after) => sql.Query(
                "select completed_at, id from runs where folded = 1 and completed_at < $1 and (completed_at, id) > ($2, $3) order by completed_at, id limit $4",
                Read, before, after.CompletedAt, after.Id, Batch)));
    }

    private IEnumerable<string> Pages(Func<Sql, (long CompletedAt, string Id), List<(long CompletedAt, string Id)>> read)
    {
        for (var page = database.Read(sql => read(sql, (long.MinValue, ""))); page.Count > 0; page = database.Read(sql => read(sql, page[^1])))
        {
            foreach (var (_, id) in page)
                yield return id;
        }
    }

    private static long? Limit(string? content) => content.ToJson()?["execution_history_limit"] is JsonValue value && value.TryGetValue<long>(out var limit) ? limit : null;

    private static (long CompletedAt, string Id) Read(DbDataReader row) => (row.GetInt64(0), row.GetString(1));

    /// <summary>Rows go first: a file without a row is invisible, a row without its file would not be.</summary>
    private async Task RemoveAsync(string[] runs)
    {
        var list = RunReader.JsonList(runs);
        var gone = await database.WriteAsync(sql =>
        {
            // What a run has covered stays covered.
            sql.Execute(
                """
                insert into covered_windows (run_id, schedule_id, window_start, window_end)
                select id, schedule_id, window_start, window_end from runs
                where folded = 1 and id in (select value from json_each($1)) and status = 'completed' and schedule_id is not null and window_start is not null
                """,
                list);
            return sql.Query("delete from runs where folded = 1 and id in (select value from json_each($1)) returning id", row => row.GetString(0), list);
        });
        foreach (var id in gone)
            RemoveFolder(Path.Combine(options.ArtifactFolder, id));
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
