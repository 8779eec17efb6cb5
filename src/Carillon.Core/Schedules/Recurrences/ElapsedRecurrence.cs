using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// Every N seconds of real elapsed time, whatever the clocks show. The grid extends to both sides of the anchor: an anchor in the future does not
/// hold the schedule back (that is <c>start_at</c>).
/// </summary>
public sealed class ElapsedRecurrence : Recurrence
{
    private readonly long _anchor;

    /// <summary>A grid of instants.</summary>
    /// <param name="seconds">The period in seconds, at least 1.</param>
    /// <param name="anchor">One instant of the grid; fractions of a second are dropped. The usual default is the Unix epoch.</param>
    public ElapsedRecurrence(long seconds, Instant anchor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 1);
        Seconds = seconds;
        _anchor = anchor.ToUnixTimeSeconds();
    }

    /// <summary>The period in seconds.</summary>
    public long Seconds { get; }

    /// <summary>One instant of the grid.</summary>
    public Instant Anchor => Instant.FromUnixTimeSeconds(_anchor);

    internal override long Next(LocalTimeResolver resolver, long from)
    {
        from = Math.Max(from, ZoneTimeline.Start);
        var next = _anchor + (-Civil.FloorDivide(_anchor - from, Seconds) * Seconds);
        return next < from || next >= ZoneTimeline.End ? LocalTimeResolver.None : next;
    }

    internal override long Previous(LocalTimeResolver resolver, long until)
    {
        until = Math.Min(until, ZoneTimeline.End - 1);
        var previous = _anchor + (Civil.FloorDivide(until - _anchor, Seconds) * Seconds);
        return previous < ZoneTimeline.Start ? LocalTimeResolver.NoneBefore : previous;
    }
}
