using NodaTime;

namespace Carillon.Engine.Tests;

/// <summary>A clock that stands still until it is moved. Timers fire, in order of their time, on the thread that moves it.</summary>
public sealed class ManualTime(Instant start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start.ToDateTimeOffset();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves the clock forward, stopping at every timer on the way.</summary>
    public void Advance(Duration by)
    {
        var target = GetUtcNow() + by.ToTimeSpan();
        while (NextBefore(target) is { } timer)
            timer.Fire();
        lock (_gate)
            _now = target > _now ? target : _now;
    }

    /// <summary>Moves the clock forward in one leap, and then fires every timer that came due on the way, each of them late.</summary>
    public void Leap(Duration by)
    {
        DateTimeOffset target;
        lock (_gate)
            target = _now += by.ToTimeSpan();
        while (NextBefore(target) is { } timer)
            timer.Fire();
    }

    /// <summary>Steps the wall clock, as an operator or NTP would: timers keep their remaining time.</summary>
    public void Step(Duration by)
    {
        lock (_gate)
        {
            _now += by.ToTimeSpan();
            foreach (var timer in _timers)
                timer.DueAt += by.ToTimeSpan();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? NextBefore(DateTimeOffset target)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.DueAt <= target).MinBy(t => t.DueAt);
            if (next is null)
                return null;
            if (next.DueAt > _now)
                _now = next.DueAt;
            _timers.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset DueAt { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                DueAt = time._now + dueTime;
                time._timers.Add(this);
            }
            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            callback(state);
        }

        public void Dispose()
        {
            lock (time._gate)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
