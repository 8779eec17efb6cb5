using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Simulation.Tests.World;
using NodaTime;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>Somebody who asks things of the nodes. What was acknowledged is written down; what was not is asked for again under its key.</summary>
internal sealed class Client(SimulatedWorld world, Chance chance)
{
    private readonly Dictionary<string, WorkflowId> _unanswered = new(StringComparer.Ordinal);
    private int _keys;

    /// <summary>Runs that were acknowledged, by the key they were asked for with.</summary>
    public Dictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs that were acknowledged as canceled or being canceled.</summary>
    public HashSet<string> Canceled { get; } = new(StringComparer.Ordinal);

    /// <summary>Backfills that were acknowledged.</summary>
    public HashSet<long> Backfills { get; } = [];

    public bool HasUnanswered => _unanswered.Count > 0;

    /// <summary>Asks one thing of the node.</summary>
    public void Act(SimulatedNode node)
    {
        var state = world.State;
        switch (chance.Below(20))
        {
            case < 8:
                RunNow(node);
                break;
            case < 10 when state.Open.Count > 0:
                Cancel(node, chance.Pick(state.Open).Id);
                break;
            case < 12 when Schedule() is { } paused:
                Ask(node, "pause " + paused, host => host.Schedules.PauseAsync(paused, new ScheduleEdit("ann", "audit") { Until = chance.OneIn(3) ? node.Now + chance.Seconds(5, 90) : null }));
                break;
            case < 14 when Schedule() is { } resumed:
                Ask(node, "resume " + resumed, host => host.Schedules.ResumeAsync(resumed, new ScheduleEdit("ann"), chance.Pick(Enum.GetValues<MissedChoice>()), 5));
                break;
            case < 15 when Schedule() is { } switched:
                Ask(node, "switch " + switched, host => host.Schedules.SwitchAsync(switched, chance.OneIn(2), new ScheduleEdit("ann")));
                break;
            case < 16 when Failed() is { } failed:
                Ask(node, "retry " + failed, host => host.Runs.RetryAsync(new RunId(failed), "ann", "retry " + failed));
                break;
            case < 18 when Schedule() is { } filled:
                Backfill(node, filled);
                break;
            case < 19 when Schedule() is { } tested:
                Ask(node, "test " + tested, host => host.Occurrences.TestRunAsync(tested, "ann", reason: null));
                break;
            default:
                EditFiles(node);
                break;
        }
    }

    /// <summary>Asks again for what was never answered.</summary>
    public void AskAgain(SimulatedNode node)
    {
        foreach (var (key, workflow) in _unanswered.ToList())
            RunNow(node, key, workflow);
    }

    /// <summary>Nothing keeps anything from going on any more.</summary>
    public void Calm(SimulatedNode node)
    {
        AskAgain(node);
        foreach (var backfill in world.State.Backfills.Rows.Where(b => b.Status == "paused").OrderBy(b => b.Id))
            Ask(node, $"resume backfill {backfill.Id}", host => host.Backfills.ResumeAsync(backfill.Id, "ann", reason: null));
        if (world.State.Messages.Rows.Any(message => message is { IsWaiting: true, Attempts: > 0 }))
            Ask(node, "try the channel", host => host.Notifications.TestAsync(Receiver.Name, "ann", CancellationToken.None));
        // Its schedule is gone, or its budget is spent: it says so, and somebody gives it up.
        foreach (var backfill in world.State.Backfills.Rows.Where(b => b is { Status: "running", Trouble: not null }).OrderBy(b => b.Id))
            Ask(node, $"give up backfill {backfill.Id}", host => host.Backfills.CancelAsync(backfill.Id, "ann", backfill.Trouble));
    }

    private void RunNow(SimulatedNode node) => RunNow(node, $"key-{_keys++}", new WorkflowId(chance.Pick(world.Workflows).Id));

    private void RunNow(SimulatedNode node, string key, WorkflowId workflow)
    {
        _unanswered[key] = workflow;
        Ask(node, $"run {workflow} under {key}", async host =>
        {
            var made = await host.Runs.StartAsync(new StartRun(workflow, [], RunTrigger.Manual, "ann") { IdempotencyKey = key });
            _unanswered.Remove(key);
            if (!made.IsOk)
                return made;
            if (Acknowledged.TryGetValue(key, out var known) && known != made.Value.Value)
                world.Broken("one run for each key", $"{key} was answered with {known} and with {made.Value}");
            Acknowledged[key] = made.Value.Value;
            return made;
        });
        // A good client asks twice when it is in doubt.
        if (chance.OneIn(6))
            Ask(node, $"run {workflow} under {key} again", host => host.Runs.StartAsync(new StartRun(workflow, [], RunTrigger.Manual, "ann") { IdempotencyKey = key }));
    }

    private void Cancel(SimulatedNode node, string run) => Ask(node, "cancel " + run, async host =>
    {
        var done = await host.Runs.CancelAsync(new RunId(run), "ann", "enough");
        if (done.IsOk)
            Canceled.Add(run);
        return done;
    });

    private void Backfill(SimulatedNode node, ScheduleId schedule)
    {
        if (world.State.Backfills.Rows.Count > 0 && chance.OneIn(2))
        {
            var known = chance.Pick(world.State.Backfills.Rows.OrderBy(b => b.Id).ToList()).Id;
            Ask(node, $"move backfill {known}", host => chance.Below(3) switch
            {
                0 => host.Backfills.PauseAsync(known, "ann", reason: null),
                1 => host.Backfills.ResumeAsync(known, "ann", reason: null),
                _ => host.Backfills.CancelAsync(known, "ann", reason: null),
            });
            return;
        }
        var now = node.Now;
        var request = new BackfillRequest(now - chance.Seconds(60, 300), now, "ann")
        {
            Concurrency = chance.Between(1, 3),
            MaxRuns = chance.Between(1, 6),
            Selection = chance.Pick(Enum.GetValues<BackfillSelection>()),
            Order = chance.Pick(Enum.GetValues<BackfillOrder>()),
            IdempotencyKey = $"backfill-{_keys++}",
        };
        Ask(node, "backfill " + schedule, async host =>
        {
            var made = await host.Backfills.StartAsync(schedule, request);
            if (made.IsOk)
                Backfills.Add(made.Value);
            return made;
        });
    }

    private void EditFiles(SimulatedNode node)
    {
        world.EditFile(chance.Below(world.Workflows.Count));
        ReadFiles(node);
        // The others look by themselves.
        foreach (var other in world.Nodes.Where(other => other != node))
            world.At(chance.Seconds(0, 10), () => ReadFiles(other));
    }

    private void ReadFiles(SimulatedNode node)
    {
        if (!node.IsUp)
            return;
        Ask(node, "read the files", async host =>
        {
            await host.Reconcile.ReconcileAsync(new Core.Schedules.ReconcileMode { AllowDeletions = chance.OneIn(2), Reload = chance.OneIn(4) });
            return Checked<bool>.Ok(value: true);
        });
    }

    private ScheduleId? Schedule()
    {
        var known = world.State.Schedules.Rows.Where(s => !s.Archived).OrderBy(s => s.Id, StringComparer.Ordinal).ToList();
        return known.Count == 0 ? null : new ScheduleId(chance.Pick(known).Id);
    }

    private string? Failed()
    {
        var failed = world.State.Runs.Rows.Where(run => run.Status is RunStatus.Failed or RunStatus.Canceled).OrderBy(run => run.Id, StringComparer.Ordinal).ToList();
        return failed.Count == 0 ? null : chance.Pick(failed).Id;
    }

    private void Ask<T>(SimulatedNode node, string what, Func<EngineHost, Task<Checked<T>>> work)
    {
        world.Note($"{node.Name} is asked: {what}");
        node.Do(async host =>
        {
            try
            {
                var answer = await work(host);
                world.Note($"{node.Name} answered {what}: {(answer.IsOk ? answer.Value?.ToString() : answer.Problems[0].ToString())}");
            }
            catch (StorageException e)
            {
                world.Note($"{node.Name} could not {what}: {e.Message}");
            }
        });
    }
}
