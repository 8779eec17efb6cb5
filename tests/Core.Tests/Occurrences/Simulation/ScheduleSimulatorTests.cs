using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Occurrences.Simulation;
using NodaTime;

namespace Carillon.Core.Tests.Occurrences.Simulation;

public sealed class ScheduleSimulatorTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant Year = Instant.FromUtc(2027, 1, 1, 0, 0);

    [Fact]
    public void A_year_of_a_daily_schedule_has_every_day_once_and_every_month()
    {
        var totals = Simulate([Of("cron: \"30 2 * * *\", timezone: America/New_York", Duration.FromMinutes(5))], out _);

        totals[0].Runs.ShouldBe(365);
        totals[0].Skipped.ShouldBe(0);
        totals[0].Months.Sum(m => m.Runs).ShouldBe(365);
        totals[0].Months.Single(m => m.Month == new YearMonth(2026, 3)).Runs.ShouldBe(31, "the clocks skip 02:30 on the 8th: it fires at 03:00");
    }

    [Fact]
    public void A_run_longer_than_its_period_skips_every_second_occurrence_and_says_why()
    {
        var totals = Simulate([Of("every: 1h", Duration.FromMinutes(90))], out var load);

        totals[0].Runs.ShouldBe(4380);
        totals[0].Skipped.ShouldBe(4380);
        totals[0].Reasons.ShouldBe([("overlap: the previous run is still open", 4380)]);
        load.Peak()!.Open.ShouldBe(1);
    }

    [Fact]
    public void A_limit_makes_runs_wait_for_each_other()
    {
        var totals = Simulate(
            [Of("cron: \"0 * * * *\", id: a", Duration.FromMinutes(10), limit: 1), Of("cron: \"0 * * * *\", id: b", Duration.FromMinutes(10), limit: 1)], out var load);

        totals.Sum(t => t.Runs).ShouldBe(2 * 8760);
        totals[1].Waited.ShouldBe(8760);
        totals[1].LongestWait.ShouldBe(Duration.FromMinutes(10));
        load.Peak()!.Open.ShouldBe(2, "one ends in the minute in which the next begins");
    }

    [Fact]
    public void The_busiest_minutes_are_those_with_most_starts()
    {
        Simulate([Of("cron: \"0 9 * * *\"", Duration.FromMinutes(1)), Of("cron: \"0 9 1 * *\"", Duration.FromMinutes(1))], out var load);

        load.Busiest(2).ShouldBe([new BusyMinute(Instant.FromUtc(2026, 1, 1, 9, 0), 2, 2), new BusyMinute(Instant.FromUtc(2026, 2, 1, 9, 0), 2, 2)]);
    }

    [Fact]
    public void Costs_follow_from_the_runs_that_are_made()
    {
        Simulate([Of("daily: { at: \"09:00\" }", Duration.Zero) with { CostPerRun = 0.25m }], out _)[0].Cost.ShouldBe(91.25m);
    }

    [Fact]
    public void A_paused_schedule_runs_nothing_and_says_so()
    {
        var paused = Of("daily: { at: \"09:00\" }", Duration.Zero);

        var totals = Simulate([paused with { Schedule = paused.Schedule with { PausedBy = "ann" } }], out _);

        (totals[0].Runs, totals[0].Skipped, totals[0].Reasons[0].Reason).ShouldBe((0, 365, "paused by ann"));
    }

    [Fact]
    public void Two_halves_of_a_period_make_the_runs_of_the_whole()
    {
        var middle = Instant.FromUtc(2026, 6, 17, 13, 7);
        SimulatedSchedule[] schedules = [Of("cron: \"*/7 1-9 * * *\", timezone: Europe/Berlin", Duration.FromSeconds(30))];
        var load = new MinuteLoad(Start, Year);

        var whole = ScheduleSimulator.Simulate(schedules, Start, Year, load)[0].Runs;
        var halves = ScheduleSimulator.Simulate(schedules, Start, middle, load)[0].Runs + ScheduleSimulator.Simulate(schedules, middle, Year, load)[0].Runs;

        halves.ShouldBe(whole);
    }

    private static IReadOnlyList<SimulatedTotals> Simulate(IReadOnlyList<SimulatedSchedule> schedules, out MinuteLoad load)
    {
        load = new MinuteLoad(Start, Year);
        return ScheduleSimulator.Simulate(schedules, Start, Year, load);
    }

    private static SimulatedSchedule Of(string schedule, Duration length, int? limit = null)
    {
        var workflow = DefinitionParser.Parse($"id: w\nschedules: [{{ {schedule} }}]\ntasks: [{{ id: a, uses: t }}]\n", "w.yaml", new DefinitionContext(Types)).Value;
        return new SimulatedSchedule(new Schedule(ScheduleId.For("p", workflow.Id, workflow.Schedules[0].Key), workflow.Schedules[0]), workflow.Id, length, MaxConcurrentRuns: limit);
    }

    private static readonly TaskTypeList Types = new([new TaskType { Name = "t", Summary = "", InputSchema = [], OutputSchema = [] }]);
}
