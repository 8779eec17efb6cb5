using System.Collections.Concurrent;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Runs;

/// <summary>Writes the lines of all running attempts to the database, a few times a second and together.</summary>
internal sealed class LogLoop(EngineOptions options, Database database, RunFeed feed, ArtifactFolder artifacts)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<TaskLog, bool> _dirty = new();
    private readonly Signal _signal = new();
    private readonly MaskCache _masks = new();

    public TaskLog Open(ClaimedAttempt claim) => new(claim, options.LogLimit, options.Time, artifacts.For(claim.Row), _masks, log =>
    {
        _dirty[log] = true;
        _signal.Set();
    });

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (!await _signal.WaitAsync(TimeSpan.FromSeconds(10), options.Time, stop))
                continue;
            await options.PauseAsync(Pace, stop);
            var logs = Ready();
            if (logs.Count == 0)
                continue;
            try
            {
                await database.WriteAsync(sql => logs.ForEach(log => Write(sql, log)));
            }
            catch (StorageException)
            {
                // The lines were put back; the next round tries again. The trouble itself shows in readiness.
            }
        }
    }

    /// <summary>Those with something to write. Those that hold a line back for a while are looked at again.</summary>
    private List<TaskLog> Ready()
    {
        var logs = new List<TaskLog>();
        foreach (var log in _dirty.Keys)
        {
            _dirty.TryRemove(log, out _);
            if (log.IsReady())
                logs.Add(log);
            if (!log.IsWaiting)
                continue;
            _dirty[log] = true;
            _signal.Set();
        }
        return logs;
    }

    /// <summary>Writes what waits in one log, within the caller's transaction.</summary>
    public void Write(Sql sql, TaskLog log)
    {
        _dirty.TryRemove(log, out _);
        if (log.Take() is not { } text)
            return;
        sql.OnRollback(() => log.PutBack(text));
        var row = log.Attempt;
        sql.Execute(
            """
            insert into log_chunks (run_id, task_id, item, number, seq, at, text)
            select $1, $2, $3, $4, (select coalesce(max(seq) + 1, 0) from log_chunks where run_id = $1 and task_id = $2 and item = $3 and number = $4), $5, $6
            where exists (select 1 from runs where id = $1)
            """,
            row.Run.Value, row.Key.Task.Value, row.Key.Item, row.Number, options.Time.Now().ToStored(), text);
        sql.AfterCommit(() => feed.Tell(row.Run));
    }
}
