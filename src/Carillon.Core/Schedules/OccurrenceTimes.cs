using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// The nominal times of a schedule: its recurrence in its zone, after clock-change rules, calendar, <c>start_at</c> and <c>end_at</c>.
/// Pure, immutable, thread safe. Laws: <c>Next(a) &gt; a</c>; <c>Between(a,b) ++ Between(b,c) = Between(a,c)</c>.
/// </summary>
public abstract class OccurrenceTimes
{
    /// <summary>The first nominal time strictly after <paramref name="after"/>, or null when there is none.</summary>
    public abstract Instant? Next(Instant after);

    /// <summary>The last nominal time strictly before <paramref name="before"/>, or null when there is none.</summary>
    public abstract Instant? Previous(Instant before);

    /// <summary>Every nominal time in [<paramref name="start"/>, <paramref name="end"/>), in order, lazily.</summary>
    public virtual IEnumerable<Instant> Between(Instant start, Instant end)
    {
        var next = start == Instant.MinValue ? Next(start) : Next(start - Duration.Epsilon);
        while (next is { } at && at < end)
        {
            yield return at;
            next = Next(at);
        }
    }
}
