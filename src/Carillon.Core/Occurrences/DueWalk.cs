using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Walks a schedule's occurrences forward, each with its due time. Allocates nothing on the way.</summary>
internal sealed class DueWalk
{
    private readonly Schedule _schedule;
    private readonly Instant _now;
    private Instant? _following;

    public DueWalk(Schedule schedule, Instant after, Instant now)
    {
        (_schedule, _now) = (schedule, now);
        Land(schedule.Definition.Times.Next(after));
    }

    /// <summary>The nominal time, or null when there is none left.</summary>
    public Instant? Current { get; private set; }

    /// <summary>When <see cref="Current"/> is due: nominal plus jitter.</summary>
    public Instant DueAt { get; private set; }

    public void Move() => Land(_following ?? _schedule.Definition.Times.Next(Current!.Value));

    /// <summary>The due time of an occurrence.</summary>
    public static Instant DueOf(Schedule schedule, Instant nominal, Instant now) =>
        schedule.Definition.Jitter <= Duration.Zero ? nominal : DueOf(schedule, nominal, schedule.Definition.Times.Next(nominal), now);

    // What the definition's end finds between its nominal and its due time is due then: jitter does not lose it.
    private static Instant DueOf(Schedule schedule, Instant nominal, Instant? following, Instant now)
    {
        var due = Jitter.DueAt(schedule.Id, nominal, schedule.Definition.Jitter, following);
        return schedule.Ends is not null && nominal <= now && due > now ? now : due;
    }

    private void Land(Instant? at)
    {
        Current = at;
        _following = null;
        if (at is not { } nominal)
            return;
        DueAt = nominal;
        if (_schedule.Definition.Jitter <= Duration.Zero)
            return;
        // The jitter ends before the next occurrence, which the walk needs anyway.
        _following = _schedule.Definition.Times.Next(nominal);
        DueAt = DueOf(_schedule, nominal, _following, _now);
    }
}
