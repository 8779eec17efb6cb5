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

    /// <summary>A clock that every look finds further on, as a thread does that is held up between two looks.</summary>
    private sealed class RestlessTime(TimeSpan step) : TimeProvider
    {
        private long _looks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + (step * Interlocked.Increment(ref _looks));
    }
}
