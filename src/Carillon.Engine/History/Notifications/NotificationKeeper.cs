using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History.Notifications;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Connections;
using Carillon.Engine.Definitions;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;
using RunOccasions = Carillon.Core.History.Notifications.RunOccasions;

namespace Carillon.Engine.History.Notifications;

/// <summary>
/// Writes what people want to hear of into the outbox, in the transaction of the change itself, on the writer's thread. Where no rule and no <c>notify</c> asks for
/// it, nothing is done and no statement is made.
/// </summary>
internal sealed class NotificationKeeper(EngineOptions options, Catalog catalog, DefinitionStore definitions, RuleBook book)
{
    /// <summary>Which channels know of which trouble; null when others may have changed it.</summary>
    private Dictionary<(string Channel, string Subject), string>? _incidents;

    /// <summary>Told, after commit, that something waits to be sent.</summary>
    public Action? Waiting { get; set; }

    private Instant Now => options.Time.Now();

    /// <summary>A batch begins.</summary>
    /// <param name="isAlone">True when no other node has written since the last one.</param>
    public void Begin(bool isAlone)
    {
        if (!isAlone)
            _incidents = null;
    }

    /// <summary>The batch was undone.</summary>
    public void Forget() => _incidents = null;

    /// <summary>Something has happened that belongs to no workflow: tells everybody whose rule asks for it. At most once for each key.</summary>
    /// <param name="sql">The transaction of the change.</param>
    /// <param name="occasion">What.</param>
    public void Raise(Sql sql, Occasion occasion) => Tell(sql, [occasion], [], []);

    /// <summary>A run has ended.</summary>
    public void RunEnded(Sql sql, HeldRun held)
    {
        var run = held.State;
        if (Asks(sql, run.Definition, run.ScheduleId))
            Tell(sql, RunOccasions.Of(run, held.Facts.Number), run.Definition, run.ScheduleId);
    }

    /// <summary>A run was given up: of it there is only its row.</summary>
    public void RunAbandoned(Sql sql, EndedRun run)
    {
        // Files may not be read yet; what can no longer be read at all says nothing of its own.
        var workflow = catalog.Find(run.Workflow)?.Live ?? definitions.Latest(run.Workflow, catalog.Context);
        var notice = run.Schedule is { } id ? book.Current(sql).Schedules.GetValueOrDefault(id) : null;
        var occasion = new Occasion(NotificationEvent.Failure, $"run/{run.Id}", RunOccasions.Subject(run.Workflow, run.Schedule, run.Trigger), Now)
        {
            Workflow = run.Workflow,
            WorkflowName = workflow?.Name,
            Tags = [.. workflow?.Tags ?? [], .. notice?.Tags ?? []],
            Owner = notice?.Owner ?? workflow?.Owner,
            Schedule = run.Schedule,
            Run = run.Id,
            RunNumber = run.Number,
            NominalAt = run.NominalAt,
            Error = run.Error?.Message,
            ErrorClass = run.Error?.Class,
        };
        Tell(sql, [occasion], notice?.Notify ?? [], workflow?.Notify ?? []);
    }

    /// <summary>A schedule has paused itself.</summary>
    public void AutoPaused(Sql sql, LiveSchedule schedule, ScheduleId id, string reason) =>
        Tell(sql, schedule, id, NotificationEvent.AutoPause, $"auto_pause/{id}/{Now.ToStored()}", text: $"It starts nothing more until somebody resumes it. Why: {reason}");

    /// <summary>A connection went down, or is back.</summary>
    public void ConnectionChanged(Sql sql, ConnectionIncident incident)
    {
        var isBack = incident.ClosedAt is not null;
        Raise(sql, new Occasion(
            isBack ? NotificationEvent.ConnectionRecovered : NotificationEvent.ConnectionDown, $"connection/{incident.Connection}/{incident.Id}/{(isBack ? "back" : "down")}", $"connection/{incident.Connection}", incident.ClosedAt ?? incident.OpenedAt)
        {
            Connection = incident.Connection,
            Error = isBack ? null : incident.Failure,
            Text = isBack ? $"It was down since {TimeText.Of(incident.OpenedAt)}. {incident.Waited} task runs have waited for it and go on." : "Tasks that need it wait, and lose no attempt. One at a time tries whether it is back.",
        });
    }

    /// <summary>Occurrences were settled: those that were missed, and those that a budget did not let run.</summary>
    public void Settled(Sql sql, LiveSchedule schedule, ScheduleId id, IReadOnlyList<LedgerEntry> ledger)
    {
        foreach (var entry in ledger)
        {
            if (entry.Outcome == OccurrenceOutcome.Missed)
            {
                var words = entry.Count == 1 ? $"The occurrence of {TimeText.Of(entry.NominalAt)}" : $"{entry.Count} occurrences from {TimeText.Of(entry.NominalAt)} to {TimeText.Of(entry.LastNominalAt)}";
                Tell(sql, schedule, id, NotificationEvent.Missed, $"missed/{id}/{entry.NominalAt.ToStored()}", $"{words} did not run: {entry.Reason}", entry.NominalAt);
            }
            else if (entry.Outcome == OccurrenceOutcome.Skipped && entry.Reason.Contains(ProblemCodes.BudgetExceeded, StringComparison.Ordinal))
            {
                var month = Core.History.CostMonth.MonthOf(entry.NominalAt, schedule.Definition.Zone);
                Tell(sql, schedule, id, NotificationEvent.Budget, $"budget/{id}/{month}", $"The occurrence of {TimeText.Of(entry.NominalAt)} was skipped, and so will others be: {entry.Reason}", entry.NominalAt);
            }
        }
    }

    /// <summary>Something about a schedule, or one of its runs.</summary>
    public void Tell(Sql sql, LiveSchedule schedule, ScheduleId id, NotificationEvent about, string key, string text, Instant? nominalAt = null, RunId? run = null)
    {
        var rules = book.Current(sql).Rules;
        if (rules.Count == 0 && schedule.Definition.Notify.Count == 0 && schedule.Workflow.Notify.Count == 0)
            return;
        var occasion = About(schedule.Workflow, about, key, id.Value) with
        {
            Schedule = id,
            Run = run,
            NominalAt = nominalAt,
            Text = text,
            Owner = schedule.Definition.Owner ?? schedule.Workflow.Owner,
            Tags = [.. schedule.Workflow.Tags, .. schedule.Definition.Tags],
        };
        Tell(sql, [occasion], schedule.Definition.Notify, schedule.Workflow.Notify);
    }

    /// <summary>Something about a run without a schedule.</summary>
    public void Tell(Sql sql, WorkflowDefinition workflow, NotificationEvent about, string key, string text, RunId run)
    {
        if (Asks(sql, workflow, schedule: null))
            Tell(sql, [About(workflow, about, key, "workflow/" + workflow.Id) with { Run = run, Text = text }], [], workflow.Notify);
    }

    /// <summary>Sends something to a channel that no rule is asked about: what a task says.</summary>
    public void Send(Sql sql, string channel, string rule, Occasion occasion) => Write(sql, new Recipient(channel, rule, occasion, Now, Duration.Zero));

    private bool Asks(Sql sql, WorkflowDefinition workflow, ScheduleId? schedule) =>
        workflow.Notify.Count > 0 || book.Current(sql).Rules.Count > 0 || (schedule is { } id && book.Schedules.ContainsKey(id));

    private Occasion About(WorkflowDefinition workflow, NotificationEvent about, string key, string subject) => new(about, key, subject, Now)
    {
        Workflow = workflow.Id,
        WorkflowName = workflow.Name,
        Tags = workflow.Tags,
        Owner = workflow.Owner,
    };

    private void Tell(Sql sql, IReadOnlyList<Occasion> occasions, WorkflowDefinition workflow, ScheduleId? schedule)
    {
        var notice = schedule is { } id ? book.Schedules.GetValueOrDefault(id) : null;
        if (notice is not null)
            occasions = [.. occasions.Select(occasion => occasion with { Owner = notice.Owner ?? occasion.Owner, Tags = [.. occasion.Tags, .. notice.Tags] })];
        Tell(sql, occasions, notice?.Notify ?? [], workflow.Notify);
    }

    private void Tell(Sql sql, IReadOnlyList<Occasion> occasions, IReadOnlyList<NotifyEntry> ofSchedule, IReadOnlyList<NotifyEntry> ofWorkflow)
    {
        foreach (var to in Recipients.Of(occasions, ofSchedule, ofWorkflow, book.Current(sql).Rules, (channel, subject) => Incidents(sql).GetValueOrDefault((channel, subject)), Now))
            Write(sql, to);
    }

    private void Write(Sql sql, Recipient to)
    {
        var now = Now;
        OutboxStore.Add(sql, options.Project, to, now);
        var (channel, subject) = (to.Channel, to.Occasion.Subject);
        if (to.Occasion.OpensIncident)
        {
            if (_incidents?.TryAdd((channel, subject), to.Occasion.Key) != false)
                OutboxStore.AddIncident(sql, options.Project, to, now);
        }
        else if (to.Occasion.IsRecovery)
        {
            OutboxStore.EndIncident(sql, options.Project, channel, subject);
            _incidents?.Remove((channel, subject));
        }
        sql.AfterCommit(() => Waiting?.Invoke());
    }

    private Dictionary<(string Channel, string Subject), string> Incidents(Sql sql) =>
        _incidents ??= OutboxStore.Incidents(sql, options.Project).ToDictionary(one => (one.Channel, one.Subject), one => one.Key);
}
