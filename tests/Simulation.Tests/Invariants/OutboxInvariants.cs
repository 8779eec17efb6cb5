using Carillon.Core.Runs;
using Carillon.Engine.History.Notifications;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.Workload;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>A run that failed is told of in the very commit of its end, and nothing is told that is not so.</summary>
internal sealed class EndsAreTold(SimulatedWorld world) : Invariant(world)
{
    private readonly List<string> _failed = [];
    private readonly List<MessageRow> _written = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public override string Name => "what ended is told as it ended";

    public override void Changed(Change change)
    {
        if (change is Change<RunRow> { After: { Status: RunStatus.Failed } run } ends && ends.Before?.IsOpen != false)
            _failed.Add(run.Id);
        if (change is Change<MessageRow> { Before: null, After: { } message })
            _written.Add(message);
    }

    public override void Committed()
    {
        foreach (var message in _written)
        {
            _told.Add(message.Key);
            if (message.Run is not { } run)
                continue;
            var status = State.Runs.Find(run)?.Status;
            if (status != (message.Event == "recovered" ? RunStatus.Completed : RunStatus.Failed))
                Broken($"{message} tells of a run that is {status}");
        }
        foreach (var run in _failed.Where(run => !_told.Contains("run/" + run)))
            Broken($"run {run} has failed, and the outbox has no message of it");
        _written.Clear();
        _failed.Clear();
    }
}

/// <summary>
/// A message reaches the receiver once it is durable, by the node that has the channel, and not again once it is known to be there; of one subject none overtakes another; and
/// what is marked as sent was taken.
/// </summary>
internal sealed class MessagesReachTheReceiver(SimulatedWorld world) : Invariant(world)
{
    private readonly Dictionary<string, long> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _taken = [];
    private readonly Dictionary<string, long> _latest = new(StringComparer.Ordinal);
    private readonly List<Change<MessageRow>> _moved = [];

    public override string Name => "messages reach the receiver";

    public override void Changed(Change change)
    {
        if (change is not Change<MessageRow> moved)
            return;
        _moved.Add(moved);
        if (moved is { Before: null, After: { } made })
            _rows[MessageMaker.IdOf("default", Receiver.Name, made.Key)] = made.Id;
    }

    public override void Committed()
    {
        foreach (var (before, after) in _moved)
        {
            if (after is null || (before is { IsWaiting: false } && before != after) || before?.Attempts > after.Attempts)
                Broken($"{before} became {after}");
            if (after is { Status: "sent" } && !_taken.ContainsKey(after.Id))
                Broken($"{after} was not taken by anybody");
        }
        _moved.Clear();
    }

    public override void AtEnd()
    {
        foreach (var (id, times) in _taken.Where(taken => taken.Value > State.Messages.Find(taken.Key)!.Attempts))
            Broken($"{State.Messages.Find(id)} was taken {times} times");
    }

    /// <summary>A node is about to send it.</summary>
    public void Began(string message, string node)
    {
        if (Row(message) is not { IsWaiting: true, Attempts: > 0 })
            Broken($"{node} sends {message}, which is {Row(message)}");
        if (State.Channels.Find(Receiver.Name)!.Sender is var sender && sender != node)
            Broken($"{node} sends {Row(message)}, and the channel is {sender}'s");
    }

    /// <summary>The receiver has taken it. A late one that was given up meanwhile is in nobody's order.</summary>
    public void Received(string message)
    {
        if (Row(message) is not { } row)
            return;
        var isFirst = _taken.TryAdd(row.Id, 0);
        _taken[row.Id]++;
        if (!isFirst || !row.IsWaiting)
            return;
        var told = State.Messages.Rows.Where(one => one.GatheredIn == row.Id).DefaultIfEmpty(row).OrderBy(one => one.Id);
        foreach (var one in told)
        {
            if (_latest.TryGetValue(one.Subject, out var latest) && latest > one.Id)
                Broken($"{one} comes after number {latest} of its subject");
            _latest[one.Subject] = one.Id;
        }
    }

    private MessageRow? Row(string message) => _rows.TryGetValue(message, out var id) ? State.Messages.Find(id) : null;
}
