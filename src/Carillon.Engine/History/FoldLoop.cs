using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.History;

/// <summary>
/// Folds ended runs into history's buckets, some seconds behind: who reads adds what is not folded yet, so being late costs nobody an answer. Small batches,
/// each followed by a pause four times as long as it took, leave the writer to the runs, and the more so the busier it is.
/// </summary>
internal sealed class FoldLoop(EngineOptions options, Database database, ILogger log)
{
    private const int Batch = 100;
    private const int Breaths = 4;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var more = false;
            var began = options.Time.GetTimestamp();
            try
            {
                more = await FoldAsync() == Batch;
            }
            catch (StorageException e)
            {
                log.LogWarning("Ended runs could not be folded into the history: {Reason} Nothing is lost; trying again.", e.Message);
            }
            await options.PauseAsync(more ? options.Time.GetElapsedTime(began) * Breaths : Pace, stop);
        }
    }

    /// <summary>One batch. Returns how many runs it folded.</summary>
    public async Task<int> FoldAsync() =>
        // Looked for on a reader first: an idle engine writes nothing.
        database.Read(sql => sql.Number("select 1 from runs where folded = 0 and completed_at is not null limit 1")) is null
            ? 0
            : await database.WriteAsync(sql => BucketStore.Fold(sql, Batch));
}
