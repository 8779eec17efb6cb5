using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Walks a schedule's occurrences forward, each with its due time. Allocates nothing on the way.</summary>
internal sealed class DueWalk
{
    private readonly Schedule _schedule;
    private Instant? _following;

    public DueWalk(Schedule schedule, Instant after)
    {
        _schedule = schedule;
        Land(schedule.Definition.Times.Next(after));
    }

    /// <summary>The nominal time, or null when there is none left.</summary>
    public Instant? Current { get; private set; }

    /// <summary>When <see cref="Current"/> is due: nominal plus jitter.</summary>
    public Instant DueAt { get; private set; }

    public void Move() => Land(_following ?? _schedule.Definition.Times.Next(Current!.Value));

    /// <summary>The due time of an occurrence.</summary>
    public static Instant DueOf(Schedule schedule, Instant nominal) =>
        schedule.Definition.Jitter <= Duration.Zero
            ? nominal
            : Jitter.DueAt(schedule.Id, nominal, schedule.Definition.Jitter, schedule.Definition.Times.Next(nominal));

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
        DueAt = Jitter.DueAt(_schedule.Id, nominal, _schedule.Definition.Jitter, _following);
    }
}
