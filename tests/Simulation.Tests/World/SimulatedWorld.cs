using Carillon.Engine;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Carillon.Simulation.Tests.Bugs;
using Carillon.Simulation.Tests.Invariants;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.Workload;
using NodaTime;

namespace Carillon.Simulation.Tests.World;

/// <summary>
/// A whole installation on one thread: nodes on one database, a clock that moves when the world says so, a client, faults. Every step is chosen by the seed, and
/// after every commit everything that must always hold is looked at.
/// </summary>
internal sealed class SimulatedWorld : IDisposable
{
    private static readonly Duration Considerable = Duration.FromMilliseconds(300);
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 0);
    private readonly PriorityQueue<Action, (Instant At, long Number)> _events = new();
    private readonly Chance _steps;
    private readonly Chance _files;
    private readonly Chance _ids;
    private readonly Chance _faults;
    private readonly WorkloadMaker _maker;
    private readonly StagedFolder _folder;
    private readonly Follower _follower;
    private readonly InvariantList _invariants;
    private readonly OutsideLog _outside = new();
    private readonly Chance _handlers;
    private readonly Chance _receiver;
    private BrokenInvariantException? _broken;
    private long _numbers;

    public SimulatedWorld(ulong seed, bool keepsLines, SeededBug? bug = null)
    {
        var chance = new Chance(seed);
        (_steps, _files, _ids, _faults, _handlers, _receiver) = (chance.Branch(1), chance.Branch(2), chance.Branch(3), chance.Branch(4), chance.Branch(5), chance.Branch(8));
        Bug = bug ?? SeededBug.None;
        Trace = new Trace(keepsLines);
        Log = new TracedLog(this);
        Clock = new WorldClock(Start + _faults.Seconds(0, 3600));
        EndsAt = Clock.Now + _faults.Seconds(30, 240);
        _maker = new WorkloadMaker(_files);
        _folder = StagedFolder.Make();
        Workflows = _maker.Make();
        for (var i = 0; i < Workflows.Count; i++)
            Write(i);
        _follower = new Follower(_folder.Database);
        _invariants = new InvariantList(this);
        Attempts.Began = _invariants.Began;
        Client = new Client(this, chance.Branch(6));
        Nodes = [.. Enumerable.Range(1, Count(chance.Branch(7))).Select(n => new SimulatedNode(this, $"n{n}"))];
        Shared = Nodes.Count > 1 ? new SharedFile() : null;
        if (Shared is not null)
        {
            foreach (var node in Nodes)
                node.Ahead = _faults.Seconds(-90, 90);
        }
        _follower.Tamper(Bug.Sql);
        Bug.World(this);
    }

    public SeededBug Bug { get; }

    public Trace Trace { get; }

    public TracedLog Log { get; }

    public WorldClock Clock { get; }

    /// <summary>When schedules end, and faults as well.</summary>
    public Instant EndsAt { get; }

    public bool IsCalm { get; private set; }

    public List<WorkflowPlan> Workflows { get; }

    /// <summary>Every edition of every file, by the version that the engine knows it by.</summary>
    public Dictionary<string, WorkflowPlan> Editions { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SimulatedNode> Nodes { get; }

    /// <summary>What nodes share beside the file; null with one node, which has it for itself.</summary>
    public SharedFile? Shared { get; }

    /// <summary>True while the invariants look.</summary>
    public bool IsWatching { get; private set; }

    public Client Client { get; }

    public AttemptWatch Attempts { get; } = new();

    public Service Service { get; } = new();

    public OutsideLog Outside => _outside;

    public InvariantList Invariants => _invariants;

    public Tables State => _follower.Tables;

    public Follower Follower => _follower;

    /// <summary>The engine that wrote the last batch.</summary>
    public EngineHost? LastTurn { get; private set; }

    /// <summary>Lives a history to its end.</summary>
    /// <exception cref="BrokenInvariantException">Something that must always hold did not.</exception>
    public void Run()
    {
        foreach (var node in Nodes)
            node.Start();
        FaultMaker.Plan(this, _faults);
        At(EndsAt - Clock.Now, BecomeCalm);
        while (_broken is null)
        {
            if (Choices() is var choices && choices > 0 && !_steps.OneIn(100))
                Take(_steps.Below(choices));
            else if (!Advance(choices > 0))
                break;
            if (Trace.Steps > 2_000_000)
                Broken("everything comes to rest", "two million steps and no end");
        }
        if (_broken is not null)
            throw _broken;
        _invariants.AtEnd();
        if (_broken is not null)
            throw _broken;
    }

    public void At(Duration from, Action what) => _events.Enqueue(what, (Clock.Now + from, ++_numbers));

    public void Note(string text) => Trace.Note(Clock.Now, text);

    /// <summary>The first thing that broke ends the history.</summary>
    public void Broken(string name, string message)
    {
        if (_broken is not null)
            return;
        _broken = new BrokenInvariantException(name, message);
        Note($"BROKEN {_broken.Message}");
    }

    public void Breach(string stack) => Broken("one thread", "code of the engine ran outside of the simulation: " + stack);

    public EngineOptions OptionsOf(SimulatedNode node) => new()
    {
        DataFolder = _folder.Path,
        Workflows = _folder.Workflows,
        Watch = false,
        Time = node.Clock!,
        Scheduler = node.Steps,
        HasWriterThread = false,
        Chance = _ids.Fill,
        Slots = 6,
        Lease = Duration.FromSeconds(20),
        Node = node.Name,
        IsSharedFile = Shared is not null,
        Channels = [new Receiver(this, node, _receiver)],
        LinkBy = clock => new SimulatedLink(this, node, DatabaseAddress.File(_folder.Database), clock),
    };

    public ITaskHandler HandlerOf(SimulatedNode node)
    {
        _ = node;
        return Bug.Handler(new StepHandler(_handlers, _outside, Attempts, Service, () => IsCalm));
    }

    public Duration Downtime() => IsCalm ? Duration.FromSeconds(1) : _faults.OneIn(6) ? _faults.Seconds(60, 1200) : _faults.Seconds(0.1, 40);

    /// <summary>The process dies, and is started again after a while.</summary>
    public void Crash(SimulatedNode node, Duration downtime, string why)
    {
        if (!node.IsUp)
            return;
        Note($"{node.Name} dies {why}; it is down for {downtime}");
        node.Die();
        At(downtime, () =>
        {
            Note($"{node.Name} starts");
            node.Start();
        });
    }

    public void EditFile(int place)
    {
        Workflows[place] = _maker.Edit(Workflows[place]);
        Write(place);
    }

    public void Dispose()
    {
        foreach (var node in Nodes.Where(node => node.IsUp))
            node.Die();
        _follower.Dispose();
        _folder.Dispose();
    }

    /// <summary>Most histories have one node.</summary>
    private static int Count(Chance chance) => chance.Below(5) switch
    {
        < 3 => 1,
        < 4 => 2,
        _ => 3,
    };

    private void Write(int place)
    {
        var plan = Workflows[place];
        var text = plan.Yaml(EndsAt);
        var seen = Bug.File(text);
        Editions[StagedFolder.Version(seen)] = plan;
        _folder.Write(plan.Id + ".yaml", seen, Clock.Now);
    }

    private int Choices()
    {
        var choices = 0;
        foreach (var node in Nodes)
            choices += node.Choices;
        return choices;
    }

    private void Take(int place)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            var node = Nodes[i];
            var choices = node.Choices;
            if (place >= choices)
            {
                place -= choices;
                continue;
            }
            Trace.Step(i, place, Clock.Now);
            LastTurn = node.Host;
            if (node.Take(place, _steps))
                Watch();
            return;
        }
    }

    /// <summary>Time goes on: to the next thing that happens, or, while there is work to do, a little. False when there is nothing more to come.</summary>
    private bool Advance(bool isBusy)
    {
        var next = Clock.NextDueAt;
        if (_events.TryPeek(out _, out var place) && !(next < place.At))
            next = place.At;
        if (next is not { } at)
            return false;
        if (IsCalm && !isBusy && IsAtRest())
            return false;
        if (Clock.Now > EndsAt + Duration.FromHours(6))
            Broken("everything comes to rest", _invariants.Restless());
        if (isBusy)
            at = Instant.Min(at, Clock.Now + _steps.Seconds(0, _steps.OneIn(20) ? 5 : 0.05));
        foreach (var node in Nodes.Where(node => node.IsFrozen || (at - Clock.Now > Considerable && node.Choices > 0)))
            node.BehindAt = at;
        Clock.MoveTo(at);
        while (_events.TryPeek(out var what, out place) && place.At <= Clock.Now)
        {
            _events.Dequeue();
            Trace.Step(100, 0, Clock.Now);
            what();
        }
        Clock.Ring();
        return true;
    }

    private void BecomeCalm()
    {
        Note("calm: no more faults");
        IsCalm = true;
        Service.IsDown = false;
        foreach (var node in Nodes)
        {
            (node.IsFrozen, node.RefusesUntil, node.NextFate, node.Ahead, node.WriteFault, node.ReadFault) = (false, null, CommitFate.Kept, Duration.Zero, null, null);
            if (node.IsUp)
                Client.Calm(node);
        }
        At(Duration.FromSeconds(30), Soothe);
    }

    /// <summary>Asks again and again for what was not answered yet.</summary>
    private void Soothe()
    {
        foreach (var node in Nodes.Where(node => node.IsUp))
            Client.Calm(node);
        At(Duration.FromMinutes(1), Soothe);
    }

    private bool IsAtRest() => Nodes.All(node => node.IsUp) && !Client.HasUnanswered && _invariants.Restless().Length == 0;

    private void Watch()
    {
        var any = false;
        foreach (var change in _follower.Follow())
        {
            any = true;
            Trace.Show(Clock.Now, change);
            _invariants.Changed(change);
        }
        if (!any)
            return;
        Trace.Step(101, (long)_follower.Hash, Clock.Now);
        IsWatching = true;
        _invariants.Committed();
        IsWatching = false;
    }
}
