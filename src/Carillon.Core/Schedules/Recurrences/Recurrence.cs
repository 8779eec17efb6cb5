namespace Carillon.Core.Schedules;

/// <summary>The pure "when" inside a schedule, without zone, calendar or bounds. Immutable, thread safe. Whole seconds only.</summary>
public abstract class Recurrence
{
    private protected Recurrence()
    {
    }

    /// <summary>How this kind behaves at clock changes unless the schedule says otherwise.</summary>
    public virtual ClockChangeRule DefaultClockChangeRule => ClockChangeRule.Fixed;

    /// <summary>The first occurrence at or after <paramref name="from"/> in UTC seconds, or <see cref="LocalTimeResolver.None"/>.</summary>
    internal abstract long Next(LocalTimeResolver resolver, long from);

    /// <summary>The last occurrence at or before <paramref name="until"/> in UTC seconds, or <see cref="LocalTimeResolver.NoneBefore"/>.</summary>
    internal abstract long Previous(LocalTimeResolver resolver, long until);
}

/// <summary>A recurrence that names wall-clock readings. Readings are seconds since 1970-01-01T00:00 on the wall.</summary>
public abstract class WallClockRecurrence : Recurrence
{
    private protected WallClockRecurrence()
    {
    }

    /// <summary>The first reading at or after <paramref name="from"/>, or <see cref="LocalTimeResolver.None"/> when the search's bound is reached.</summary>
    internal abstract long NextLocal(long from);

    /// <summary>The last reading at or before <paramref name="until"/>, or <see cref="LocalTimeResolver.NoneBefore"/>.</summary>
    internal abstract long PreviousLocal(long until);

    internal sealed override long Next(LocalTimeResolver resolver, long from) => resolver.Next(this, from);

    internal sealed override long Previous(LocalTimeResolver resolver, long until) => resolver.Previous(this, until);
}
