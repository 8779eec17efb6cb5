using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary>A calendar in a list.</summary>
internal record CalendarSummary
{
    /// <summary>The name that schedules write.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The file it comes from; null for one that ships with the program.</summary>
    public string? Path { get; init; }

    /// <summary>The zone of its sessions, or null.</summary>
    public string? Timezone { get; init; }

    /// <summary>When an ordinary session opens, for example <c>09:30</c>; null without sessions.</summary>
    public string? Open { get; init; }

    /// <summary>When an ordinary session closes.</summary>
    public string? Close { get; init; }

    /// <summary>The first day it knows, or null for no bound.</summary>
    public string? ValidFrom { get; init; }

    /// <summary>The last day it knows, or null for no bound.</summary>
    public string? ValidThrough { get; init; }

    /// <summary>True when it ends within 90 days, or has ended.</summary>
    public required bool EndsSoon { get; init; }

    /// <summary>True when its file is broken: what counts is the last good version, or nothing when <see cref="IsKnown"/> is false.</summary>
    public required bool Stale { get; init; }

    /// <summary>False for a file that never was good: schedules cannot use it.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>What is wrong with its file.</summary>
    public required IReadOnlyList<ProblemView> Problems { get; init; }

    /// <summary>Every calendar: those that ship with the program, then the files by path.</summary>
    public static IEnumerable<CalendarSummary> All(Catalog catalog, Instant now) =>
        BusinessCalendar.BuiltIn.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => From(c, null, now))
            .Concat(catalog.Calendars.Select(entry => entry.Live is { } live ? From(live, entry, now) : Unknown(entry)));

    /// <summary>A calendar that counts.</summary>
    protected static CalendarSummary From(BusinessCalendar calendar, CalendarEntry? entry, Instant now) => new()
    {
        Id = calendar.Name,
        Name = calendar.Title,
        Path = entry?.Path,
        Timezone = calendar.Zone?.Id,
        Open = LocalText.Of(calendar.Hours?.Open),
        Close = LocalText.Of(calendar.Hours?.Close),
        ValidFrom = LocalText.Of(calendar.ValidFrom),
        ValidThrough = LocalText.Of(calendar.ValidThrough),
        EndsSoon = CalendarHorizon.Ends(calendar, now) is not null,
        Stale = entry?.Stale ?? false,
        IsKnown = true,
        Problems = [.. (entry?.Problems ?? []).Select(ProblemView.From)],
    };

    private static CalendarSummary Unknown(CalendarEntry entry) => new()
    {
        Id = entry.Path,
        Name = entry.Path,
        Path = entry.Path,
        EndsSoon = false,
        Stale = true,
        IsKnown = false,
        Problems = [.. entry.Problems.Select(ProblemView.From)],
    };
}

/// <summary>A calendar with its days over a range.</summary>
/// <param name="Calendar">What it is.</param>
/// <param name="From">First date of the range.</param>
/// <param name="To">First date after the range.</param>
/// <param name="BusinessDays">The business days.</param>
/// <param name="Holidays">Closed days that are not of the weekend.</param>
/// <param name="EarlyCloses">Half days with their session.</param>
/// <param name="Warning">Says so when the range leaves what the calendar knows; else null.</param>
internal sealed record CalendarView(
    CalendarSummary Calendar, string From, string To, IReadOnlyList<string> BusinessDays, IReadOnlyList<HolidayView> Holidays, IReadOnlyList<SessionView> EarlyCloses, string? Warning)
{
    /// <summary>The days of [from, to).</summary>
    public static CalendarView Of(CalendarSummary summary, BusinessCalendar calendar, LocalDate from, LocalDate to)
    {
        List<LocalDate> days = [.. Enumerable.Range(0, Period.DaysBetween(from, to)).Select(from.PlusDays)];
        return new CalendarView(
            summary,
            LocalText.Of(from)!,
            LocalText.Of(to)!,
            [.. days.Where(calendar.IsBusinessDay).Select(d => LocalText.Of(d)!)],
            [.. calendar.Holidays(from, to).Select(h => new HolidayView(LocalText.Of(h.Date)!, h.Name))],
            [.. days.Select(d => (Date: d, Session: calendar.Session(d))).Where(d => d.Session is { EarlyClose: true })
                .Select(d => new SessionView(LocalText.Of(d.Date)!, LocalText.Of(d.Session?.Open)!, LocalText.Of(d.Session?.Close)!))],
            days.Select(calendar.Doubt).FirstOrDefault(doubt => doubt is not null)?.Message);
    }
}

/// <summary>A closed day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What it is, where that is known.</param>
internal sealed record HolidayView(string Date, string? Name);

/// <summary>The session of one day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Open">When it opens, in the calendar's zone.</param>
/// <param name="Close">When it closes.</param>
internal sealed record SessionView(string Date, string Open, string Close);
