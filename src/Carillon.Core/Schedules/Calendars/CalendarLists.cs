using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What a <see cref="ListedCalendar"/> is made of. Immutable.</summary>
public sealed record CalendarLists
{
    /// <summary>The name, as schedules write it.</summary>
    public required string Name { get; init; }

    /// <summary>The name people read; null for <see cref="Name"/>.</summary>
    public string? Title { get; init; }

    /// <summary>The hash of its text; null for calendars that ship with the program.</summary>
    public string? Version { get; init; }

    /// <summary>A calendar whose closed days are closed here as well, and whose sessions count where there are no <see cref="Hours"/>; null for none.</summary>
    public BusinessCalendar? BasedOn { get; init; }

    /// <summary>Weekdays that are closed; with <see cref="BasedOn"/>, in addition to its own.</summary>
    public IReadOnlyCollection<IsoDayOfWeek> Weekend { get; init; } = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    /// <summary>Closed days, with their names where they have one.</summary>
    public IReadOnlyDictionary<LocalDate, string?> Holidays { get; init; } = new Dictionary<LocalDate, string?>();

    /// <summary>Days that are open whatever the weekend, the holidays and the other calendar say.</summary>
    public IReadOnlyCollection<LocalDate> OpenDays { get; init; } = [];

    /// <summary>The zone of the sessions; null for that of <see cref="BasedOn"/>, or none.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>The usual hours; null for the sessions of <see cref="BasedOn"/>, or none.</summary>
    public SessionHours? Hours { get; init; }

    /// <summary>When half days close.</summary>
    public IReadOnlyDictionary<LocalDate, LocalTime> EarlyCloses { get; init; } = new Dictionary<LocalDate, LocalTime>();

    /// <summary>The first day the lists cover, inclusive; null for that of <see cref="BasedOn"/>, or no bound.</summary>
    public LocalDate? ValidFrom { get; init; }

    /// <summary>The last day they cover, inclusive; null for that of <see cref="BasedOn"/>, or no bound.</summary>
    public LocalDate? ValidThrough { get; init; }
}
