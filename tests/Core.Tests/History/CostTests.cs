using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Core.Schedules;
using Carillon.Core.Tests.Definitions;
using NodaTime;

namespace Carillon.Core.Tests.History;

public sealed class CostTests
{
    private static readonly Instant March = Instant.FromUtc(2026, 3, 1, 0, 0);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.0000005", 1)]
    [InlineData("0.0000004", 0)]
    [InlineData("12.345678", 12_345_678)]
    [InlineData("-3", 0)]
    [InlineData("79228162514264337593543950335", Money.Most)]
    public void Amounts_are_whole_micros(string amount, long micros) =>
        Money.Micros(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(micros);

    [Theory]
    [InlineData("0.000001", true)]
    [InlineData("0.0000001", false)]
    [InlineData("1000000000", true)]
    [InlineData("1000000000.000001", false)]
    [InlineData("-0.000001", false)]
    public void What_micros_do_not_hold_is_not_exact(string amount, bool exact) =>
        Money.IsExact(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(exact);

    [Fact]
    public void The_next_run_costs_what_tasks_did_on_average_and_what_is_declared_now()
    {
        CostEstimate.OfRun(null, null).ShouldBe(0);
        CostEstimate.OfRun(new DeclaredCost(250_000, 100), null).ShouldBe(250_000);
        CostEstimate.OfRun(new DeclaredCost(250_000, 100), new TypicalCost(50, 1000.5m, 12.5m)).ShouldBe(1001 + 250_000 + 1250);
        CostEstimate.OfRun(new DeclaredCost(Money.Most, Money.Most), new TypicalCost(1, Money.Most, Money.Most)).ShouldBe(Money.Most);
    }

    [Fact]
    public void A_month_has_its_real_occurrences_in_the_zone_of_the_schedule()
    {
        // Hourly in Berlin: March loses the hour of the 29th.
        var times = Times("schedule: { cron: \"0 * * * *\", timezone: Europe/Berlin }");

        var cost = Of(times, CostMonth.At(March, Zone("Europe/Berlin")), March - Duration.FromDays(9), budget: null);

        cost.Occurrences.ShouldBe((31 * 24) - 1);
        cost.EstimateMicros.ShouldBe(743 * 10);
        cost.ProjectedMicros.ShouldBe(743 * 10);
    }

    [Fact]
    public void Only_what_is_still_to_come_is_added_to_what_is_spent_and_reserved()
    {
        var times = Times("schedule: { daily: { at: \"09:00\" } }");
        var month = CostMonth.At(March, DateTimeZone.Utc);

        var cost = MonthCost.Of(times, isRunning: true, month, March + Duration.FromDays(10), run: 10, spent: 95, reserved: 5, budget: 200);

        (cost.Occurrences, cost.Remaining, cost.ProjectedMicros, cost.Utilization).ShouldBe((31, 21, 310, 50m));
        // 100 are left: ten runs fit, the eleventh does not.
        cost.ExceededAt.ShouldBe(March + Duration.FromDays(20) + Duration.FromHours(9));
    }

    [Fact]
    public void A_paused_schedule_adds_nothing_and_a_budget_that_is_gone_is_gone_now()
    {
        var times = Times("schedule: { daily: { at: \"09:00\" } }");
        var month = CostMonth.At(March, DateTimeZone.Utc);
        var now = March + Duration.FromDays(10);

        MonthCost.Of(times, isRunning: false, month, now, 10, 95, 5, 99).ShouldSatisfyAllConditions(
            cost => cost.Remaining.ShouldBe(0),
            cost => cost.ProjectedMicros.ShouldBe(100),
            cost => cost.ExceededAt.ShouldBe(now));
        MonthCost.Of(times, isRunning: false, month, now, 10, 95, 5, 100).ExceededAt.ShouldBeNull();
    }

    [Fact]
    public void A_budget_of_nothing_has_no_percent()
    {
        MonthCost.Percent(5, 0).ShouldBeNull();
        MonthCost.Percent(5, null).ShouldBeNull();
        MonthCost.Percent(1, 3).ShouldBe(33.3m);
    }

    [Fact]
    public void The_budget_is_exceeded_at_the_run_that_a_count_says()
    {
        var times = Times("schedule: { cron: \"*/30 * * * *\" }");
        var month = CostMonth.At(March, DateTimeZone.Utc);
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var (run, used, budget) = (random.Next(1, 50), random.Next(0, 30_000), random.Next(0, 60_000));
            var now = March + Duration.FromMinutes(random.Next(-60, 31 * 24 * 60));
            var all = times.Between(March, month.End).ToList();
            var toCome = all.Where(at => at > now).ToList();
            var fit = budget < used ? -1 : (budget - used) / run;

            var cost = MonthCost.Of(times, isRunning: true, month, now, run, used / 2, used - (used / 2), budget);

            cost.Remaining.ShouldBe(toCome.Count);
            cost.ExceededAt.ShouldBe(fit < 0 ? Instant.Max(now, March) : fit < toCome.Count ? toCome[fit] : null);
        }
    }

    [Fact]
    public void A_count_that_moves_on_with_the_clock_is_the_count_made_anew()
    {
        var times = Times("schedule: { cron: \"*/30 * * * *\", timezone: Europe/Berlin }");
        var month = CostMonth.At(March + Duration.FromDays(3), Zone("Europe/Berlin"));
        var random = new Random(3);
        for (var round = 0; round < 100; round++)
        {
            var (one, other) = (March + Duration.FromMinutes(random.Next(-3000, 50_000)), March + Duration.FromMinutes(random.Next(-3000, 50_000)));

            MonthCount.Of(times, month, one).At(other).ShouldBe(MonthCount.Of(times, month, other));
        }
    }

    [Fact]
    public void Costs_and_budgets_are_read_exactly()
    {
        var workflow = Definition.Parse(Definition.With("cost: { per_run: 0.25, per_row: 0.000001 }\nschedule: { daily: { at: \"09:00\" }, budget: { month: 100.5, on_exceed: run }, cost_limit: 5 }")).Value;

        workflow.Cost.ShouldBe(new DeclaredCost(250_000, 1));
        workflow.Schedules[0].Budget.ShouldBe(new ScheduleBudget(100_500_000, Skips: false));
        workflow.Schedules[0].CostLimitMicros.ShouldBe(5_000_000);
        Definition.Parse(Definition.With("schedule: { daily: { at: \"09:00\" }, budget: 100.00 }")).Value.Schedules[0].Budget.ShouldBe(new ScheduleBudget(100_000_000));
    }

    [Theory]
    [InlineData("cost: { per_run: -1 }")]
    [InlineData("cost: { per_run: 0.0000001 }")]
    [InlineData("cost: { per_row: .nan }")]
    [InlineData("cost: { per_row: 1e999 }")]
    [InlineData("schedule: { daily: { at: \"09:00\" }, budget: much }")]
    [InlineData("schedule: { daily: { at: \"09:00\" }, budget: 1000000001 }")]
    [InlineData("schedule: { daily: { at: \"09:00\" }, budget: { month: 5, on_exceed: cry } }")]
    [InlineData("schedule: { daily: { at: \"09:00\" }, cost_limit: -0.5 }")]
    public void An_amount_that_makes_no_sense_is_refused_in_its_place(string lines) =>
        Definition.Places(Definition.With(lines)).ShouldEndWith("SCH016");

    private static MonthCost Of(OccurrenceTimes times, CostMonth month, Instant now, long? budget) => MonthCost.Of(times, isRunning: true, month, now, run: 10, spent: 0, reserved: 0, budget);

    private static OccurrenceTimes Times(string schedule) => Definition.Parse(Definition.With(schedule)).Value.Schedules[0].Times;

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];
}
