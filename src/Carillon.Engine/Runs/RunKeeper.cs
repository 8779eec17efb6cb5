using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>
/// Holds the open runs, folds facts into them, and carries out what the planner wishes, all on the writer's thread and within its transaction.
/// Task rows of a batch are written once, at its end; what other statements look at (run status, the queue) is written at once.
/// </summary>
internal sealed class RunKeeper(EngineOptions options, Catalog catalog, DefinitionStore definitions, CostKeeper costs, RunFeed feed)
{
    private RunIds? _ids;
    private readonly Dictionary<RunId, RunState> _open = [];
    private readonly Dictionary<RunId, Unwritten> _unwritten = [];

    /// <summary>Workflows whose waiting runs are just being looked at; true when that must be done again.</summary>
    private readonly Dictionary<WorkflowId, bool> _lettingIn = [];

    /// <summary>Asked, after commit, to stop attempts of this process.</summary>
    public Action<long, string>? StopAttempt { get; set; }

    /// <summary>Told, after commit, of a time at which a run wants to be planned again.</summary>
    public Action<Instant>? WakeWanted { get; set; }

    /// <summary>Told, within the transaction, of each run of a schedule that has ended.</summary>
    public Action<Sql, RunId, ScheduleId>? ScheduleRunEnded { get; set; }

    /// <summary>True when attempts were queued, or slots or pools came free, since the last claim.</summary>
    public bool QueueChanged { get; set; }

    /// <summary>What runs cost, and may cost.</summary>
    public CostKeeper Costs => costs;

    private Instant Now => options.Time.Now();

    /// <summary>Makes a run that somebody asks for, if budgets allow it (SCH005) or it says why it runs all the same, which is put into the audit trail.</summary>
    public Checked<RunId> CreateWithinBudget(Sql sql, NewRun made)
    {
        var refusal = costs.Refusal(sql, made, Now);
        if (refusal is not null && made.OverBudgetReason is null)
            return Checked<RunId>.Bad(refusal);
        var id = Create(sql, made);
        if (refusal is not null)
        {
            var subject = made.ScheduleId is { } schedule ? $"schedule/{schedule}" : $"owner/{made.Definition.Owner}";
            var detail = new JsonObject { ["run_id"] = id.Value, ["refusal"] = refusal.Message };
            AuditStore.Append(sql, options.Project, new AuditEntry(made.By, "over_budget", "budget", subject, made.OverBudgetReason, detail), Now);
        }

        return Checked<RunId>.Ok(id);
    }

    /// <summary>Makes a run, and reserves what it is expected to cost. It starts at once unless something it must wait for is open.</summary>
    public RunId Create(Sql sql, NewRun made)
    {
        var now = Now;
        var id = (_ids ??= RunIds.After(sql)).Next(now);
        var state = made.RetryOf is { } failed
            ? RunState.Retry(failed, id, now).Value
            : RunState.New(id, options.Project, made.Definition, made.Trigger, made.Input, now, made.ScheduleId, made.NominalAt) with { Window = made.Window };
        var claim = costs.Claim(sql, made, now);
        RunStore.Insert(sql, state, made, claim);
        costs.Reserve(sql, claim, made.ScheduleId);
        Put(sql, state).Touch(state.Tasks.Keys);
        if (MayStart(sql, state.Definition, state.ScheduleId, id, made.Waits))
            Apply(sql, id, new RunEvent.RunStarted(now));
        else
            sql.AfterCommit(() => Announce(id, made.StaleAt));
        return id;
    }

    private void Announce(RunId id, Instant? wakeAt)
    {
        feed.Tell(id);
        if (wakeAt is { } at)
            WakeWanted?.Invoke(at);
    }

    /// <summary>Plans a run whose time to be looked at has come. One that still waits and has become too old ends instead.</summary>
    public void Wake(Sql sql, RunId id)
    {
        if (sql.First("select nominal_at, stale_at from runs where id = $1 and status = 'pending' and stale_at <= $2", ReadAge, id.Value, Now.ToStored()) is { } longest)
            EndStale(sql, id, longest);
        else
            Apply(sql, id);
    }

    private static Duration? ReadAge(System.Data.Common.DbDataReader row) => row.GetInt64(1).ToInstant() - row.GetInt64(0).ToInstant();

    private void EndStale(Sql sql, RunId id, Duration longest) => Apply(sql, id, new RunEvent.CancelRequested(Now, "max_staleness", Staleness.Reason(longest)));

    /// <summary>Folds facts about a run and does what follows. Facts about an unknown run change nothing.</summary>
    public void Apply(Sql sql, RunId id, params IReadOnlyList<RunEvent> events)
    {
        while (Load(sql, id) is { } before)
        {
            var advance = RunPlanner.Advance(before, events, Now);
            var unwritten = Put(sql, advance.State);
            unwritten.Touch(advance);
            if (advance.WakeAt is { } wakeAt)
                sql.AfterCommit(() => WakeWanted?.Invoke(wakeAt));
            if (advance.State.Status != before.Status)
                unwritten.SaveRun(sql);
            foreach (var start in advance.Start)
                Queue(sql, advance.State, start);
            var gone = Cancel(sql, id, advance.Cancel);
            CancelChildren(sql, advance);
            sql.AfterCommit(() => feed.Tell(id));
            if (advance.State.Status.IsEnded())
            {
                Finish(sql, advance.State);
                return;
            }
            if (gone.Count == 0)
                return;
            events = gone;
        }
    }

    /// <summary>The run as it stands, or null when there is none or its definition can no longer be read.</summary>
    public RunState? Load(Sql sql, RunId id)
    {
        if (_open.TryGetValue(id, out var known))
            return known;
        if (RunStore.Definition(sql, id) is not { } stored)
            return null;
        var definition = definitions.Version(sql, stored.Workflow, stored.Version, catalog.Snapshot, catalog.Context);
        if (!definition.IsOk)
        {
            Abandon(sql, id, new TaskError(
                definition.Problems[0].Code, ErrorClasses.Input, $"The version this run began with can no longer be read: {definition.Problems[0]}", Retryable: false));
            return null;
        }
        var state = RunStore.Load(sql, id, definition.Value);
        if (!state.Status.IsEnded())
            _open[id] = state;
        return state;
    }

    /// <summary>Writes what the batch has changed. Called once, before the commit.</summary>
    public void Flush(Sql sql)
    {
        foreach (var (id, unwritten) in _unwritten)
        {
            var state = unwritten.State;
            if (!unwritten.IsRunSaved)
                unwritten.SaveRun(sql);
            foreach (var key in unwritten.Touched)
                RunStore.SaveTask(sql, id, state.Tasks[key]);
            if (state.Status.IsEnded())
                _open.Remove(id);
        }
        _unwritten.Clear();
    }

    /// <summary>After a lost batch: what is held may not be what is stored.</summary>
    public void Forget()
    {
        _open.Clear();
        _unwritten.Clear();
        QueueChanged = true;
    }

    private Unwritten Put(Sql sql, RunState state)
    {
        var id = state.Id;
        var held = _open.GetValueOrDefault(id);
        var unwritten = _unwritten.GetValueOrDefault(id);
        var wakeAt = unwritten?.WakeAt;
        sql.OnRollback(() =>
        {
            if (held is null)
                _open.Remove(id);
            else
                _open[id] = held;
            if (unwritten is null)
                _unwritten.Remove(id);
            else
                _unwritten[id] = new Unwritten(held!) { WakeAt = wakeAt, IsRunSaved = false, Touched = [.. held!.Tasks.Keys] };
        });
        _open[id] = state;
        var current = unwritten ?? new Unwritten(state);
        current.State = state;
        _unwritten[id] = current;
        return current;
    }

    private void Queue(Sql sql, RunState run, RunAction.StartAttempt start)
    {
        var task = run.TaskOf(start.Key);
        AttemptStore.Queue(sql, run.Id, start.Key, start.Number, task.Pool, task.Priority, Now);
        QueueChanged = true;
    }

    /// <summary>Stops attempts. Those that nobody has claimed are gone at once, and reported back as facts.</summary>
    private List<RunEvent> Cancel(Sql sql, RunId id, IReadOnlyList<RunAction.CancelAttempt> cancels)
    {
        var gone = new List<RunEvent>();
        foreach (var cancel in cancels)
        {
            if (AttemptStore.Find(sql, id, cancel.Key) is not { } row || row.Number != cancel.Number)
            {
                gone.Add(new RunEvent.AttemptCanceled(Now, cancel.Key, cancel.Number));
            }
            else if (row.IsRunning)
            {
                AttemptStore.MarkCanceling(sql, row.Id);
                sql.AfterCommit(() => StopAttempt?.Invoke(row.Id, cancel.Reason));
            }
            else
            {
                AttemptStore.Delete(sql, row.Id);
                AttemptStore.Record(sql, row, "canceled", Now, input: null, error: null);
                gone.Add(new RunEvent.AttemptCanceled(Now, cancel.Key, cancel.Number));
            }
        }
        return gone;
    }

    /// <summary>A sub-workflow whose task has ended otherwise than well (canceled, timed out) has nobody left to wait for it.</summary>
    private void CancelChildren(Sql sql, RunAdvance advance)
    {
        foreach (var task in advance.Changed)
        {
            if (!task.Status.IsEnded() || task.Status == Core.Runs.TaskStatus.Succeeded || advance.State.TaskOf(task.Key).Uses != SubWorkflowTask.Name)
                continue;
            var children = sql.Query(
                "select id from runs where parent_run_id = $1 and parent_task = $2 and status in ('pending', 'running')",
                row => new RunId(row.GetString(0)), advance.State.Id.Value, task.Key.ToString());
            foreach (var child in children)
                Apply(sql, child, new RunEvent.CancelRequested(Now, $"run {advance.State.Id}", $"task '{task.Key}' ended {StatusText.Of(task.Status)}"));
        }
    }

    private void Finish(Sql sql, RunState run)
    {
        costs.Settle(sql, run.Id);
        var parent = sql.First(
            "select parent_run_id, parent_task from runs where id = $1", row => (Run: row.TextOrNull(0), Task: row.TextOrNull(1)), run.Id.Value);
        if (parent is { Run: { } parentRun, Task: { } parentTask })
            Apply(sql, new RunId(parentRun), new RunEvent.TaskWoken(Now, TaskKey.Parse(parentTask)));
        if (run.ScheduleId is { } own)
            ScheduleRunEnded?.Invoke(sql, run.Id, own);
        LetIn(sql, run.Definition.Id);
    }

    /// <summary>A run of the workflow has ended: those that waited for that start. What ends meanwhile is looked at by the same call, however many there are.</summary>
    private void LetIn(Sql sql, WorkflowId workflow)
    {
        if (_lettingIn.ContainsKey(workflow))
        {
            _lettingIn[workflow] = true;
            return;
        }

        try
        {
            do
            {
                _lettingIn[workflow] = false;
                LetInOnce(sql, workflow);
            }
            while (_lettingIn[workflow]);
        }
        finally
        {
            _lettingIn.Remove(workflow);
        }
    }

    private void LetInOnce(Sql sql, WorkflowId workflow)
    {
        var waiting = sql.Query(
            "select id, schedule_id, waits, nominal_at, stale_at from runs where project = $1 and workflow_id = $2 and status = 'pending' order by priority desc, id",
            row => (
                Id: new RunId(row.GetString(0)), Schedule: row.TextOrNull(1) is { } s ? new ScheduleId(s) : (ScheduleId?)null, Waits: row.GetInt64(2) != 0,
                NominalAt: row.NumberOrNull(3)?.ToInstant(), StaleAt: row.NumberOrNull(4)?.ToInstant()),
            options.Project, workflow.Value);
        foreach (var (id, schedule, waits, nominalAt, staleAt) in waiting)
        {
            if (Load(sql, id) is not { Status: RunStatus.Pending } pending)
                continue;
            if (staleAt <= Now)
                EndStale(sql, id, staleAt!.Value - nominalAt!.Value);
            else if (MayStart(sql, pending.Definition, schedule, id, waits))
                Apply(sql, id, new RunEvent.RunStarted(Now));
        }
    }

    private bool MayStart(Sql sql, WorkflowDefinition definition, ScheduleId? schedule, RunId id, bool waits)
    {
        if (definition.MaxConcurrentRuns is { } most)
        {
            var running = sql.Number(
                "select count(*) from runs where project = $1 and workflow_id = $2 and status in ('running', 'canceling')", options.Project, definition.Id.Value);
            if (running >= most)
                return false;
        }
        return !waits || schedule is null || sql.Number(
            "select count(*) from runs where schedule_id = $1 and id < $2 and trigger = 'schedule' and status in ('pending', 'running', 'canceling')", schedule.Value.Value, id.Value) == 0;
    }

    /// <summary>Ends a run that a fault of ours keeps from going on.</summary>
    public void Abandon(Sql sql, RunId id, Exception fault) => Abandon(sql, id, new TaskError(
        ProblemCodes.Internal, ErrorClasses.Unexpected, $"The engine could not carry this run on: {fault.GetType().Name}: {fault.Message}", Retryable: false));

    /// <summary>A run that cannot go on (its version no longer parses, or a fault of ours) ends failed and says why; nothing else is held up.</summary>
    private void Abandon(Sql sql, RunId id, TaskError error)
    {
        var now = Now.ToStored();
        var held = _open.GetValueOrDefault(id);
        var unwritten = _unwritten.GetValueOrDefault(id);
        _open.Remove(id);
        _unwritten.Remove(id);
        sql.OnRollback(() =>
        {
            if (held is not null)
                _open[id] = held;
            if (unwritten is not null)
                _unwritten[id] = unwritten;
        });
        sql.Execute("delete from attempts where run_id = $1", id.Value);
        sql.Execute("update task_runs set status = 'canceled', completed_at = $2 where run_id = $1 and completed_at is null", id.Value, now);
        sql.Execute(
            "update runs set status = 'failed', completed_at = $2, error = $3, wake_at = null where id = $1 and completed_at is null", id.Value, now, RunStore.ToJson(error));
        costs.Settle(sql, id);
        var ended = sql.First("select schedule_id, workflow_id from runs where id = $1", row => (Schedule: row.TextOrNull(0), Workflow: row.GetString(1)), id.Value);
        if (ended.Schedule is { } schedule)
            ScheduleRunEnded?.Invoke(sql, id, new ScheduleId(schedule));
        LetIn(sql, new WorkflowId(ended.Workflow));
        sql.AfterCommit(() => feed.Tell(id));
    }

    /// <summary>A run of the current batch whose task rows are still to be written.</summary>
    private sealed class Unwritten(RunState state)
    {
        public RunState State { get; set; } = state;

        public Instant? WakeAt { get; set; }

        public HashSet<TaskKey> Touched { get; init; } = [];

        /// <summary>True when the run's own row needs no further write.</summary>
        public bool IsRunSaved { get; set; } = true;

        public void Touch(IEnumerable<TaskKey> keys) => Touched.UnionWith(keys);

        public void Touch(RunAdvance advance)
        {
            foreach (var task in advance.Changed)
            {
                Touched.Add(task.Key);
                // The row counts ended tasks.
                IsRunSaved &= !task.Status.IsEnded();
            }
            IsRunSaved &= WakeAt == advance.WakeAt;
            WakeAt = advance.WakeAt;
        }

        public void SaveRun(Sql sql)
        {
            RunStore.UpdateRun(sql, State, State.Status.IsEnded() ? null : WakeAt);
            IsRunSaved = true;
        }
    }
}
