using Carillon.Engine.Runs;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>All of them.</summary>
internal sealed class InvariantList
{
    private readonly SimulatedWorld _world;
    private readonly OneLiveAttempt _live;
    private readonly DownMeansLeftAlone _down;
    private readonly MessagesReachTheReceiver _messages;
    private readonly Invariant[] _all;

    public InvariantList(SimulatedWorld world)
    {
        _world = world;
        _live = new OneLiveAttempt(world);
        _down = new DownMeansLeftAlone(world);
        _messages = new MessagesReachTheReceiver(world);
        _all =
        [
            new OccurrencesSettledOnce(world), new LedgerAndRunsAgree(world), new CursorsMoveOn(world), new NoOccurrenceIsLost(world), new OverlapPoliciesKept(world),
            new OnlyLegalMoves(world), new OpenRunsHaveAReason(world), new EndedRunsAreWhole(world), new PlanningTwiceChangesNothing(world),
            new NeedsAreMet(world), _live, new FencesHold(world), new OneSuccess(world), new AttemptsAreCounted(world), new EffectsHappenOnce(world),
            new PoolsAreKept(world), new ConcurrentRunsAreKept(world), new SlotsAreKept(world),
            new StreaksAgree(world), new SpendingAgrees(world), new BackfillsAgree(world), new AcknowledgedStays(world),
            new EndsAreTold(world), _messages, _down,
        ];
    }

    public IReadOnlyList<Invariant> All => _all;

    public void Began(TaskContext context, IReadOnlyList<TaskContext> others)
    {
        _live.Began(context, others);
        _down.Began(context);
    }

    public void SendBegan(string message, string node) => _messages.Began(message, node);

    public void Received(string message) => _messages.Received(message);

    public void Changed(Change change)
    {
        foreach (var invariant in _all)
            invariant.Changed(change);
    }

    public void Committed()
    {
        foreach (var invariant in _all)
            invariant.Committed();
    }

    public void AtEnd()
    {
        foreach (var invariant in _all)
            invariant.AtEnd();
    }

    /// <summary>What has not come to rest, in words; empty when everything has.</summary>
    public string Restless()
    {
        var state = _world.State;
        return string.Join("; ",
        [
            .. state.Open.Select(run => $"open {run}"),
            .. state.Schedules.Rows.Where(s => s is { Archived: false, NextDueAt: not null, Active: true }).Select(s => $"due {s.Id} at {s.NextDueAt}"),
            .. state.Backfills.Rows.Where(b => b.Status is "running" or "paused").Select(b => $"open {b}"),
            .. state.Attempts.Rows.Select(attempt => $"left {attempt}"),
            .. state.Messages.Rows.Where(message => message.IsWaiting).Select(message => $"waiting {message}"),
        ]);
    }
}
