using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.History;

/// <summary>How many nominal times a month has, and how many of them have passed. It moves on with the clock without counting the month anew. Immutable.</summary>
/// <param name="Times">The nominal times.</param>
/// <param name="Month">The month.</param>
/// <param name="All">How many it has.</param>
/// <param name="Through">Up to when, inclusive, they are counted as passed.</param>
/// <param name="Passed">How many have.</param>
public sealed record MonthCount(OccurrenceTimes Times, CostMonth Month, long All, Instant Through, long Passed)
{
    /// <summary>Counts a month; it walks over all of it.</summary>
    public static MonthCount Of(OccurrenceTimes times, CostMonth month, Instant now)
    {
        var (all, passed) = (0L, 0L);
        foreach (var at in times.Between(month.Start, month.End))
        {
            all++;
            passed += at <= now ? 1 : 0;
        }

        return new MonthCount(times, month, all, now, passed);
    }

    /// <summary>The same at another time; walks only over what lies between, unless the clock went back.</summary>
    public MonthCount At(Instant now)
    {
        if (now < Through)
            return Of(Times, Month, now);
        var from = Instant.Max(Month.Start, Through + Duration.Epsilon);
        var to = Instant.Min(Month.End, now + Duration.Epsilon);
        return this with { Through = now, Passed = Passed + (from < to ? Times.Between(from, to).Count() : 0) };
    }

    /// <summary>The nominal time that comes after so many others that are still to come.</summary>
    internal Instant ToCome(long after)
    {
        var next = Times.Next(Instant.Max(Through, Month.Start - Duration.Epsilon));
        for (var i = 0L; i < after && next is not null; i++)
            next = Times.Next(next.Value);
        return next ?? Month.End;
    }
}
