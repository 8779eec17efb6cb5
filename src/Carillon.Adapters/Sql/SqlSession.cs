using System.Data.Common;
using Carillon.Adapters.Tasks;
using Carillon.Core.Definitions;
using Carillon.Engine.Runs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Carillon.Adapters.Sql;

/// <summary>One piece of work on one connection, with cancel, time limit and errors of both databases made alike.</summary>
internal static class SqlSession
{
    /// <summary>Opens, works, closes.</summary>
    /// <exception cref="TaskFailedException">The database refused, failed or took longer than <paramref name="timeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The attempt was canceled.</exception>
    public static async Task<T> RunAsync<T>(
        string connection, TaskPaths paths, bool mayCreate, TimeSpan? timeout, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } most) limit.CancelAfter(most);
        try
        {
            // SQLite works on the caller's thread whatever its methods are called; it gets one of its own.
            return await Task.Run(() => WorkAsync(connection, paths, mayCreate, work, limit.Token), limit.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception bad) when (limit.IsCancellationRequested && bad is DbException or OperationCanceledException)
        {
            throw TaskFailures.Timeout($"the database took longer than {DurationText.Format(NodaTime.Duration.FromTimeSpan(timeout ?? TimeSpan.Zero))}");
        }
        catch (DbException bad)
        {
            throw SqlFailures.Of(bad);
        }
    }

    private static async Task<T> WorkAsync<T>(
        string connection, TaskPaths paths, bool mayCreate, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var open = await SqlConnections.OpenAsync(connection, paths, mayCreate, cancellationToken);
        await using var interrupt = cancellationToken.Register(() =>
        {
            if (open is SqliteConnection { Handle: { IsInvalid: false } handle }) raw.sqlite3_interrupt(handle);
        });
        return await work(open, cancellationToken);
    }
}
