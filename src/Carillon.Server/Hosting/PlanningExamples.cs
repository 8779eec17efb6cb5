using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Core.Occurrences;
using Carillon.Core.Occurrences.Simulation;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Schedules;
using Carillon.Server.Definitions;
using Carillon.Server.History;
using Carillon.Server.Occurrences;
using Carillon.Server.Schedules;
using NodaTime;

namespace Carillon.Server.Hosting;

/// <summary>Examples of what looks ahead and back: plans, simulations, explanations, calendars, coverage, metrics. Made by the code that makes the real answers.</summary>
internal static class PlanningExamples
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly ScheduleId Id = new("schedule-default-aapl-daily");
    private static readonly WorkflowId Workflow = new("aapl-daily");
    private static readonly ScheduleDefinition Before = Read("30 16 * * 1-5");
    private static readonly ScheduleDefinition After = Read("45 16 * * 1-5");

    private static readonly BackfillRecord Backfill = new()
    {
        Id = 1,
        ScheduleId = Id,
        From = Instant.FromUtc(2026, 3, 1, 5, 0),
        To = Instant.FromUtc(2026, 4, 1, 4, 0),
        Only = BackfillSelection.Missing,
        Order = BackfillOrder.Oldest,
        Status = BackfillStatus.Running,
        Concurrency = 2,
        Total = 22,
        Waiting = 6,
        Running = 2,
        Completed = 13,
        Failed = 1,
        Canceled = 0,
        CreatedBy = "ann",
        Reason = "the parser is mended",
        CreatedAt = Instant.FromUtc(2026, 4, 2, 8, 0),
    };

    private static readonly StrategyView Strategy = new()
    {
        Id = new WorkflowId("momentum-aapl"),
        Template = "momentum",
        Parameters = new JsonObject { ["symbol"] = "AAPL", ["lookback"] = 90 },
        Overlay = new JsonObject { ["schedule"] = new JsonObject { ["jitter"] = "1m" } },
        Status = StrategyStatus.Active,
        Enabled = true,
        Owner = "ann",
        Tags = ["trading"],
        Revision = 2,
        CreatedAt = Now - Duration.FromDays(9),
        CreatedBy = "ann",
        UpdatedAt = Now - Duration.FromDays(2),
        UpdatedBy = "bob",
        Stale = false,
        Problems = [],
        NextRunAt = Now + Duration.FromHours(9),
    };

    private static readonly TemplateView Template = new()
    {
        Id = "momentum",
        Name = "Momentum over daily bars",
        Path = "templates/momentum.yaml",
        Version = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        Valid = true,
        Problems = [],
        Parameters = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["symbol"] = new JsonObject { ["type"] = "string", ["default"] = "AAPL" } } },
        StrategyCount = 2,
        Yaml = "id: momentum\nkind: template\n…",
    };

    /// <summary>Every example, by the type of the answer.</summary>
    public static IEnumerable<KeyValuePair<Type, object>> All()
    {
        yield return new(typeof(BackfillRecord), Backfill);
        yield return new(typeof(RecordPage<BackfillRecord>), new RecordPage<BackfillRecord>([Backfill], null));
        yield return new(typeof(RecordPage<BackfillItemRecord>), new RecordPage<BackfillItemRecord>([new BackfillItemRecord(Now, "completed", new RunId("019cd3b1-7d80-7c11-9d4e-2f5f3c1b7a10"))], null));
        yield return new(typeof(BackfillPreviewView), new BackfillPreviewView(Backfill.From, Backfill.To, 22, Now, Now + Duration.FromDays(29), [Now, Now + Duration.FromDays(1)]));
        yield return new(typeof(MissedRecord), new MissedRecord(Now - Duration.FromDays(1), 1, Now, Now, [new MissedOccurrence(Now, OccurrenceOutcome.Skipped, "paused by ann: audit")]));
        yield return new(typeof(StrategyView), Strategy);
        yield return new(typeof(RecordPage<StrategyView>), new RecordPage<StrategyView>([Strategy], null));
        yield return new(typeof(StrategyPreview), new StrategyPreview(true, [], "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "id: momentum-aapl\n…", []));
        yield return new(typeof(TemplateView), Template);
        yield return new(typeof(RecordPage<TemplateView>), new RecordPage<TemplateView>([Template with { Yaml = null }], null));
        yield return new(typeof(FolderPlanView), Plan());
        yield return new(typeof(WorkflowDeleted), new WorkflowDeleted(Workflow));
        yield return new(typeof(SimulationView), Simulation());
        yield return new(typeof(ExplanationView), ExplanationView.From(Id.Value, ScheduleExplanation.Of(Before, Id, Now, 2, [])));
        yield return new(typeof(ItemList<CalendarSummary>), new ItemList<CalendarSummary>([Summary()]));
        yield return new(typeof(CalendarView), CalendarView.Of(Summary(), BusinessCalendar.BuiltIn["XNYS"], new LocalDate(2026, 11, 23), new LocalDate(2026, 11, 30)));
        yield return new(typeof(CoverageView), new CoverageView(
            Id, "America/New_York", "2026-02-01", "2026-03-01", 21, 0, 7, 0,
            [new CoverageDays("2026-02-01", "2026-02-21", CoverageState.Covered), new CoverageDays("2026-02-22", "2026-02-28", CoverageState.Missing)],
            [Window()],
            [new CoverageProposal(Instant.FromUtc(2026, 3, 15, 6, 0), "2026-03-15T02:00:00-04:00", Window())]));
        yield return new(typeof(MetricsView), new MetricsView(
            new MetricsRecord(Period(0), Metrics(22, 1), new Streak(23, 9, 13, 13, 1), [])
            {
                Occurrences = OccurrenceCounts.Of([new OccurrenceCount(OccurrenceOutcome.Ran, "on time", 21), new OccurrenceCount(OccurrenceOutcome.Skipped, "overlap: the previous run is still open", 2)]),
            },
            Id, Workflow, Before.Zone));
        yield return new(typeof(ScheduleCostView), ScheduleCostView.From(Cost()));
        yield return new(typeof(CostOverviewView), CostOverviewView.From(
            new CostOverview(new YearMonth(2026, 3), Sum("default", null), [Sum("ann", 10_000_000)], [Cost()], [new CostPoint(new LocalDate(2026, 3, 2), 250_000)]), 20, byMonth: false));
        yield return new(typeof(ItemList<ForecastMonthView>), new ItemList<ForecastMonthView>([ForecastMonthView.From(new ForecastMonth(new YearMonth(2026, 4), 22, 5_500_000, [Id]))]));
        yield return new(typeof(BudgetRecord), new BudgetRecord(BudgetScope.Owner, "ann", 10, "bob", Now));
        yield return new(typeof(ItemList<BudgetRecord>), new ItemList<BudgetRecord>([new BudgetRecord(BudgetScope.Owner, "ann", 10, "bob", Now)]));
        yield return new(typeof(CompareView), new CompareView(Id, Before.Zone.Id, Period(-30), Period(0), MetricChange.Between(Metrics(20, 3), Metrics(22, 1))));
    }

    private static ScheduleCost Cost() => new(
        Id, Workflow, "ann", Before.Zone,
        MonthCost.Of(Before.Times, isRunning: true, CostMonth.At(Now, Before.Zone), Now, 250_000, 250_000, 0, 5_000_000), IsBudgetSet: false, CostLimitMicros: null);

    private static CostSum Sum(string name, long? budget) => new(name, 250_000, 0, 5_500_000, budget);

    private static FolderPlanView Plan()
    {
        var fires = FireDifference.Between(Before, After, Now, Now + Duration.FromDays(30));
        return FolderPlanView.Of(new FolderPlan(
            "1f2d…", Now, Now + Duration.FromDays(30), [], ["aapl-daily.yaml"], [],
            [new PlannedChange(Id, Workflow, "", ScheduleFate.Update, Before.Words, After.Words, Before.Zone.Id, fires, 0, OverrideFate.Stays, Now + Duration.FromDays(9), ["cron"])],
            NeedsYes: false, []));
    }

    private static SimulationView Simulation()
    {
        var load = new MinuteLoad(Now, Now + Duration.FromDays(30));
        var totals = ScheduleSimulator.Simulate([new SimulatedSchedule(new Schedule(Id, Before), Workflow, Duration.FromMinutes(7), 0.25m)], Now, Now + Duration.FromDays(30), load);
        return SimulationView.Of(new SimulationResult(Now, Now + Duration.FromDays(30), totals, load.Busiest(1), load.Peak(), []), TimeSpan.FromMilliseconds(1.2));
    }

    private static CalendarSummary Summary() => new()
    {
        Id = "XNYS",
        Name = "New York Stock Exchange",
        Timezone = "America/New_York",
        Open = "09:30",
        Close = "16:00",
        ValidFrom = "2015-01-01",
        ValidThrough = "2027-12-31",
        EndsSoon = false,
        Stale = false,
        IsKnown = true,
        Problems = [],
    };

    private static WindowRecord Window() => WindowRecord.From(new DataWindow(Instant.FromUtc(2026, 2, 22, 5, 0), Instant.FromUtc(2026, 3, 1, 5, 0), Before.Zone))!;

    private static HistoryPeriod Period(int days) => HistoryPeriod.Of(Now + Duration.FromDays(days - 30), Now + Duration.FromDays(days)).Value;

    private static RunMetrics Metrics(int completed, int failed)
    {
        var sums = new RunSums();
        for (var i = 0; i < completed + failed; i++)
            sums.Add(new EndedRun(i < failed ? RunStatus.Failed : RunStatus.Completed, 2_000_000 + (i * 40_000), 4_000 + i, 250_000, 500, IsRetry: false));
        return RunMetrics.Of(sums);
    }

    private static ScheduleDefinition Read(string cron) => ScheduleParser.Parse(
        new JsonObject { ["cron"] = cron, ["timezone"] = "America/New_York" },
        new WorkflowDefinition { Id = Workflow, Name = "Apple, after the close", Version = "", Tasks = [] },
        key: "",
        new DefinitionContext(new TaskTypeList([]))).Value;
}
