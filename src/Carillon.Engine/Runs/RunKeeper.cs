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
internal sealed class RunKeeper(EngineOptions options, Catalog catalog, DefinitionStore definitions, RunCache cache, CostKeeper costs, RunFeed feed)
{
    private RunIds? _ids;

    /// <summary>Workflows of which runs have ended in this batch.</summary>
    private readonly HashSet<WorkflowId> _letIn = [];

    /// <summary>False once no run at all waits for a start: then none has to be looked for when one ends.</summary>
    private bool _mayWait = true;
    private readonly HashSet<RunId> _changed = [];

    /// <summary>Asked, after commit, to stop attempts of this process.</summary>
    public Action<long, string>? StopAttempt { get; set; }

    /// <summary>Told, after commit, of attempts of other nodes that are to be stopped.</summary>
    public Action<long>? StopElsewhere { get; set; }

    /// <summary>Told, after commit, of a time at which a run wants to be planned again.</summary>
    public Action<Instant>? WakeWanted { get; set; }

    /// <summary>Told, within the transaction, of each run of a schedule that has ended.</summary>
    public Action<Sql, EndedRun>? ScheduleRunEnded { get; set; }

    /// <summary>Told, within the transaction, of each run that has ended.</summary>
    public Action<Sql, HeldRun>? Ended { get; set; }

    /// <summary>Told, within the transaction, of each run that was given up.</summary>
    public Action<Sql, EndedRun>? Abandoned { get; set; }

    /// <summary>True when attempts were queued, or slots or pools came free, since the last claim.</summary>
    public bool QueueChanged { get; set; }

    /// <summary>Runs that threw something when an attempt of theirs was to be claimed or rescued, which undid the batch: they are abandoned before it is tried again.</summary>
    public Dictionary<RunId, Exception> Suspects { get; } = [];

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
        // Who has waited for a place that has come free in this batch comes first.
        if (_letIn.Contains(made.Definition.Id) && (made.Waits || made.Definition.MaxConcurrentRuns is not null))
            LetIn(sql);
        var now = Now;
        var id = (_ids ??= RunIds.After(sql, options.Chance)).Next(now);
        var state = made.RetryOf is { } failed
            ? RunState.Retry(failed, id, now).Value
            : RunState.New(id, options.Project, made.Definition, made.Trigger, made.Input, now, made.ScheduleId, made.NominalAt) with { Window = made.Window };
        var claim = costs.Claim(sql, made, now);
        costs.Reserve(sql, claim, made.ScheduleId);
        definitions.Keep(sql, catalog.Find(made.Definition.Id), made.Definition, now);
        var facts = new RunFacts(made.Waits, made.StaleAt, made.Parent, made.ParentTask, made.Number, claim.EstimateMicros);
        cache.Add(new HeldRun(state, facts, revision: 0) { WakeAt = made.StaleAt }, made, claim);
        if (MayStart(sql, state.Definition, state.ScheduleId, id, made.Waits))
            Apply(sql, id, new RunEvent.RunStarted(now));
        else
            Announce(sql, id, made.StaleAt);
        return id;
    }

    private void Announce(Sql sql, RunId id, Instant? wakeAt)
    {
        _mayWait = true;
        Changed(sql, id);
        if (wakeAt is { } at)
            sql.AfterCommit(() => WakeWanted?.Invoke(at));
    }

    /// <summary>Plans a run whose time to be looked at has come; one that another node has looked at is left alone. One that still waits and has become too old ends instead.</summary>
    public void Wake(Sql sql, RunId id)
    {
        if (cache.Find(sql, id) is not { } held || !(held.WakeAt <= Now))
            return;
        if (held is { State: { Status: RunStatus.Pending, NominalAt: { } nominalAt }, Facts.StaleAt: { } staleAt } && staleAt <= Now)
            EndStale(sql, id, staleAt - nominalAt);
        else
            Apply(sql, id);
    }

    /// <summary>A run that could not be planned is looked at again later.</summary>
    public void Postpone(Sql sql, RunId id, Instant until)
    {
        sql.Execute("update runs set wake_at = $2, revision = revision + 1 where id = $1 and wake_at is not null", id.Value, until.ToStored());
        cache.Drop(id);
    }

    private void EndStale(Sql sql, RunId id, Duration longest) => Apply(sql, id, new RunEvent.CancelRequested(Now, "max_staleness", Staleness.Reason(longest)));

    /// <summary>Folds facts about a run and does what follows. Facts about an unknown run, or one that has ended, change nothing: what follows its end follows once.</summary>
    public void Apply(Sql sql, RunId id, params IReadOnlyList<RunEvent> events)
    {
        while (cache.Find(sql, id) is { } held && !held.State.Status.IsEnded())
        {
            var now = Now;
            var advance = RunPlanner.Advance(held.State, events, now);
            cache.Advance(held, advance);
            if (held.WakeAt is { } wakeAt)
                sql.AfterCommit(() => WakeWanted?.Invoke(wakeAt));
            foreach (var start in advance.Start)
                cache.Queue(sql, held, start, now);
            QueueChanged |= advance.Start.Count > 0;
            var gone = Cancel(sql, held, advance.Cancel);
            CancelChildren(sql, advance);
            Changed(sql, id);
            if (advance.State.Status.IsEnded())
            {
                Finish(sql, held);
                return;
            }
            if (gone.Count == 0)
                return;
            events = gone;
        }
    }

    /// <summary>The run as it stands, or null when there is none or its definition can no longer be read.</summary>
    public RunState? Load(Sql sql, RunId id) => cache.Find(sql, id)?.State;

    /// <summary>Stops attempts. Those that nobody has claimed are gone at once, and reported back as facts.</summary>
    private List<RunEvent> Cancel(Sql sql, HeldRun held, IReadOnlyList<RunAction.CancelAttempt> cancels)
    {
        var gone = new List<RunEvent>();
        foreach (var cancel in cancels)
        {
            if (held.Attempts.GetValueOrDefault(cancel.Key) is not { } row || row.Number != cancel.Number)
            {
                gone.Add(new RunEvent.AttemptCanceled(Now, cancel.Key, cancel.Number));
            }
            else if (row.IsRunning)
            {
                cache.Change(held, row with { IsCanceling = true });
                sql.AfterCommit(() =>
                {
                    if (row.Node == options.Node)
                        StopAttempt?.Invoke(row.Id, cancel.Reason);
                    else
                        StopElsewhere?.Invoke(row.Id);
                });
            }
            else
            {
                cache.Remove(sql, held, row);
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

    private void Finish(Sql sql, HeldRun held)
    {
        var run = held.State;
        costs.Settle(sql, held);
        if (held.Facts is { Parent: { } parent, ParentTask: { } task })
            Apply(sql, parent, new RunEvent.TaskWoken(Now, task));
        sql.AfterCommit(() => options.Meter.RunEnded(run));
        if (options.Tracer.IsHeard)
            sql.AfterCommit(() => options.Tracer.Ended(run, held.Facts.Parent));
        if (run.ScheduleId is not null)
            ScheduleRunEnded?.Invoke(sql, EndedRun.Of(held));
        Ended?.Invoke(sql, held);
        _letIn.Add(run.Definition.Id);
    }

    /// <summary>True when runs have ended since <see cref="LetIn"/>.</summary>
    public bool HasEnded => _letIn.Count > 0;

    /// <summary>Runs of these workflows have ended: those that waited for that start. At the end of a batch, once for all that it ended.</summary>
    public void LetIn(Sql sql)
    {
        _mayWait |= !cache.IsAlone;
        while (_letIn.Count > 0)
        {
            if (!_mayWait)
            {
                _letIn.Clear();
                return;
            }
            List<string> workflows = [.. _letIn.Select(id => id.Value)];
            _letIn.Clear();
            var waiting = sql.Query(
                """
                select id, schedule_id, waits, nominal_at, stale_at, workflow_id, version from runs
                where project = $1 and status = 'pending' and workflow_id in (select value from json_each($2)) order by priority desc, id
                """,
                row => (
                    Id: new RunId(row.GetString(0)), Schedule: row.TextOrNull(1) is { } s ? new ScheduleId(s) : (ScheduleId?)null, Waits: row.GetInt64(2) != 0,
                    NominalAt: row.NumberOrNull(3)?.ToInstant(), StaleAt: row.NumberOrNull(4)?.ToInstant(), Version: (row.GetString(5), row.GetString(6))),
                options.Project, RunReader.JsonList(workflows));
            // Each version has a limit of its own.
            var full = new HashSet<(string Workflow, string Version)>();
            foreach (var (id, schedule, waits, nominalAt, staleAt, version) in waiting)
            {
                // What has become too old ends also while there is no room.
                if ((full.Contains(version) && !(staleAt <= Now)) || Load(sql, id) is not { Status: RunStatus.Pending } pending)
                    continue;
                if (staleAt <= Now)
                    EndStale(sql, id, staleAt!.Value - nominalAt!.Value);
                else if (!HasRoom(sql, pending.Definition))
                    full.Add(version);
                else if (MayStart(sql, pending.Definition, schedule, id, waits))
                    Apply(sql, id, new RunEvent.RunStarted(Now));
            }
            _mayWait = waiting.Count > 0 || sql.Number("select 1 from runs where status = 'pending' limit 1") is not null;
        }
    }

    private bool MayStart(Sql sql, WorkflowDefinition definition, ScheduleId? schedule, RunId id, bool waits) => HasRoom(sql, definition) && (!waits || schedule is null || sql.Number(
        """
        select count(*) from runs
        where workflow_id = $1 and schedule_id = $2 and id < $3 and trigger = 'schedule' and status in ('pending', 'running', 'canceling')
        """,
        definition.Id.Value, schedule.Value.Value, id.Value) == 0);

    private bool HasRoom(Sql sql, WorkflowDefinition definition) => definition.MaxConcurrentRuns is not { } most || sql.Number(
        "select count(*) from runs where project = $1 and workflow_id = $2 and status in ('running', 'canceling')", options.Project, definition.Id.Value) < most;

    /// <summary>
    /// An attempt has been claimed. Where nothing else follows from it, its own row says so, and the rows of run and task wait until the attempt has ended.
    /// </summary>
    public void Claimed(Sql sql, HeldRun held, AttemptRow claimed)
    {
        var started = new RunEvent.AttemptStarted(claimed.ClaimedAt!.Value, claimed.Key, claimed.Number);
        var advance = RunPlanner.Advance(held.State, [started], Now);
        if (advance is { Start.Count: 0, Cancel.Count: 0, Changed.Count: 1 } && advance.WakeAt == held.WakeAt && advance.State.Status == held.State.Status)
        {
            cache.Claim(held, claimed, advance);
            Changed(sql, held.State.Id);
            return;
        }
        cache.Change(held, claimed);
        Apply(sql, held.State.Id, started);
    }

    /// <summary>Abandons the run if it is a suspect. True when it was.</summary>
    public bool AbandonSuspect(Sql sql, RunId id)
    {
        if (!Suspects.TryGetValue(id, out var fault))
            return false;
        Abandon(sql, id, fault);
        sql.AfterCommit(() => Suspects.Remove(id));
        return true;
    }

    /// <summary>A batch was undone: what it was about to do is forgotten.</summary>
    public void Forget()
    {
        cache.Forget();
        _letIn.Clear();
        _mayWait = true;
        QueueChanged = true;
    }

    /// <summary>A run whose definition can no longer be read.</summary>
    public void AbandonUnreadable(Sql sql, RunId id, Problem problem) => Abandon(sql, id, new TaskError(
        problem.Code, ErrorClasses.Input, $"The version this run began with can no longer be read: {problem}", Retryable: false));

    /// <summary>Ends a run that a fault of ours keeps from going on.</summary>
    public void Abandon(Sql sql, RunId id, Exception fault) => Abandon(sql, id, new TaskError(
        ProblemCodes.Internal, ErrorClasses.Unexpected, $"The engine could not carry this run on: {fault.GetType().Name}: {fault.Message}", Retryable: false));

    /// <summary>A run that cannot go on (its version no longer parses, or a fault of ours) ends failed and says why; nothing else is held up.</summary>
    private void Abandon(Sql sql, RunId id, TaskError error)
    {
        var now = Now.ToStored();
        cache.Drop(id);
        sql.Execute(
            """
            insert into task_runs (run_id, task_id, item, status, attempts, ready_at, started_at, completed_at)
            select run_id, task_id, item, 'canceled', number, ready_at, claimed_at, $2 from attempts where run_id = $1 on conflict do nothing
            """,
            id.Value, now);
        sql.Execute("delete from attempts where run_id = $1", id.Value);
        sql.Execute("update task_runs set status = 'canceled', completed_at = $2 where run_id = $1 and completed_at is null", id.Value, now);
        var ended = sql.First(
            $"""
            update runs set status = 'failed', completed_at = $2, error = $3, wake_at = null, revision = revision + 1 where id = $1 and completed_at is null
            returning {EndedRun.Columns}
            """,
            EndedRun.Read, id.Value, now, RunStore.ToJson(error));
        // Each of its attempts may find it so: what follows its end follows once.
        if (ended is null)
            return;
        costs.Settle(sql, id);
        if (ended.Schedule is not null)
            ScheduleRunEnded?.Invoke(sql, ended);
        Abandoned?.Invoke(sql, ended);
        _letIn.Add(ended.Workflow);
        Changed(sql, id);
    }

    /// <summary>Listeners hear of a run once for each batch.</summary>
    private void Changed(Sql sql, RunId id)
    {
        if (_changed.Count == 0)
        {
            sql.AfterCommit(() =>
            {
                foreach (var run in _changed)
                    feed.Tell(run);
                _changed.Clear();
            });
            sql.OnRollback(_changed.Clear);
        }
        _changed.Add(id);
    }
}
