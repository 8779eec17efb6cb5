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

    /// <summary>The answer, or every problem of the schedule.</summary>
    public static Checked<PreviewAnswer> Give(PreviewRequest request)
    {
        var built = request.Spec.Build();
        if (built.Schedule is not { } schedule)
            return Checked<PreviewAnswer>.Bad([.. built.Problems.Select(Named)]);
        var findings = ScheduleLint.Of(new LintSubject(request.Spec, request.From));
        return Checked<PreviewAnswer>.Ok(Of(schedule.Times, schedule.Words, schedule.Zone, request.From, request.Count, findings.Select(Named)));
    }

    /// <summary>The answer for times that are already there, with what lint says of them.</summary>
    public static PreviewAnswer Of(OccurrenceTimes times, string words, DateTimeZone zone, Instant from, int count, IEnumerable<Problem> warnings)
    {
        var preview = SchedulePreview.Of(times, zone, from, count);
        List<Problem> known = [.. warnings];
        // That the calendar ends is said once: of the day asked about, else of the first occurrence beyond it, else that it ends soon.
        var beyond = preview.Warnings.Any(warning => warning.Code == ProblemCodes.UnknownCalendar);
        known.RemoveAll(warning => beyond && warning.Code == ProblemCodes.CalendarEnds);
        var told = known.Exists(IsOfCalendar);
        // Lint names the next clock change, the preview all of the year: the fix is the same.
        var clock = known.FindAll(warning => warning.Code == ProblemCodes.ClockChange);
        known.RemoveAll(clock.Contains);
        var found = preview.Warnings.Where(warning => !told || !IsOfCalendar(warning))
            .Select(warning => warning with { Fix = clock.Find(finding => finding.Rule == warning.Rule)?.Fix });
        return new PreviewAnswer(words, zone.Id, [.. preview.Occurrences.Select(OccurrenceView.From)], [.. known.Concat(found).Select(ProblemView.From)]);
    }

    private static bool IsOfCalendar(Problem warning) => warning.Code is ProblemCodes.UnknownCalendar or ProblemCodes.CalendarEnds;

    /// <summary>A request has no lines: the field says where.</summary>
    public static Problem Named(FieldProblem found)
    {
        var place = found.Field + (found.Item is { } item ? $"[{item}]" : "");
        return place.Length == 0 ? found.Problem : found.Problem with { Message = $"{place}: {found.Problem.Message}" };
    }
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
    /// <summary>The month that <paramref name="request"/> begins in.</summary>
    public static PreviewCost? Of(PreviewRequest request, long run)
    {
        if (request.Spec.Build().Schedule is not { } schedule)
            return null;
        var month = CostMonth.At(request.From, schedule.Zone);
        var cost = MonthCost.Of(schedule.Times, isRunning: true, month, month.Start - Duration.Epsilon, run, 0, 0, request.BudgetMicros);
        return new PreviewCost(
            month.Text, cost.Occurrences, Money.Amount(run), Money.Amount(cost.EstimateMicros),
            request.BudgetMicros is { } budget ? Money.Amount(budget) : null, cost.ExceededAt);
    }
}
