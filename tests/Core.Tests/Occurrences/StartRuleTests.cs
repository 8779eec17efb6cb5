using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using NodaTime;
using static Carillon.Core.Tests.Occurrences.Due;

namespace Carillon.Core.Tests.Occurrences;

/// <summary>Rules that hold back an occurrence which would run.</summary>
public class StartRuleTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly CatchUp All = new(CatchUpMode.All);

    [Fact]
    public void After_max_runs_the_schedule_is_finished_and_expects_nothing()
    {
        var schedule = Every(Minute * 10, OverlapPolicy.Allow, All);
        schedule = schedule with { Definition = schedule.Definition with { MaxRuns = 5 }, RunCount = 3 };
        var plan = schedule.At(Nine, Nine + (Minute * 55));
        plan.Lines().ShouldBe(["09:10 ran catch-up", "09:20 ran catch-up"]);
        plan.NextDueAt.ShouldBeNull();
        plan.NextNominalAt.ShouldBeNull();
        plan.Cursor.SettledThrough.ShouldBe(Nine + (Minute * 55));

        var after = (schedule with { RunCount = 5 }).At(plan.Cursor.SettledThrough, Nine + (Minute * 90));
        after.Ledger.ShouldBeEmpty();
        after.NextDueAt.ShouldBeNull();
    }

    [Fact]
    public void Skipped_occurrences_are_no_runs()
    {
        var schedule = Every(Minute);
        schedule = schedule with { Definition = schedule.Definition with { MaxRuns = 1 } };
        var plan = schedule.At(Nine, Nine + Minute, new OpenRuns(1, 0));
        plan.Lines().ShouldBe(["09:01 skipped overlap: the previous run is still open"]);
        plan.NextDueAt.ShouldBe(Nine + (Minute * 2));
    }

    [Theory]
    [InlineData(1, 0, "ran on time")]
    [InlineData(1, 1, "skipped concurrency: 2 runs are still open")]
    [InlineData(2, 0, "skipped concurrency: 2 runs are still open")]
    public void Concurrency_counts_running_and_waiting_runs(int running, int waiting, string fate)
    {
        var schedule = Every(Minute, OverlapPolicy.Allow);
        schedule = schedule with { Definition = schedule.Definition with { Concurrency = 2 } };
        schedule.At(Nine, Nine + Minute, new OpenRuns(running, waiting)).Lines().ShouldBe(["09:01 " + fate]);
    }

    [Fact]
    public void Caught_up_runs_beyond_the_concurrency_wait_instead_of_being_lost()
    {
        var schedule = Every(Minute * 10, OverlapPolicy.Allow, All);
        schedule = schedule with { Definition = schedule.Definition with { Concurrency = 2 } };
        var plan = schedule.At(Nine, Nine + (Minute * 45));
        plan.Runs.Select(run => run.WaitForOpenRuns).ShouldBe([false, false, true, true]);
    }

    [Theory]
    [InlineData(600, "ran catch-up")]
    [InlineData(601, "skipped too late: its data would be older than 10m")]
    public void What_is_older_than_max_staleness_does_not_start(int secondsLate, string fate)
    {
        var schedule = Every(Duration.FromHours(1));
        schedule = schedule with { Definition = schedule.Definition with { MaxStaleness = Minute * 10 } };
        schedule.At(Nine, Nine + Duration.FromHours(1) + Duration.FromSeconds(secondsLate)).Lines().ShouldBe(["10:00 " + fate]);
    }

    [Fact]
    public void A_million_stale_occurrences_are_one_entry()
    {
        var schedule = Every(Duration.FromSeconds(1), OverlapPolicy.Allow, All);
        schedule = schedule with { Definition = schedule.Definition with { MaxStaleness = Minute } };
        schedule.At(Nine, Nine + Duration.FromDays(10)).Ledger.Count.ShouldBeLessThan(100);
    }

    [Fact]
    public void What_cannot_be_undone_does_not_run_late_but_on_time_it_does()
    {
        var schedule = Every(Duration.FromHours(1)) with { HasIrreversibleEffects = true };
        schedule.At(Nine, Nine + Duration.FromHours(1) + Minute).Lines().ShouldBe(["10:00 ran on time"]);
        schedule.At(Nine, Nine + Duration.FromHours(2.5)).Lines().ShouldBe(
            ["10:00 coalesced downtime: a later occurrence stands for it", "11:00 missed " + DuePlanner.NeedsApproval]);
    }

    [Fact]
    public void What_jitter_holds_back_runs_at_once_when_the_definition_ends()
    {
        var schedule = Every(Duration.FromHours(1));
        schedule = schedule with { Definition = schedule.Definition with { Jitter = Minute * 50 } };
        var now = Nine + Duration.FromHours(1) + Duration.FromSeconds(1);
        schedule.At(Nine, now).Ledger.ShouldBeEmpty("the seed of this schedule holds it back for longer");

        (schedule with { Ends = new DefinitionEnd(null) }).At(Nine, now).Lines().ShouldBe(["10:00 ran on time"]);
        (schedule with { Ends = new DefinitionEnd("deleted by ann") }).At(Nine, now).Lines().ShouldBe(["10:00 skipped deleted by ann"]);
        (schedule with { Ends = new DefinitionEnd(null), PausedBy = "ann" }).At(Nine, now).Lines().ShouldBe(["10:00 skipped paused by ann"]);
    }

    [Theory]
    [InlineData(RunTrigger.Schedule, RunStatus.Failed, false, 3)]
    [InlineData(RunTrigger.Schedule, RunStatus.Completed, false, 0)]
    [InlineData(RunTrigger.Schedule, RunStatus.Canceled, false, 2)]
    [InlineData(RunTrigger.Retry, RunStatus.Failed, true, 2)]
    [InlineData(RunTrigger.Retry, RunStatus.Completed, true, 0)]
    [InlineData(RunTrigger.Retry, RunStatus.Completed, false, 2)]
    [InlineData(RunTrigger.Backfill, RunStatus.Failed, false, 2)]
    [InlineData(RunTrigger.Test, RunStatus.Failed, false, 2)]
    [InlineData(RunTrigger.Manual, RunStatus.Completed, false, 2)]
    public void Only_runs_of_occurrences_make_a_streak(RunTrigger trigger, RunStatus status, bool isOfLatestFailure, long failures)
    {
        new FailureStreak(2).After(new StreakRun(trigger, status, isOfLatestFailure)).Failures.ShouldBe(failures);
    }

    [Fact]
    public void A_streak_pauses_at_its_threshold_and_never_without_one()
    {
        new FailureStreak(2).Pauses(3).ShouldBeFalse();
        new FailureStreak(3).Pauses(3).ShouldBeTrue();
        new FailureStreak(1_000).Pauses(null).ShouldBeFalse();
    }
}
