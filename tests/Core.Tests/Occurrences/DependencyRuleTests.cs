using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using NodaTime;
using static Carillon.Core.Tests.Occurrences.Due;

namespace Carillon.Core.Tests.Occurrences;

public class DependencyRuleTests
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Instant Ten = Nine + Hour;

    [Fact]
    public void If_succeeded_looks_at_the_latest_ended_run_since_the_occurrence_before()
    {
        IfSucceeded(null, RunStatus.Completed, Nine + (Hour / 2)).ShouldBe("ran on time");
        IfSucceeded(null, RunStatus.Failed, Nine + (Hour / 2)).ShouldBe("skipped dependency: the latest run of up failed");
        IfSucceeded(null, RunStatus.Canceled, Nine + (Hour / 2)).ShouldBe("skipped dependency: the latest run of up was canceled");
        IfSucceeded(null, RunStatus.Completed, Nine - Hour).ShouldBe("skipped dependency: no run of up ended since the occurrence before");
        IfSucceeded(Hour * 3, RunStatus.Completed, Nine - Hour).ShouldBe("ran on time");
        IfSucceeded(Hour * 3, RunStatus.Completed, Nine - (Hour * 3)).ShouldBe("skipped dependency: no run of up ended within 3h");
    }

    [Fact]
    public void An_unknown_schedule_is_named_in_the_reason()
    {
        var schedule = On(DependencyMode.IfSucceeded) with { Upstream = Upstream.Unknown("up") };
        schedule.At(Nine, Ten).Lines().ShouldBe(["10:00 skipped dependency: there is no schedule 'up'"]);
    }

    [Fact]
    public void After_waits_for_the_run_of_the_same_time_and_then_runs_on_time_however_long_it_waited()
    {
        var waiting = After(new UpstreamRun(RunStatus.Running, null)).At(Nine, Ten);
        waiting.Ledger.ShouldBeEmpty();
        waiting.WaitsForUpstream.ShouldBeTrue();
        waiting.NextNominalAt.ShouldBe(Ten);
        waiting.NextDueAt.ShouldBe(Ten + Dependency.LongestWait, "nothing polls: it wakes at the end of the other's run, or at its deadline");
        waiting.Cursor.SettledThrough.ShouldBeLessThan(Ten);

        var endedAt = Ten + (Hour / 2);
        var done = After(new UpstreamRun(RunStatus.Completed, endedAt)).At(waiting.Cursor.SettledThrough, endedAt);
        done.Lines().ShouldBe(["10:00 ran on time"]);
        done.WaitsForUpstream.ShouldBeFalse();
    }

    [Fact]
    public void After_waits_for_an_occurrence_that_is_not_settled_yet()
    {
        var schedule = On(DependencyMode.After) with { Upstream = new Upstream("up", Id, new EveryTimes(Hour), Nine, [], null) };
        schedule.At(Nine, Ten).WaitsForUpstream.ShouldBeTrue();
        (schedule with { Upstream = schedule.Upstream with { SettledThrough = Ten } }).At(Nine, Ten).Lines().ShouldBe(["10:00 skipped dependency: nothing was expected of up"]);
    }

    [Theory]
    [InlineData(RunStatus.Failed, "skipped dependency: the run of up failed")]
    [InlineData(RunStatus.Canceled, "skipped dependency: the run of up was canceled")]
    public void After_gives_up_at_once_when_the_run_did_not_succeed(RunStatus status, string fate)
    {
        After(new UpstreamRun(status, Ten)).At(Nine, Ten).Lines().ShouldBe(["10:00 " + fate]);
    }

    [Fact]
    public void After_gives_up_when_the_other_was_skipped_and_says_why()
    {
        var entry = new UpstreamEntry(Nine, Ten, OccurrenceOutcome.Skipped, "paused by ann", null);
        var schedule = On(DependencyMode.After) with { Upstream = new Upstream("up", Id, new EveryTimes(Hour), Ten, [entry], null) };
        schedule.At(Nine, Ten).Lines().ShouldBe(["10:00 skipped dependency: up was skipped (paused by ann)"]);
    }

    [Fact]
    public void After_waits_no_longer_than_it_may()
    {
        var running = After(new UpstreamRun(RunStatus.Running, null), within: Hour / 2);
        running.At(Nine, Ten + (Hour / 2) - Duration.Epsilon).WaitsForUpstream.ShouldBeTrue();
        running.At(Nine, Ten + (Hour / 2)).Lines().ShouldBe(["10:00 skipped dependency: up did not succeed within 30m"]);
        After(new UpstreamRun(RunStatus.Completed, Ten + (Hour / 2)), within: Hour / 2).At(Nine, Ten + (Hour / 2)).Lines()
            .ShouldBe(["10:00 skipped dependency: up did not succeed within 30m"], "success at the end of the time is no longer within it");
    }

    [Fact]
    public void A_pause_settles_what_waits()
    {
        var schedule = After(new UpstreamRun(RunStatus.Running, null)) with { PausedBy = "ann" };
        schedule.At(Nine, Ten).Lines().ShouldBe(["10:00 skipped paused by ann"]);
    }

    [Fact]
    public void A_definition_that_ends_settles_what_waits()
    {
        var schedule = After(new UpstreamRun(RunStatus.Running, null)) with { Ends = new DefinitionEnd(null) };
        schedule.At(Nine, Ten).Lines().ShouldBe(["10:00 skipped dependency: it still waited for up when its definition ended"]);
    }

    [Fact]
    public void However_the_other_fares_every_occurrence_is_settled_exactly_once_and_never_before_the_other_succeeded()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var mine = Duration.FromMinutes(random.Next(1, 90));
            var others = new EveryTimes(Duration.FromMinutes(random.Next(1, 90)));
            var within = Duration.FromMinutes(random.Next(1, 240));
            var schedule = On(DependencyMode.After, within) with { Definition = On(DependencyMode.After, within).Definition with { Times = new EveryTimes(mine), OverlapPolicy = OverlapPolicy.Allow } };
            var (cursor, now) = (Nine, Nine);
            long settled = 0;
            for (var step = 0; step < 60; step++)
            {
                now += Duration.FromMinutes(random.Next(60));
                var upstream = new Upstream("up", Id, others, now, [.. others.Between(Nine - Duration.FromHours(3), now + Duration.Epsilon).Select(at => Fate(at, seed, now))], null);
                var plan = (schedule with { Upstream = upstream }).At(cursor, now);
                settled += plan.Ledger.Sum(entry => entry.Count);
                foreach (var run in plan.Runs)
                    Fate(others.Previous(run.NominalAt + Duration.Epsilon)!.Value, seed, now).Run!.Status.ShouldBe(RunStatus.Completed, $"seed {seed}");
                (plan.NextDueAt > now).ShouldBeTrue($"seed {seed}");
                var again = (schedule with { Upstream = upstream }).At(plan.Cursor.SettledThrough, now);
                again.Ledger.ShouldBeEmpty($"seed {seed}: planning twice changes nothing");
                again.NextDueAt.ShouldBe(plan.NextDueAt);
                cursor = plan.Cursor.SettledThrough;
            }

            settled.ShouldBe(schedule.Definition.Times.Between(Nine + Duration.Epsilon, cursor + Duration.Epsilon).LongCount(), $"seed {seed}");
        }
    }

    /// <summary>What became of an occurrence of the other schedule by now: follows from its time alone.</summary>
    private static UpstreamEntry Fate(Instant at, int seed, Instant now)
    {
        var random = new Random((seed * 1_000_003) ^ (int)(at.ToUnixTimeSeconds() % 1_000_000_007));
        if (random.Next(5) == 0)
            return new UpstreamEntry(at, at, OccurrenceOutcome.Skipped, "overlap", null);
        var endsAt = at + Duration.FromMinutes(random.Next(200));
        var status = random.Next(4) == 0 ? RunStatus.Failed : RunStatus.Completed;
        return new UpstreamEntry(at, at, OccurrenceOutcome.Ran, "on time", endsAt <= now ? new UpstreamRun(status, endsAt) : new UpstreamRun(RunStatus.Running, null));
    }

    private static readonly ScheduleId Id = new("schedule-p-up");

    private static string IfSucceeded(Duration? within, RunStatus status, Instant endedAt)
    {
        var schedule = On(DependencyMode.IfSucceeded, within) with { Upstream = new Upstream("up", Id, new EveryTimes(Hour), Ten, [], new UpstreamRun(status, endedAt)) };
        return schedule.At(Nine, Ten).Lines().ShouldHaveSingleItem()["10:00 ".Length..];
    }

    private static Schedule After(UpstreamRun run, Duration? within = null) => On(DependencyMode.After, within) with
    {
        Upstream = new Upstream("up", Id, new EveryTimes(Hour), Ten, [new UpstreamEntry(Ten, Ten, OccurrenceOutcome.Ran, "on time", run)], null),
    };

    private static Schedule On(DependencyMode mode, Duration? within = null)
    {
        var schedule = Every(Hour);
        return schedule with { Definition = schedule.Definition with { DependsOn = new Dependency("up", mode, within) } };
    }
}
