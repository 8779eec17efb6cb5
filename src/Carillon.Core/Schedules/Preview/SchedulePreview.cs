using NodaTime;
using NodaTime.Text;

namespace Carillon.Core.Schedules;

/// <summary>One occurrence of a preview.</summary>
/// <param name="Nominal">The nominal time.</param>
/// <param name="Due">Nominal plus jitter.</param>
/// <param name="Local">The nominal time in the schedule's zone.</param>
/// <param name="ZoneAbbreviation">What the zone is called then, for example <c>EDT</c>.</param>
/// <param name="Note">Says so when a clock change moved or repeats it; else null.</param>
public sealed record PreviewOccurrence(Instant Nominal, Instant Due, OffsetDateTime Local, string ZoneAbbreviation, string? Note)
{
    /// <summary><see cref="Local"/> as every surface prints it: <c>2026-03-08T03:00:00-04:00</c>.</summary>
    public string LocalText => TimeText.Of(Local);
}

/// <summary>What a schedule is about to do.</summary>
/// <param name="Occurrences">The next ones.</param>
/// <param name="Warnings">Every clock change of the following year that skips, moves or repeats an occurrence (SCH024), and the first occurrence on a day that the calendar does not know (SCH022), or else that it ends within 90 days (SCH050).</param>
public sealed record SchedulePreview(IReadOnlyList<PreviewOccurrence> Occurrences, IReadOnlyList<Problem> Warnings)
{
    private static readonly Duration Ahead = Duration.FromDays(366);

    /// <summary>The next occurrences at or after <paramref name="from"/>: one exactly then is shown. Pure.</summary>
    /// <param name="times">The schedule's times. Notes and warnings need <see cref="ScheduleTimes"/>.</param>
    /// <param name="zone">The schedule's zone.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="count">At most so many; fewer when the schedule ends.</param>
    /// <param name="schedule">The schedule's id, which jitter is hashed from.</param>
    /// <param name="jitter">The largest delay; zero for none.</param>
    public static SchedulePreview Of(OccurrenceTimes times, DateTimeZone zone, Instant from, int count, ScheduleId schedule = default, Duration jitter = default)
    {
        var occurrences = new List<PreviewOccurrence>(Math.Clamp(count, 0, 1000));
        var at = count > 0 ? times.Next(from - Duration.Epsilon) : null;
        while (at is { } nominal && occurrences.Count < count)
        {
            at = times.Next(nominal);
            var due = Jitter.DueAt(new ScheduleId(schedule.Value ?? ""), nominal, jitter, at);
            var note = times is ScheduleTimes known ? ClockChanges.Note(known, nominal) : null;
            occurrences.Add(new PreviewOccurrence(nominal, due, nominal.InZone(zone).ToOffsetDateTime(), zone.GetZoneInterval(nominal).Name, note));
        }
        var warnings = times is ScheduleTimes schedules ? ClockChanges.Warnings(schedules, from, from + Ahead) : [];
        var doubt = times is ScheduleTimes { Calendar: { } calendar } own
            ? occurrences.Select(o => calendar.Doubt(o.Local.Date)).FirstOrDefault(d => d is not null) ?? CalendarHorizon.Warning(own, from)
            : null;
        return new SchedulePreview(occurrences, doubt is null ? [.. warnings] : [.. warnings, doubt]);
    }

    /// <summary>The next occurrences of a schedule with its rules: one that is due outside the run window is marked, and after the last of <c>max_runs</c> there is none. Pure.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="definition">What it says.</param>
    /// <param name="runCount">How many runs its occurrences have made.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="count">At most so many.</param>
    public static SchedulePreview Of(ScheduleId id, ScheduleDefinition definition, long runCount, Instant from, int count)
    {
        var all = Of(definition.Times, definition.Zone, from, count, id, definition.Jitter);
        var found = new List<PreviewOccurrence>(all.Occurrences.Count);
        var left = definition.MaxRuns - runCount ?? long.MaxValue;
        foreach (var occurrence in all.Occurrences)
        {
            if (left <= 0)
                break;
            var isOpen = definition.RunWindow?.IsOpenAt(occurrence.Due) ?? true;
            left -= isOpen ? 1 : 0;
            found.Add(isOpen ? occurrence : occurrence with { Note = $"{definition.RunWindow!.Refusal}: it will be skipped" });
        }

        return all with { Occurrences = found };
    }
}
