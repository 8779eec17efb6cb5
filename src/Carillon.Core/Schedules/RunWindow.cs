using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>The hours of a day in which a schedule's occurrences run. Immutable, pure.</summary>
/// <param name="From">When it opens, inclusive.</param>
/// <param name="To">When it closes, exclusive. At or before <paramref name="From"/> it closes on the next day.</param>
/// <param name="Days">The days on which it opens; empty for every day.</param>
/// <param name="Zone">The zone of its wall-clock times.</param>
/// <param name="Text">As people read it: <c>09:30–16:00</c>, <c>09:30–16:00 mon-fri</c>.</param>
public sealed record RunWindow(LocalTime From, LocalTime To, IReadOnlyList<IsoDayOfWeek> Days, DateTimeZone Zone, string Text)
{
    /// <summary>Why an occurrence that is due while it is closed has no run.</summary>
    public string Refusal { get; } = $"outside the run window {Text}";

    /// <summary>Whether it is open at that instant.</summary>
    public bool IsOpenAt(Instant instant)
    {
        var local = instant.InZone(Zone).LocalDateTime;
        var time = local.TimeOfDay;
        if (From < To)
            return time >= From && time < To && OpensOn(local.Date);
        return (time >= From && OpensOn(local.Date)) || (time < To && OpensOn(local.Date.PlusDays(-1)));
    }

    private bool OpensOn(LocalDate date) => Days.Count == 0 || Days.Contains(date.DayOfWeek);
}
