using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.Runs;

/// <summary>
/// Renews the leases of this process's attempts, and rescues attempts whose lease has run out or whom nobody in this process works on.
/// A process that starts rescues everything its earlier life left running: it holds the database's lock, so nobody else can be at work.
/// </summary>
internal sealed class LeaseLoop(EngineOptions options, Database database, RunKeeper runs, AttemptRunner runner, ILogger log)
{
    public async Task RunAsync(CancellationToken stop)
    {
        var pace = TimeSpan.FromTicks(options.Lease.BclCompatibleTicks / 4);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(pace, options.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (runner.LiveCount == 0)
                continue;
            try
            {
                await database.WriteAsync(Renew);
            }
            catch (StorageException e)
            {
                log.LogWarning("Leases could not be renewed: {Reason}", e.Message);
            }
        }
    }

    /// <summary>Everything marked running is from an earlier life. Returns how many attempts were rescued.</summary>
    public Task<int> RescueAllAsync() => database.WriteAsync(sql =>
    {
        var left = AttemptStore.Running(sql);
        foreach (var row in left)
        {
            var failed = sql.Try(() => Rescue(sql, row));
            if (failed is Microsoft.Data.Sqlite.SqliteException)
                throw failed;
            if (failed is not null)
                runs.Abandon(sql, row.Run, failed);
        }
        runs.QueueChanged = true;
        return left.Count;
    });

    private void Renew(Sql sql)
    {
        AttemptStore.Renew(sql, options.Node, options.Time.Now() + options.Lease);
        foreach (var row in AttemptStore.Running(sql).Where(row => !runner.IsLive(row.Id)))
            Rescue(sql, row);
    }

    private void Rescue(Sql sql, AttemptRow row)
    {
        var now = options.Time.Now();
        var error = new TaskError(ProblemCodes.AttemptLost, ErrorClasses.Lost, $"Node '{row.Node}' was lost while the attempt ran.");
        log.LogWarning("Rescued {Run} {Task} attempt {Number}: its node was lost.", row.Run, row.Key, row.Number);
        AttemptStore.Delete(sql, row.Id);
        AttemptStore.Record(sql, row, "lost", now, input: null, error);
        runs.Apply(sql, row.Run, new RunEvent.AttemptFailed(now, row.Key, row.Number, error));
    }
}
