using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests;

public sealed class AlarmTests
{
    [Theory]
    [InlineData(1.5)]
    [InlineData(50)]
    public async Task It_rings_although_the_clock_moves_on_while_it_is_looked_at(double milliseconds)
    {
        var time = new RestlessTime(TimeSpan.FromMilliseconds(milliseconds));
        var alarm = new Alarm(time);
        alarm.Set(time.Now() + Duration.FromMilliseconds(milliseconds * 3.05));

        await alarm.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task It_rings_when_it_is_set_again_to_its_moment_by_whoever_moved_the_clock_there_before_the_sleeper_slept()
    {
        var moment = Instant.FromUnixTimeSeconds(1);
        var time = new MovedTime();
        var alarm = new Alarm(time);
        alarm.Set(moment);
        time.Move = () => alarm.Set(moment);

        await alarm.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>A clock that is moved on by a second between a sleeper's look and the start of its timer, which therefore never fires.</summary>
    private sealed class MovedTime : TimeProvider
    {
        private volatile bool _isMoved;

        public Action? Move { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(_isMoved ? 1 : 0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _isMoved = true;
            Move?.Invoke();
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }

    /// <summary>A clock that every look finds further on, as a thread does that is held up between two looks.</summary>
    private sealed class RestlessTime(TimeSpan step) : TimeProvider
    {
        private long _looks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + (step * Interlocked.Increment(ref _looks));
    }
}
