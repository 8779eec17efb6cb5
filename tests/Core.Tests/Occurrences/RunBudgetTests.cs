using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Core.Tests.Definitions;
using NodaTime;

namespace Carillon.Core.Tests.Occurrences;

public sealed class RunBudgetTests
{
    private static readonly Instant LastOfMarch = Instant.FromUtc(2026, 3, 31, 22, 0);

    [Fact]
    public void Runs_that_fit_are_made_and_those_after_them_are_skipped_with_the_code()
    {
        var plan = Plan("catch_up: { mode: all }, overlap_policy: allow", Budget(estimate: 30, Room(100, (3, 20))), hours: 1);

        plan.Runs.Count.ShouldBe(2);
        plan.Ledger[^1].ShouldSatisfyAllConditions(
            entry => (entry.Outcome, entry.Count).ShouldBe((OccurrenceOutcome.Skipped, 4)),
            entry => entry.Reason.ShouldBe("budget: SCH005 the schedule's budget of 0.0001 for 2026-03 has 0.00002 left, and a run is estimated at 0.00003"));
    }

    [Fact]
    public void Each_month_has_its_own_budget_by_the_clocks_of_its_zone()
    {
        // In Berlin April begins at 22:00 UTC: the occurrence then is the first of the new month.
        var berlin = new BudgetRoom("the schedule's budget", DateTimeZoneProviders.Tzdb["Europe/Berlin"], 100, new Dictionary<YearMonth, long> { [new(2026, 3)] = 100, [new(2026, 4)] = 0 });

        Budget(estimate: 100, berlin).Refusal(LastOfMarch - Duration.FromSeconds(1)).ShouldNotBeNull();
        Budget(estimate: 100, berlin).Refusal(LastOfMarch).ShouldBeNull();
    }

    [Fact]
    public void The_last_micro_may_be_spent_and_not_one_more()
    {
        Budget(estimate: 1, Room(100, (3, 99))).Refusal(LastOfMarch).ShouldBeNull();
        Budget(estimate: 2, Room(100, (3, 99))).Refusal(LastOfMarch).ShouldNotBeNull();
        Budget(estimate: 0, Room(100, (3, 100))).Refusal(LastOfMarch).ShouldBeNull();
        Budget(estimate: 0, Room(100, (3, 101))).Refusal(LastOfMarch).ShouldNotBeNull();
    }

    [Fact]
    public void Every_budget_must_have_room_and_a_run_that_does_not_fit_one_takes_nothing_from_the_others()
    {
        var small = Room(20, (3, 0)) with { Name = "the budget of owner 'ann'" };

        Budget(estimate: 30, Room(100, (3, 0)), small).Refusal(LastOfMarch)!.ShouldStartWith("SCH005 the budget of owner 'ann'");
        Plan("catch_up: { mode: all }, overlap_policy: allow", Budget(estimate: 30, Room(1000, (3, 0)), small), hours: 1).Runs.ShouldBeEmpty();
    }

    [Fact]
    public void A_run_above_the_cost_limit_never_runs() =>
        new RunBudget(50, 49, []).Refusal(LastOfMarch).ShouldBe("SCH005 a run is estimated at 0.00005, above the cost limit of 0.000049");

    [Fact]
    public void A_run_that_does_not_fit_cancels_no_other()
    {
        var schedule = Schedule("overlap_policy: cancel_other", Budget(estimate: 30, Room(20)));

        var plan = DuePlanner.Plan(schedule, new ScheduleCursor(LastOfMarch), new OpenRuns(1, 0), LastOfMarch + Duration.FromMinutes(10));

        (plan.CancelOpenRuns, plan.Runs.Count, plan.Ledger[0].Outcome).ShouldBe((false, 0, OccurrenceOutcome.Skipped));
        DuePlanner.Plan(schedule with { Budget = null }, new ScheduleCursor(LastOfMarch), new OpenRuns(1, 0), LastOfMarch + Duration.FromMinutes(10)).CancelOpenRuns.ShouldBeTrue();
    }

    [Fact]
    public void A_run_that_does_not_fit_does_not_count_as_open_for_the_next()
    {
        var plan = Plan("catch_up: { mode: all }", Budget(estimate: 30, Room(30)), hours: 1);

        plan.Runs.Count.ShouldBe(1);
        plan.Ledger.Sum(entry => entry.Count).ShouldBe(6);
    }

    private static DuePlan Plan(string keys, RunBudget budget, int hours) =>
        DuePlanner.Plan(Schedule(keys, budget), new ScheduleCursor(LastOfMarch), OpenRuns.None, LastOfMarch + Duration.FromHours(hours));

    private static Schedule Schedule(string keys, RunBudget budget)
    {
        var definition = Definition.Parse(Definition.With($"schedule: {{ every: 10m, {keys} }}")).Value.Schedules[0];
        return new Schedule(new ScheduleId("s"), definition) { Budget = budget };
    }

    private static RunBudget Budget(long estimate, params BudgetRoom[] rooms) => new(estimate, null, rooms);

    private static BudgetRoom Room(long month, params (int Month, long Used)[] used) =>
        new("the schedule's budget", DateTimeZone.Utc, month, used.ToDictionary(u => new YearMonth(2026, u.Month), u => u.Used));
}
