using System.Collections.Concurrent;

namespace Carillon.Engine.Storage;

/// <summary>Connections for reading, one caller at a time each, kept for the next. Thread safe.</summary>
internal sealed class Readers(Link link) : IDisposable
{
    // A server has room for about a hundred connections, and several nodes share it.
    private const int MostShared = 12;
    private readonly ConcurrentBag<Sql> _free = [];
    private readonly SemaphoreSlim? _room = link.Address.IsShared ? new SemaphoreSlim(MostShared) : null;

    public T Read<T>(Func<Sql, T> work)
    {
        _room?.Wait();
        try
        {
            while (true)
            {
                var isKept = _free.TryTake(out var sql);
                try
                {
                    sql ??= link.OpenReader();
                    link.BeginRead(sql);
                    var result = work(sql);
                    sql.Execute("commit");
                    _free.Add(sql);
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

    public void Dispose()
    {
        while (_free.TryTake(out var reader))
            reader.Dispose();
        _room?.Dispose();
    }
}
