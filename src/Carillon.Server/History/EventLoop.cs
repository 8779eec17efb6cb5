using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Carillon.Core;
using Carillon.Engine;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.History;

/// <summary>Gathers what the engine tells of changes for 50 ms, reads how things stand then, and hands that to <see cref="LiveEvents"/>.</summary>
/// <param name="host">The engine.</param>
/// <param name="events">Where events go.</param>
/// <param name="runs">How runs stand.</param>
/// <param name="schedules">How schedules stand.</param>
/// <param name="log">For what could not be read.</param>
internal sealed class EventLoop(EngineHost host, LiveEvents events, RunReader runs, ScheduleReader schedules, ILogger<EventLoop> log) : BackgroundService
{
    private const int Most = 10_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private HashSet<RunId> _runs = [];
    private HashSet<ScheduleId> _schedules = [];
    private ReconcileState? _reconciled;
    private bool _lost;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        host.Feed.Changed += run => Note(() => _runs.Add(run));
        host.ScheduleFeed.Changed += schedule => Note(() => _schedules.Add(schedule));
        host.ScheduleFeed.Reconciled += state => Note(() => _reconciled = state);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _signal.Reader.WaitToReadAsync(stoppingToken))
        {
            _signal.Reader.TryRead(out _);
            await Task.Delay(Pace, host.Options.Time, stoppingToken);
            Tell();
        }
    }

    // On the writer's thread.
    private void Note(Action note)
    {
        if (!events.IsWanted())
            return;
        lock (_gate)
        {
            if (_runs.Count + _schedules.Count < Most)
                note();
            else
                _lost = true;
        }

        _signal.Writer.TryWrite(true);
    }

    private void Tell()
    {
        HashSet<RunId> changedRuns;
        HashSet<ScheduleId> changedSchedules;
        ReconcileState? reconciled;
        bool lost;
        lock (_gate)
        {
            (changedRuns, _runs) = (_runs, []);
            (changedSchedules, _schedules) = (_schedules, []);
            (reconciled, _reconciled) = (_reconciled, null);
            (lost, _lost) = (_lost, false);
        }

        try
        {
            if (lost)
                events.Lose();
            else
                events.Add([.. Runs(changedRuns), .. Schedules(changedSchedules), .. Reconciled(reconciled)]);
        }
        catch (StorageException e)
        {
            log.LogWarning("Changes could not be read for those who listen: {Reason}", e.Message);
            events.Lose();
        }
    }

    private IEnumerable<(string, WorkflowId?, ScheduleId?, byte[])> Runs(HashSet<RunId> ids) => ids.Count == 0 ? [] : runs.Find(ids).Select(run =>
        ("run", (WorkflowId?)run.WorkflowId, run.ScheduleId, Json(RunChange.From(run), AnswerJson.Context.RunChange)));

    private IEnumerable<(string, WorkflowId?, ScheduleId?, byte[])> Schedules(HashSet<ScheduleId> ids) => ids.Count == 0 ? [] : schedules.Find(ids).Select(schedule =>
        ("schedule", (WorkflowId?)schedule.WorkflowId, (ScheduleId?)schedule.Id, Json(ScheduleChange.From(schedule), AnswerJson.Context.ScheduleChange)));

    private static IEnumerable<(string, WorkflowId?, ScheduleId?, byte[])> Reconciled(ReconcileState? state) => state is null ? [] :
        [("reconcile", null, null, Json(ReconcileChange.From(state), AnswerJson.Context.ReconcileChange))];

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}

/// <summary>How a run stands.</summary>
internal sealed record RunChange(
    RunId Id, WorkflowId WorkflowId, ScheduleId? ScheduleId, long? RunNumber, Core.Runs.RunTrigger Trigger, Core.Runs.RunStatus Status, Instant? NominalAt, Instant CreatedAt, Instant? StartedAt,
    Instant? CompletedAt, long TasksTotal, long TasksSucceeded, long TasksFailed)
{
    public static RunChange From(RunRecord run) => new(
        run.Id, run.WorkflowId, run.ScheduleId, run.RunNumber, run.Trigger, run.Status, run.NominalAt, run.CreatedAt, run.StartedAt, run.CompletedAt, run.TasksTotal, run.TasksSucceeded, run.TasksFailed);
}

/// <summary>How a schedule stands.</summary>
internal sealed record ScheduleChange(ScheduleId Id, WorkflowId WorkflowId, ScheduleStatus Status, long Revision, bool IsOverride, Instant? NextRunAt)
{
    public static ScheduleChange From(ScheduleRecord schedule) => new(schedule.Id, schedule.WorkflowId, schedule.Status, schedule.Revision, schedule.OverrideText is not null, schedule.NextRunAt);
}

/// <summary>How a pass of reconcile went. When it changed schedules, lists are to be read again: they are not told one by one.</summary>
internal sealed record ReconcileChange(bool Ready, string? Error, Instant? CompletedAt, int Created, int Updated, int Archived)
{
    public static ReconcileChange From(ReconcileState state) => new(state.Ready, state.Error, state.CompletedAt, state.Changes.Created, state.Changes.Updated, state.Changes.Archived);
}
