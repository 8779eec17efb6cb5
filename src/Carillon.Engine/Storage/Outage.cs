namespace Carillon.Engine.Storage;

/// <summary>For work that must not fail because the database is away for a while: it is tried again until it is back.</summary>
internal static class Outage
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Does the work, again and again while the database refuses or cannot be reached. Gives up only when it is canceled or the database is closed.</summary>
    /// <param name="work">What to do; it may have been done when it throws.</param>
    /// <param name="database">The database.</param>
    /// <param name="time">The clock to wait by.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<T> OutlastAsync<T>(Func<Task<T>> work, Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (StorageException) when (!database.IsClosed && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
