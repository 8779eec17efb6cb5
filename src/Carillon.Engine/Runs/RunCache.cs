using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>
/// Open runs in memory, on the writer's thread. What a batch changes is written together, before the next statement that is not of this class and at the end of the
/// batch. Where other nodes have written since this one's last turn, a held run counts only once its revision was compared with the stored one.
/// </summary>
internal sealed class RunCache(EngineOptions options, Catalog catalog, DefinitionStore definitions)
{
    // A node holds runs that others have ended since; beyond so many, all are read anew when they are needed.
    private const int MostForeign = 20_000;
    private readonly Dictionary<RunId, HeldRun> _held = [];

    /// <summary>How often others have written between two turns of this node: a run that was compared before the last time is compared again, however late it is needed.</summary>
    private long _foreign;

    /// <summary>Runs that had ended when they were read: held for the batch only.</summary>
    private readonly List<RunId> _ended = [];
    private readonly Dictionary<RunId, UnwrittenRun> _unwritten = [];

    /// <summary>Attempts to be written, each with the fence that it is stored with; null for one that is not stored.</summary>
    private readonly Dictionary<long, (AttemptRow Row, long? StoredFence)> _attempts = [];
    private readonly AttemptIds _ids = new(options.IsShared);
    private long _turn;

    /// <summary>Told of a run whose definition can no longer be read.</summary>
    public Action<Sql, RunId, Problem>? Unreadable { get; set; }

    /// <summary>True when no other node has written since this one's last turn.</summary>
    public bool IsAlone { get; private set; } = true;

    /// <summary>True when ready attempts may stand in the database that are not <see cref="Fresh"/>.</summary>
    public bool HasBacklog { get; set; } = true;

    /// <summary>Attempts that this batch has made ready and that are not written yet.</summary>
    public IEnumerable<AttemptRow> Fresh => _attempts.Values.Where(a => a.StoredFence is null && !a.Row.IsRunning).Select(a => a.Row);

    /// <summary>A turn begins: what its calls are about is read and compared together.</summary>
    public void Begin(Sql sql, Turn turn, IReadOnlyList<RunId> about)
    {
        IsAlone = turn.Number == 0 || turn.Number == _turn + 1;
        _turn = turn.Number;
        HasBacklog |= turn.HasReady;
        _ended.ForEach(Drop);
        _ended.Clear();
        if (IsAlone)
            return;
        _foreign++;
        if (_held.Count > MostForeign)
            _held.Clear();
        if (about.Count > 0)
            LoadAll(sql, [.. about.Distinct()]);
    }

    /// <summary>The run, or null when there is none or its definition can no longer be read.</summary>
    public HeldRun? Find(Sql sql, RunId id)
    {
        if (_held.TryGetValue(id, out var held) && held.ComparedAt == _foreign)
            return held;
        LoadAll(sql, [id]);
        return _held.GetValueOrDefault(id);
    }

    /// <summary>The run of a stored attempt, read anew when it is held with another claim of it.</summary>
    public HeldRun? FindWith(Sql sql, AttemptRow row)
    {
        if (Find(sql, row.Run)?.Attempts.GetValueOrDefault(row.Key) is { } known && (known.Id != row.Id || known.Fence != row.Fence))
            Drop(row.Run);
        return Find(sql, row.Run);
    }

    /// <summary>Reads and compares several at once.</summary>
    public void LoadAll(Sql sql, IReadOnlyList<RunId> ids)
    {
        List<RunId> known = [.. ids.Where(id => _held.TryGetValue(id, out var held) && held.ComparedAt != _foreign)];
        if (known.Count > 0)
        {
            var revisions = RunStore.Revisions(sql, known);
            foreach (var id in known)
            {
                if (revisions.GetValueOrDefault(id, -1) == _held[id].Revision)
                    _held[id].ComparedAt = _foreign;
                else
                    _held.Remove(id);
            }
        }
        List<RunId> missing = [.. ids.Where(id => !_held.ContainsKey(id))];
        if (missing.Count == 0)
            return;
        foreach (var run in RunStore.Load(sql, missing, (id, workflow, version) => Definition(sql, id, workflow, version)))
        {
            Hold(run);
            if (run.State.Status.IsEnded())
                _ended.Add(run.State.Id);
        }
    }

    /// <summary>A run that is made now.</summary>
    public void Add(HeldRun held, NewRun made, CostClaim claim)
    {
        var id = held.State.Id;
        Hold(held);
        var unwritten = new UnwrittenRun(held) { Made = (made, claim) };
        unwritten.Tasks.UnionWith(held.State.Tasks.Keys);
        _unwritten[id] = unwritten;
    }

    /// <summary>The run's next state.</summary>
    public void Advance(HeldRun held, RunAdvance advance)
    {
        held.State = advance.State;
        held.WakeAt = advance.State.Status.IsEnded() ? null : advance.WakeAt;
        Touch(held).Tasks.UnionWith(advance.Changed.Select(task => task.Key));
    }

    /// <summary>A new attempt, ready.</summary>
    public void Queue(Sql sql, HeldRun held, RunAction.StartAttempt start, Instant now)
    {
        var task = held.State.TaskOf(start.Key);
        var row = new AttemptRow(_ids.Next(sql), held.State.Id, start.Key, start.Number, task.Pool, task.Priority, now) { RunsOn = held.State.Definition.RunsOn };
        held.Attempts.Add(start.Key, row);
        _attempts[row.Id] = (row, null);
        Touch(held);
    }

    /// <summary>An attempt has been claimed, and nothing else has changed: run and task are written with it only where they are to be written anyway.</summary>
    public void Claim(HeldRun held, AttemptRow claimed, RunAdvance advance)
    {
        Store(held, claimed);
        held.State = advance.State;
        if (_unwritten.TryGetValue(held.State.Id, out var unwritten))
            unwritten.Tasks.Add(claimed.Key);
    }

    /// <summary>Another state of an attempt.</summary>
    public void Change(HeldRun held, AttemptRow row)
    {
        Store(held, row);
        // One that is put back is in the queue, and not fresh.
        HasBacklog |= !row.IsRunning;
        Touch(held);
    }

    private void Store(HeldRun held, AttemptRow row)
    {
        _attempts[row.Id] = (row, _attempts.TryGetValue(row.Id, out var pending) ? pending.StoredFence : held.Attempts[row.Key].Fence);
        held.Attempts[row.Key] = row;
    }

    /// <summary>The attempt has ended: it leaves the queue.</summary>
    public void Remove(Sql sql, HeldRun held, AttemptRow row)
    {
        held.Attempts.Remove(row.Key);
        var storedFence = _attempts.Remove(row.Id, out var pending) ? pending.StoredFence : row.Fence;
        if (storedFence is { } fence)
            AttemptStore.Delete(sql, row.Id, fence);
        Touch(held);
    }

    /// <summary>Forgets the run: its rows are changed otherwise.</summary>
    public void Drop(RunId id) => _held.Remove(id);

    /// <summary>Hands what is unwritten to the connection. Called by it.</summary>
    public void Write(Sql sql)
    {
        if (_unwritten.Count == 0 && _attempts.Count == 0)
            return;
        foreach (var (id, unwritten) in _unwritten)
        {
            if (unwritten.Made is { } made)
                RunStore.Insert(sql, unwritten.Held, made.Run, made.Claim);
            foreach (var key in unwritten.Tasks)
            {
                if (unwritten.Made is null || !IsToldByAttempt(unwritten.Held, key))
                    RunStore.SaveTask(sql, id, unwritten.Held.State.Tasks[key], isNewRun: unwritten.Made is not null);
            }
        }
        foreach (var (row, storedFence) in _attempts.Values)
        {
            HasBacklog |= !row.IsRunning;
            if (storedFence is { } fence)
                AttemptStore.Update(sql, row, fence);
            else
                AttemptStore.Insert(sql, row);
        }
        _attempts.Clear();
        foreach (var (id, unwritten) in _unwritten)
        {
            if (unwritten.Made is null)
                RunStore.Update(sql, unwritten.Held);
            unwritten.Held.Revision += unwritten.Made is null ? 1 : 0;
            if (unwritten.Held.State.Status.IsEnded())
                Drop(id);
        }
        _unwritten.Clear();
    }

    /// <summary>A new run's task of which there is nothing to tell but its queued or claimed attempt has no row of its own until there is more.</summary>
    private static bool IsToldByAttempt(HeldRun held, TaskKey key) =>
        held.Attempts.TryGetValue(key, out var attempt) && held.State.Tasks[key] == AttemptStore.TaskOf(attempt);

    /// <summary>After a lost batch: what is held may not be what is stored.</summary>
    public void Forget()
    {
        _held.Clear();
        _ended.Clear();
        _unwritten.Clear();
        _attempts.Clear();
        _ids.Forget();
        HasBacklog = true;
    }

    private void Hold(HeldRun run)
    {
        run.ComparedAt = _foreign;
        _held[run.State.Id] = run;
    }

    private UnwrittenRun Touch(HeldRun held)
    {
        if (!_unwritten.TryGetValue(held.State.Id, out var unwritten))
            _unwritten.Add(held.State.Id, unwritten = new UnwrittenRun(held));
        return unwritten;
    }

    private WorkflowDefinition? Definition(Sql sql, RunId id, WorkflowId workflow, string version)
    {
        var definition = definitions.Version(sql, workflow, version, catalog.Snapshot, catalog.Context);
        if (!definition.IsOk)
            Unreadable?.Invoke(sql, id, definition.Problems[0]);
        return definition.ValueOrDefault;
    }

    /// <summary>A run whose rows are still to be written.</summary>
    private sealed class UnwrittenRun(HeldRun held)
    {
        public HeldRun Held { get; } = held;

        /// <summary>How it was made, when it has no row yet.</summary>
        public (NewRun Run, CostClaim Claim)? Made { get; init; }

        public HashSet<TaskKey> Tasks { get; } = [];
    }
}
