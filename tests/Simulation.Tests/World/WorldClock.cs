using NodaTime;

namespace Carillon.Simulation.Tests.World;

/// <summary>True time, which moves only when the world says so, and the timers of every node in the order in which they come due.</summary>
internal sealed class WorldClock
{
    private readonly Instant _start;
    private readonly PriorityQueue<NodeTimer, (Instant DueAt, long Number)> _timers = new();
    private long _numbers;

    public WorldClock(Instant start) => (_start, Now) = (start, start);

    public Instant Now { get; private set; }

    public Duration Elapsed => Now - _start;

    public void MoveTo(Instant at) => Now = at > Now ? at : Now;

    /// <summary>When the next timer comes due; null when none is set.</summary>
    public Instant? NextDueAt
    {
        get
        {
            while (_timers.TryPeek(out var timer, out var place))
            {
                if (timer.Number == place.Number)
                    return place.DueAt;
                _timers.Dequeue();
            }
            return null;
        }
    }

    /// <summary>Hands every timer that has come due to its node, which fires it when its turn comes.</summary>
    public void Ring()
    {
        while (NextDueAt <= Now)
        {
            var timer = _timers.Dequeue();
            timer.Number = 0;
            timer.Node.Ring(timer);
        }
    }

    public void Set(NodeTimer timer, Instant dueAt)
    {
        timer.Number = ++_numbers;
        _timers.Enqueue(timer, (dueAt, timer.Number));
    }
}

/// <summary>What one life of a node takes for the time: the true time, and how far its wall clock is off. Its timers count true time.</summary>
internal sealed class NodeClock(WorldClock world, NodeSteps steps) : TimeProvider
{
    private int _timers;

    /// <summary>How far the wall clock is ahead.</summary>
    public Duration Ahead { get; set; }

    /// <summary>A bug of the tests: every thirtieth timer never rings.</summary>
    public bool LosesTimers { get; set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public Instant Wall => world.Now + Ahead;

    public override DateTimeOffset GetUtcNow() => Wall.ToDateTimeOffset();

    public override long GetTimestamp() => world.Elapsed.BclCompatibleTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new NodeTimer(world, steps, callback, state);
        if (!LosesTimers || ++_timers % 30 != 0)
            timer.Change(dueTime, period);
        return timer;
    }
}

/// <summary>A timer of a node. It fires as a step of the node, perhaps late.</summary>
internal sealed class NodeTimer(WorldClock world, NodeSteps node, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period;

    public NodeSteps Node => node;

    /// <summary>Its place in the queue; 0 while it is not set.</summary>
    public long Number { get; set; }

    public bool IsRung { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        (Number, IsRung, _period) = (0, false, period);
        if (dueTime != Timeout.InfiniteTimeSpan && !node.IsDead)
            world.Set(this, world.Now + Duration.FromTimeSpan(dueTime));
        return true;
    }

    public void Fire()
    {
        IsRung = false;
        if (_period > TimeSpan.Zero)
            Change(_period, _period);
        callback(state);
    }

    public void Dispose() => (Number, IsRung) = (0, false);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
