using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Everything there is to say about a schedule: in words, with dates, surprises and findings. Immutable.</summary>
/// <param name="Words">The recurrence in words.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="ZonesVersion">The version of the zone database, for example <c>TZDB: 2025b (mapping: …)</c>.</param>
/// <param name="Policies">Its rules in words, in a fixed order.</param>
/// <param name="Preview">The next occurrences.</param>
/// <param name="Surprises">Every clock change of the two years to come that skips, moves or repeats an occurrence.</param>
/// <param name="Findings">What lint says.</param>
public sealed record ScheduleExplanation(
    string Words,
    DateTimeZone Zone,
    string ZonesVersion,
    IReadOnlyList<PolicyWords> Policies,
    IReadOnlyList<PreviewOccurrence> Preview,
    IReadOnlyList<ClockSurprise> Surprises,
    IReadOnlyList<FieldProblem> Findings)
{
    private static readonly Duration TwoYears = Duration.FromDays(731);

    /// <summary>Explains a schedule that can be read. Pure.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="id">Its id, which jitter is hashed from.</param>
    /// <param name="from">From when on, inclusive.</param>
    /// <param name="count">How many occurrences.</param>
    /// <param name="findings">What lint says of it.</param>
    public static ScheduleExplanation Of(ScheduleDefinition schedule, ScheduleId id, Instant from, int count, IReadOnlyList<FieldProblem> findings) => new(
        schedule.Words,
        schedule.Zone,
        ZoneDatabase.Zones.VersionId,
        PolicyWords.Of(schedule),
        SchedulePreview.Of(schedule.Times, schedule.Zone, from, count, id, schedule.Jitter).Occurrences,
        schedule.Times is ScheduleTimes times ? [.. ClockChanges.Surprises(times, from, from + TwoYears)] : [],
        findings);
}
