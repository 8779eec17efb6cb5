using Carillon.Engine.Storage;

namespace Carillon.Engine.Runs;

/// <summary>
/// Lets attempts that may end this process (<see cref="Core.Runs.TaskRunState.MayEndItsHost"/>) begin one at a time: the next when the one before has ended, or has done no harm for a while. So the one that
/// does takes none of the others with it again, and only it is quarantined. For the writer's thread.
/// </summary>
internal sealed class DangerGate(TimeProvider time)
{
    private static readonly TimeSpan Harmless = TimeSpan.FromSeconds(10);
    private readonly HashSet<long> _held = [];
    private (long Id, long Since)? _begun;

    /// <summary>Attempts that were not let through since it last opened; they stay in the queue.</summary>
    public IReadOnlyCollection<long> Held => _held;

    /// <summary>True when some were held back, and one may go on: the queue is to be looked at.</summary>
    public bool Reopens()
    {
        if (_held.Count == 0 || !IsOpen)
            return false;
        _held.Clear();
        return true;
    }

    /// <summary>Whether the attempt may begin. One that may not is held.</summary>
    public bool Admits(long id)
    {
        if (IsOpen)
            return true;
        _held.Add(id);
        return false;
    }

    /// <summary>An attempt that was admitted is claimed.</summary>
    public void Begin(Sql sql, long id) => Set(sql, (id, time.GetTimestamp()));

    /// <summary>An attempt has ended.</summary>
    public void End(Sql sql, long id)
    {
        if (_begun?.Id == id)
            Set(sql, null);
    }

    private bool IsOpen => _begun is not { } begun || time.GetElapsedTime(begun.Since) >= Harmless;

    private void Set(Sql sql, (long, long)? next)
    {
        var before = _begun;
        _begun = next;
        sql.OnRollback(() => _begun = before);
    }
}
