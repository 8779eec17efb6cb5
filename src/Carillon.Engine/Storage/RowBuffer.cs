using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Carillon.Engine.Storage;

/// <summary>
/// Rows of one transaction that wait to be written together. They can be written on a thread of its own while the caller goes on making others; the connection
/// is not used meanwhile. One caller's thread.
/// </summary>
internal sealed class RowBuffer(IRowWriter writer) : IDisposable
{
    private readonly BlockingCollection<RowList> _beside = new(1);
    private readonly ManualResetEventSlim _isDone = new(initialState: true);
    private RowList _waiting = new();
    private RowList _spare = new();
    private Exception? _failed;
    private Thread? _thread;

    /// <summary>True while rows are being written beside.</summary>
    public bool IsBusy => !_isDone.IsSet;

    /// <summary>Adds a row: a value for each column: text, whole numbers (bool counts as one), bytes or null.</summary>
    public void Add(RowWrite write, params object?[] row) => _waiting.Add(write, row);

    /// <summary>Writes what waits.</summary>
    public void Write()
    {
        Wait();
        if (_waiting.Count == 0)
            return;
        writer.Write(_waiting);
        _waiting.Clear();
    }

    /// <summary>Writes what waits, on the other thread.</summary>
    public void WriteBeside()
    {
        Wait();
        if (_waiting.Count == 0)
            return;
        if (_thread is null)
        {
            _thread = new Thread(Loop) { IsBackground = true, Name = "carillon-rows" };
            _thread.Start();
        }
        _isDone.Reset();
        _beside.Add(_waiting);
        (_waiting, _spare) = (_spare, _waiting);
    }

    /// <summary>Waits until nothing is being written, and throws what that ran into.</summary>
    public void Wait()
    {
        _isDone.Wait();
        if (Interlocked.Exchange(ref _failed, null) is { } failed)
            ExceptionDispatchInfo.Throw(failed);
    }

    /// <summary>Forgets what waits, and what writing ran into: its transaction is lost.</summary>
    public void Clear()
    {
        _isDone.Wait();
        _failed = null;
        _waiting.Clear();
    }

    private void Loop()
    {
        foreach (var rows in _beside.GetConsumingEnumerable())
        {
            try
            {
                writer.Write(rows);
            }
#pragma warning disable CA1031 // it is thrown by Wait
            catch (Exception e)
#pragma warning restore CA1031
            {
                _failed = e;
            }
            rows.Clear();
            _isDone.Set();
        }
    }

    public void Dispose()
    {
        _isDone.Wait();
        _beside.CompleteAdding();
        _thread?.Join();
        writer.Dispose();
    }
}
