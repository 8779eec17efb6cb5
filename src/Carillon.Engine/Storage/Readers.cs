using System.Collections.Concurrent;
using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>Connections for reading, one caller at a time each, kept for the next. Once disposed of, none is opened: a loop may still be at work then. Thread safe.</summary>
internal sealed class Readers(Link link) : IDisposable
{
    // A server has room for about a hundred connections, and several nodes share it.
    private const int MostShared = 12;
    private readonly ConcurrentBag<Sql> _free = [];
    private readonly SemaphoreSlim? _room = link.Address.IsShared ? new SemaphoreSlim(MostShared) : null;
    private volatile bool _isClosed;

    public T Read<T>(Func<Sql, T> work)
    {
        _room?.Wait();
        try
        {
            while (true)
            {
                if (_isClosed)
                    throw new StorageException(ProblemCodes.StorageUnavailable, Database.Closed);
                var isKept = _free.TryTake(out var sql);
                try
                {
                    sql ??= link.OpenReader();
                    link.BeginRead(sql);
                    var result = work(sql);
                    sql.Execute("commit");
                    _free.Add(sql);
                    if (_isClosed)
                        Drop();
                    return result;
                }
                catch (Exception e) when (link.FaultOf(e) is not Fault.None)
                {
                    sql?.Dispose();
                    // One that was kept may have been cut long ago: a new one tells.
                    if (isKept && link.FaultOf(e) == Fault.Lost)
                        continue;
                    throw link.Told(e);
                }
                catch
                {
                    sql?.Dispose();
                    throw;
                }
            }
        }
        finally
        {
            _room?.Release();
        }
    }

    /// <summary>From now on reads are refused; one that is under way ends, and closes its connection.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Drop();
    }

    private void Drop()
    {
        while (_free.TryTake(out var reader))
            reader.Dispose();
    }
}
