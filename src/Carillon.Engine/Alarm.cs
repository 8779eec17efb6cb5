using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine;

/// <summary>
/// Sleeps until a moment of the wall clock. It looks at the clock at least twice a second while something is set, so a clock that is stepped is
/// noticed, and it may be set earlier from any thread while it sleeps.
/// </summary>
internal sealed class Alarm(TimeProvider time)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly Signal _signal = new();
    private Instant? _at;

    /// <summary>Rings at <paramref name="at"/> at the latest.</summary>
    public void Set(Instant at)
    {
        lock (_gate)
        {
            if (!(_at <= at))
                _at = at;
            // What is due by now is told once more: the sleeper may have looked at the clock before it was moved on.
            else if (_at > time.Now())
                return;
        }
        _signal.Set();
    }

    /// <summary>Waits for the set moment, clears it, and returns. Also returns on stop.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Read once: a clock that moves between two looks would make the sleep negative, and one millisecond less than none is for ever.
            var now = time.Now();
            Instant? at;
            lock (_gate)
            {
                at = _at;
                if (at <= now)
                {
                    _at = null;
                    return;
                }
            }
            var sleep = at is { } until ? (until - now).ToTimeSpan() : Timeout.InfiniteTimeSpan;
            await _signal.WaitAsync(at is null || sleep < LongestSleep ? sleep : LongestSleep, time, stop);
        }
    }
}
