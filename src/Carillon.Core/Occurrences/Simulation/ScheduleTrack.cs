using NodaTime;

namespace Carillon.Core.Occurrences.Simulation;

/// <summary>A run that a simulation has made and that has not ended.</summary>
internal sealed class OpenSimulatedRun(ScheduleTrack track, long number, Instant nominalAt, Instant dueAt, bool waits)
{
    public ScheduleTrack Track => track;

    /// <summary>Later runs have larger ones.</summary>
    public long Number => number;

    public Instant NominalAt => nominalAt;

    public Instant DueAt => dueAt;

    public bool Waits => waits;

    public Instant? StartedAt { get; set; }

    public bool IsCanceled { get; set; }
}

/// <summary>One schedule within a simulation: its cursor, its open runs and its counts.</summary>
internal sealed class ScheduleTrack(SimulatedSchedule schedule, int place, ScheduleCursor cursor)
{
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly List<(YearMonth Month, long Runs)> _months = [];
    private Instant _monthEnd = Instant.MinValue;
    private ScheduleCursor _cursor = cursor;
    private long _runs;
    private long _waited;
    private Duration _longestWait;

    public ScheduleId Id => schedule.Schedule.Id;

    public int Place => place;

    public int Priority => schedule.Schedule.Definition.Priority;

    public Duration RunLength => schedule.RunLength;

    public List<OpenSimulatedRun> Open { get; } = [];

    public long Canceled { get; set; }

    public DuePlan Plan(Instant now)
    {
        var running = 0;
        foreach (var run in Open)
            running += run.StartedAt is null ? 0 : 1;
        var plan = DuePlanner.Plan(schedule.Schedule, _cursor, new OpenRuns(running, Open.Count - running), now);
        _cursor = plan.Cursor;
        _runs += plan.Runs.Count;
        foreach (var run in plan.Runs)
            Count(run.NominalAt);
        foreach (var entry in plan.Ledger)
        {
            if (entry.Outcome != OccurrenceOutcome.Ran)
                _reasons[entry.Reason] = _reasons.GetValueOrDefault(entry.Reason) + entry.Count;
        }

        return plan;
    }

    public void Started(OpenSimulatedRun run, Instant now)
    {
        var wait = now - run.DueAt;
        if (wait <= Duration.Zero)
            return;
        _waited++;
        _longestWait = Duration.Max(_longestWait, wait);
    }

    public SimulatedTotals Totals() => new(
        Id,
        _runs,
        _reasons.Values.Sum(),
        [.. _reasons.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Value))],
        _waited,
        _longestWait,
        Canceled,
        _runs * schedule.CostPerRun,
        _months,
        schedule.MonthlyBudget,
        OverBudget());

    private YearMonth? OverBudget()
    {
        foreach (var (month, runs) in _months)
        {
            if (runs * schedule.CostPerRun > schedule.MonthlyBudget)
                return month;
        }

        return null;
    }

    // Nominal times only go forward, so the month is looked up once a month and not once a run.
    private void Count(Instant nominal)
    {
        if (nominal >= _monthEnd)
        {
            var month = nominal.InZone(schedule.Schedule.Definition.Zone).Date.ToYearMonth();
            _months.Add((month, 0));
            _monthEnd = month.PlusMonths(1).OnDayOfMonth(1).AtStartOfDayInZone(schedule.Schedule.Definition.Zone).ToInstant();
        }

        _months[^1] = (_months[^1].Month, _months[^1].Runs + 1);
    }
}
