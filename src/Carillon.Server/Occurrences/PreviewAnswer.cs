using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>The next occurrences of a schedule, and what to know about them.</summary>
/// <param name="Words">The recurrence in words.</param>
/// <param name="Timezone">The zone it is computed in.</param>
/// <param name="Occurrences">In order of time; fewer than asked for when there are no more.</param>
/// <param name="Warnings">Traps and surprises.</param>
internal sealed record PreviewAnswer(string Words, string Timezone, IReadOnlyList<OccurrenceView> Occurrences, IReadOnlyList<ProblemView> Warnings)
{
    /// <summary>What the month of the first instant would cost; null unless <c>workflow</c> or <c>cost_per_run</c> is given.</summary>
    public PreviewCost? Cost { get; init; }

    /// <summary>The answer, with what was found in the schedule.</summary>
    /// <param name="schedule">The schedule. Its occurrences have the data windows and due times that it says.</param>
    /// <param name="range">How much of it.</param>
    /// <param name="warnings">What lint says, and what else is known of it.</param>
    public static PreviewAnswer Of(ScheduleDefinition schedule, PreviewRange range, IEnumerable<Problem> warnings)
    {
        var preview = SchedulePreview.Of(new ScheduleId(schedule.Spec.HashSeed), schedule, runCount: 0, range.From, range.Count);
        List<Problem> known = [.. warnings];
        // That the calendar ends is said once: of the day asked about, else of the first occurrence beyond it, else that it ends soon.
        var beyond = preview.Warnings.Any(warning => warning.Code == ProblemCodes.UnknownCalendar);
        known.RemoveAll(warning => beyond && warning.Code == ProblemCodes.CalendarEnds);
        var told = known.Exists(IsOfCalendar);
        // Lint names the next clock change, the preview all of the year: the fix is the same.
        var clock = known.FindAll(warning => warning.Code == ProblemCodes.ClockChange);
        known.RemoveAll(clock.Contains);
        var found = preview.Warnings.Where(warning => !told || !IsOfCalendar(warning)).Select(warning => IsOfCalendar(warning)
            ? warning with { Field = "calendar" }
            : clock.Find(finding => finding.Rule == warning.Rule) is { } same ? warning with { Fix = same.Fix, Field = same.Field } : warning);
        return new PreviewAnswer(
            schedule.Words,
            schedule.Zone.Id,
            [.. preview.Occurrences.Select(occurrence => OccurrenceView.From(occurrence, schedule.Windows))],
            [.. known.Concat(found).Select(ProblemView.From)]);
    }

    private static bool IsOfCalendar(Problem warning) => warning.Code is ProblemCodes.UnknownCalendar or ProblemCodes.CalendarEnds;
}

/// <summary>What a month of a previewed schedule would cost, in the currency of the installation.</summary>
/// <param name="Month">The month in its zone, <c>2026-03</c>.</param>
/// <param name="Occurrences">How many nominal times the month has.</param>
/// <param name="CostPerRun">What a run is expected to cost.</param>
/// <param name="Estimate">What they cost together.</param>
/// <param name="Budget">The budget that was given, or null.</param>
/// <param name="ExceededAt">The first nominal time whose run does not fit into it; null when all do.</param>
internal sealed record PreviewCost(string Month, long Occurrences, decimal CostPerRun, decimal Estimate, decimal? Budget, Instant? ExceededAt)
{
    /// <summary>The month that holds <paramref name="from"/>, at so much for a run, in micros.</summary>
    public static PreviewCost Of(ScheduleDefinition schedule, Instant from, long run)
    {
        var month = CostMonth.At(from, schedule.Zone);
        var budget = schedule.Budget?.MonthMicros;
        var cost = MonthCost.Of(schedule.Times, isRunning: true, month, month.Start - Duration.Epsilon, run, 0, 0, budget);
        return new PreviewCost(month.Text, cost.Occurrences, Money.Amount(run), Money.Amount(cost.EstimateMicros), budget is { } most ? Money.Amount(most) : null, cost.ExceededAt);
    }
}
