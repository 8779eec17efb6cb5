using NodaTime;

namespace Carillon.Engine.Storage;

/// <summary>
/// The database's time: what it last said, carried on by this machine's monotonic clock. Nodes whose wall clocks differ agree on it, and a wall clock that is stepped
/// here changes nothing. Until the database has said its time, it is this machine's. Thread safe.
/// </summary>
/// <param name="local">This machine's clock; its timers are used as they are.</param>
internal sealed class DatabaseClock(TimeProvider local) : TimeProvider
{
    private sealed record Reading(Instant At, long Timestamp);

    private volatile Reading? _last;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => local.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => local.TimestampFrequency;

    /// <summary>The database has just said what time it is.</summary>
    public void Observe(Instant at) => _last = new Reading(at, local.GetTimestamp());

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _last is { } reading
        ? reading.At.ToDateTimeOffset() + local.GetElapsedTime(reading.Timestamp)
        : local.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => local.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => local.CreateTimer(callback, state, dueTime, period);
}
