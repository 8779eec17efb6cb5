using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>Which dates the completed runs of a schedule have covered.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Timezone">The zone of the dates.</param>
/// <param name="From">First date.</param>
/// <param name="To">First date after the range.</param>
/// <param name="Covered">How many days are in the window of one completed run.</param>
/// <param name="Doubled">How many days are, in part at least, in those of several.</param>
/// <param name="Missing">How many days have a hole.</param>
/// <param name="NotExpected">How many days are in no window so far.</param>
/// <param name="Days">The range in stretches of one state, by whole days.</param>
/// <param name="Holes">The holes to the second.</param>
/// <param name="Backfill">The fewest occurrences that close every hole.</param>
internal sealed record CoverageView(
    ScheduleId ScheduleId,
    string Timezone,
    string From,
    string To,
    int Covered,
    int Doubled,
    int Missing,
    int NotExpected,
    IReadOnlyList<CoverageDays> Days,
    IReadOnlyList<WindowRecord> Holes,
    IReadOnlyList<CoverageProposal> Backfill)
{
    /// <summary>The coverage as the API shows it.</summary>
    public static CoverageView Of(ScheduleId schedule, WindowCoverage coverage, DateTimeZone zone, LocalDate from, LocalDate to)
    {
        List<(LocalDate Date, CoverageState State)> days = [.. coverage.Days(zone)];
        return new CoverageView(
            schedule,
            zone.Id,
            LocalText.Of(from)!,
            LocalText.Of(to)!,
            Count(CoverageState.Covered),
            Count(CoverageState.Doubled),
            Count(CoverageState.Missing),
            Count(CoverageState.NotExpected),
            Stretches(days),
            [.. coverage.Spans.Where(s => s.State == CoverageState.Missing).Select(s => WindowRecord.From(new DataWindow(s.Start, s.End, zone))!)],
            [.. coverage.Backfill.Select(b => new CoverageProposal(b.Nominal, LocalText.Of(b.Nominal, zone), WindowRecord.From(b.Window)!))]);

        int Count(CoverageState state) => days.Count(d => d.State == state);
    }

    private static List<CoverageDays> Stretches(List<(LocalDate Date, CoverageState State)> days)
    {
        var found = new List<CoverageDays>();
        foreach (var (date, state) in days)
        {
            if (found.Count > 0 && found[^1].State == state)
                found[^1] = found[^1] with { LastDate = LocalText.Of(date)! };
            else
                found.Add(new CoverageDays(LocalText.Of(date)!, LocalText.Of(date)!, state));
        }
        return found;
    }
}

/// <summary>Days in a row of one state.</summary>
/// <param name="FirstDate">The first one.</param>
/// <param name="LastDate">The last one, inclusive.</param>
/// <param name="State">The state.</param>
internal sealed record CoverageDays(string FirstDate, string LastDate, CoverageState State);

/// <summary>An occurrence to run for the holes its window closes.</summary>
/// <param name="Nominal">Its nominal time.</param>
/// <param name="Local">The same in the schedule's zone.</param>
/// <param name="Window">Its data window.</param>
internal sealed record CoverageProposal(Instant Nominal, string Local, WindowRecord Window);
