using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using NodaTime;
using static Carillon.Core.Tests.Occurrences.Due;

namespace Carillon.Core.Tests.Occurrences;

public class DuePlannerTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public void What_is_due_runs_on_time()
    {
        var plan = Every(Minute).At(Nine, Nine + Minute);
        plan.Lines().ShouldBe(["09:01 ran on time"]);
        plan.Runs.ShouldBe([new RunRequest(Nine + Minute, Nine + Minute, WaitForOpenRuns: false)]);
        plan.Cursor.SettledThrough.ShouldBe(Nine + Minute);
        plan.NextDueAt.ShouldBe(Nine + (Minute * 2));
    }

    [Fact]
    public void Nothing_is_due_a_moment_before()
    {
        var plan = Every(Minute).At(Nine, Nine + Minute - Duration.Epsilon);
        plan.Ledger.ShouldBeEmpty();
        plan.Runs.ShouldBeEmpty();
        plan.NextNominalAt.ShouldBe(Nine + Minute);
    }

    [Theory]
    [InlineData(60, "ran on time")]
    [InlineData(61, "missed downtime")]
    public void An_occurrence_is_on_time_for_sixty_seconds(int secondsLate, string fate)
    {
        var plan = Every(Duration.FromHours(1), catchUp: new CatchUp(CatchUpMode.None)).At(Nine, Nine + Duration.FromHours(1) + Duration.FromSeconds(secondsLate));
        plan.Lines().ShouldBe(["10:00 " + fate]);
    }

    [Fact]
    public void Mode_none_lets_everything_missed_go()
    {
        var plan = Every(Minute * 10, catchUp: new CatchUp(CatchUpMode.None)).At(Nine, Nine + Duration.FromMinutes(35));
        plan.Lines().ShouldBe(["09:10..09:30 x3 missed downtime"]);
        plan.Runs.ShouldBeEmpty();
    }

    [Fact]
    public void Mode_last_runs_the_latest_missed_one_and_coalesces_the_others_into_it()
    {
        var plan = Every(Minute * 10).At(Nine, Nine + Duration.FromMinutes(35));
        plan.Lines().ShouldBe(["09:10..09:20 x2 coalesced downtime: a later occurrence stands for it", "09:30 ran catch-up"]);
    }

    [Fact]
    public void Mode_last_runs_none_of_the_missed_when_one_is_on_time()
    {
        var plan = Every(Minute * 10).At(Nine, Nine + Duration.FromMinutes(30) + Duration.FromSeconds(5));
        plan.Lines().ShouldBe(["09:10..09:20 x2 coalesced downtime: a later occurrence stands for it", "09:30 ran on time"]);
    }

    [Fact]
    public void What_is_older_than_the_window_is_missed()
    {
        var plan = Every(Minute * 10, catchUp: new CatchUp(CatchUpMode.Last, Duration.FromMinutes(20))).At(Nine, Nine + Duration.FromMinutes(35));
        plan.Lines().ShouldBe(["09:10 missed downtime: older than the catch-up window of 20m", "09:20 coalesced downtime: a later occurrence stands for it", "09:30 ran catch-up"]);
        var late = Every(Duration.FromHours(1), catchUp: new CatchUp(CatchUpMode.Last, Duration.FromMinutes(20))).At(Nine, Nine + Duration.FromMinutes(90));
        late.Lines().ShouldBe(["10:00 missed downtime: older than the catch-up window of 20m"]);
    }

    [Fact]
    public void Mode_all_runs_every_one_within_the_window_oldest_first()
    {
        var plan = Every(Minute * 10, OverlapPolicy.Allow, new CatchUp(CatchUpMode.All, Duration.FromMinutes(20))).At(Nine, Nine + Duration.FromMinutes(35));
        plan.Lines().ShouldBe(["09:10 missed downtime: older than the catch-up window of 20m", "09:20 ran catch-up", "09:30 ran catch-up"]);
        plan.Runs.ShouldAllBe(run => !run.WaitForOpenRuns);
    }

    [Fact]
    public void Mode_all_runs_at_most_the_latest_so_many()
    {
        var plan = Every(Minute * 10, OverlapPolicy.Allow, new CatchUp(CatchUpMode.All, MaxRuns: 2)).At(Nine, Nine + Duration.FromMinutes(55));
        plan.Lines().ShouldBe(["09:10..09:30 x3 missed downtime: only the last 2 are caught up", "09:40 ran catch-up", "09:50 ran catch-up"]);
    }

    [Theory]
    [InlineData(OverlapPolicy.Skip)]
    [InlineData(OverlapPolicy.BufferOne)]
    public void Caught_up_runs_wait_for_each_other_instead_of_being_skipped(OverlapPolicy overlap)
    {
        var plan = Every(Minute * 10, overlap, new CatchUp(CatchUpMode.All)).At(Nine, Nine + Duration.FromMinutes(35));
        plan.Runs.Select(run => run.WaitForOpenRuns).ShouldBe([false, true, true]);
    }

    [Fact]
    public void Policy_skip_skips_while_a_run_is_open()
    {
        Every(Minute).At(Nine, Nine + Minute, new OpenRuns(1, 0)).Lines().ShouldBe(["09:01 skipped overlap: the previous run is still open"]);
        Every(Minute).At(Nine, Nine + Minute, new OpenRuns(0, 1)).Runs.ShouldBeEmpty();
    }

    [Fact]
    public void Policy_allow_runs_beside_an_open_run()
    {
        Every(Minute, OverlapPolicy.Allow).At(Nine, Nine + Minute, new OpenRuns(3, 0)).Runs.Single().WaitForOpenRuns.ShouldBeFalse();
    }

    [Fact]
    public void Policy_buffer_one_keeps_one_waiting_and_skips_further_ones()
    {
        var schedule = Every(Minute, OverlapPolicy.BufferOne);
        schedule.At(Nine, Nine + Minute, new OpenRuns(1, 0)).Runs.Single().WaitForOpenRuns.ShouldBeTrue();
        schedule.At(Nine, Nine + Minute, new OpenRuns(1, 1)).Lines().ShouldBe(["09:01 skipped overlap: the previous run is still open and another one waits"]);
        schedule.At(Nine, Nine + Minute).Runs.Single().WaitForOpenRuns.ShouldBeFalse();
    }

    [Fact]
    public void Policy_cancel_other_cancels_the_open_run_and_waits_for_its_end()
    {
        var plan = Every(Minute, OverlapPolicy.CancelOther).At(Nine, Nine + Minute, new OpenRuns(1, 0));
        plan.CancelOpenRuns.ShouldBeTrue();
        plan.Runs.Single().WaitForOpenRuns.ShouldBeTrue();
        Every(Minute, OverlapPolicy.CancelOther).At(Nine, Nine + Minute).CancelOpenRuns.ShouldBeFalse();
    }

    [Fact]
    public void Several_due_at_once_see_the_earlier_ones_as_open()
    {
        var seconds = Duration.FromSeconds(20);
        var now = Nine + Duration.FromSeconds(60);
        Every(seconds).At(Nine, now).Ledger.Select(e => e.Outcome).ShouldBe([OccurrenceOutcome.Ran, OccurrenceOutcome.Skipped]);
        Every(seconds).At(Nine, now).Ledger[1].Count.ShouldBe(2);
        Every(seconds, OverlapPolicy.Allow).At(Nine, now).Runs.Count.ShouldBe(3);
        Every(seconds, OverlapPolicy.BufferOne).At(Nine, now).Runs.Select(r => r.WaitForOpenRuns).ShouldBe([false, true]);
        var newest = Every(seconds, OverlapPolicy.CancelOther).At(Nine, now);
        newest.Runs.Single().NominalAt.ShouldBe(now);
        newest.Ledger.Select(e => e.Outcome).ShouldBe([OccurrenceOutcome.Skipped, OccurrenceOutcome.Ran]);
        newest.CancelOpenRuns.ShouldBeFalse("nothing was open before");
    }

    [Fact]
    public void Everything_due_while_paused_is_skipped_and_says_who_paused()
    {
        var paused = Every(Minute) with { PausedBy = "ann", PauseReason = "audit" };
        paused.At(Nine, Nine + (Minute * 5)).Lines().ShouldBe(["09:01..09:05 x5 skipped paused by ann: audit"]);
        (paused with { PauseReason = null }).At(Nine, Nine + Minute).Lines().ShouldBe(["09:01 skipped paused by ann"]);
    }

    [Fact]
    public void Resuming_never_fires_what_was_due_while_paused()
    {
        var schedule = Every(Minute);
        var paused = (schedule with { PausedBy = "ann" }).At(Nine, Nine + (Minute * 90));
        schedule.At(paused.Cursor.SettledThrough, Nine + (Minute * 90)).Ledger.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_expected_of_a_disabled_schedule()
    {
        var plan = (Every(Minute) with { Enabled = false }).At(Nine, Nine + (Minute * 90));
        plan.Ledger.ShouldBeEmpty();
        plan.Cursor.SettledThrough.ShouldBe(Nine + (Minute * 90));
        plan.NextDueAt.ShouldBeNull();
    }

    [Fact]
    public void Jitter_delays_the_due_time_and_keeps_the_nominal_one()
    {
        var schedule = Every(Duration.FromHours(1));
        schedule = schedule with { Definition = schedule.Definition with { Jitter = Duration.FromMinutes(30) } };
        var nominal = Nine + Duration.FromHours(1);
        var due = schedule.At(Nine, Nine).NextDueAt!.Value;
        due.ShouldBe(Jitter.DueAt(schedule.Id, nominal, Duration.FromMinutes(30), nominal + Duration.FromHours(1)));
        due.ShouldBeGreaterThan(nominal);
        var early = schedule.At(Nine, due - Duration.Epsilon);
        early.Ledger.ShouldBeEmpty("its nominal time has passed, its due time has not");
        early.Cursor.SettledThrough.ShouldBe(Nine);
        schedule.At(Nine, due).Runs.Single().ShouldBe(new RunRequest(nominal, due, WaitForOpenRuns: false));
    }

    [Fact]
    public void A_clock_that_went_back_settles_nothing_twice()
    {
        var schedule = Every(Minute);
        var plan = schedule.At(Nine + (Minute * 60), Nine);
        plan.Ledger.ShouldBeEmpty();
        plan.Cursor.SettledThrough.ShouldBe(Nine + (Minute * 60));
        plan.NextDueAt.ShouldBe(Nine + (Minute * 61));
    }

    [Fact]
    public void A_schedule_without_further_occurrences_is_never_planned_again()
    {
        var plan = Of(new ListedTimes(Nine + Minute)).At(Nine, Nine + Minute);
        plan.Lines().ShouldBe(["09:01 ran on time"]);
        plan.NextDueAt.ShouldBeNull();
        plan.NextNominalAt.ShouldBeNull();
    }

    [Fact]
    public void Three_days_of_a_one_minute_schedule_are_counted_exactly()
    {
        var now = Nine + Duration.FromHours(72) + Duration.FromSeconds(90);
        var last = Every(Minute).At(Nine, now);
        last.Ledger.Sum(e => e.Count).ShouldBe(4_321);
        last.Ledger.Count.ShouldBe(2);
        last.Runs.Single().NominalAt.ShouldBe(Nine + Duration.FromHours(72) + Minute);
        Every(Minute, catchUp: new CatchUp(CatchUpMode.None)).At(Nine, now).Ledger[0].Count.ShouldBe(4_320);
        var all = Every(Minute, OverlapPolicy.Allow, new CatchUp(CatchUpMode.All, MaxRuns: 100)).At(Nine, now);
        all.Runs.Count.ShouldBe(101, "the last hundred missed ones, and the one that is on time");
        all.Ledger.Sum(e => e.Count).ShouldBe(4_321);
    }

    [Fact]
    public void Millions_of_missed_seconds_are_settled_in_several_plans_and_counted_exactly()
    {
        var schedule = Every(Duration.FromSeconds(1), catchUp: new CatchUp(CatchUpMode.None));
        var now = Nine + Duration.FromDays(40);
        var cursor = Nine;
        long count = 0;
        var plans = 0;
        DuePlan plan;
        do
        {
            plan = schedule.At(cursor, now);
            count += plan.Ledger.Sum(e => e.Count);
            cursor = plan.Cursor.SettledThrough;
            plans++;
        }
        while (plan.NextDueAt <= now);
        count.ShouldBe(40 * 86_400);
        plans.ShouldBe(4);
    }

    [Fact]
    public void A_plan_makes_at_most_so_many_runs_and_the_rest_follows()
    {
        var schedule = Every(Minute, OverlapPolicy.Allow, new CatchUp(CatchUpMode.All));
        var now = Nine + (Minute * ((4 * DuePlanner.MostRuns) + 7));
        var cursor = Nine;
        for (var plans = 0; plans < 4; plans++)
        {
            var plan = schedule.At(cursor, now);
            plan.Runs.Count.ShouldBe(DuePlanner.MostRuns);
            plan.NextDueAt!.Value.ShouldBeLessThan(now);
            cursor = plan.Cursor.SettledThrough;
        }

        var rest = schedule.At(cursor, now);

        rest.Runs.Count.ShouldBe(7);
        rest.NextDueAt!.Value.ShouldBeGreaterThan(now);
    }

    [Fact]
    public void Where_there_is_room_for_fewer_runs_a_plan_makes_fewer()
    {
        var schedule = Every(Minute, OverlapPolicy.Allow, new CatchUp(CatchUpMode.All));

        var plan = DuePlanner.Plan(schedule, new ScheduleCursor(Nine), OpenRuns.None, Nine + (Minute * 10), mostRuns: 3);

        plan.Runs.Select(run => run.NominalAt).ShouldBe([Nine + Minute, Nine + (Minute * 2), Nine + (Minute * 3)]);
        plan.NextDueAt.ShouldBe(Nine + (Minute * 4));
    }
}
