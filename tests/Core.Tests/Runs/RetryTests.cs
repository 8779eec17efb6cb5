using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using NodaTime;
using static Carillon.Core.Tests.Runs.Steps;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

public class RetryTests
{
    [Fact]
    public void A_failed_attempt_waits_its_delay_and_is_tried_again()
    {
        var drive = Drive.Begin(Made(Step("a") with { Retry = Retry(2, 10) })).Fail("a", Error());
        drive.Status("a").ShouldBe(TaskStatus.RetryWait);
        drive.WakeAt.ShouldBe(drive.Now + Duration.FromSeconds(10));
        drive.Pass(9.999).Started.Count.ShouldBe(1);
        drive.Pass(0.001).Started.ShouldBe(["a#1", "a#2"]);
        drive.Fail("a", Error()).State.Status.ShouldBe(RunStatus.Failed);
    }

    [Theory]
    [InlineData(ErrorClasses.Input, true)]
    [InlineData(ErrorClasses.Server, false)]
    public void What_cannot_help_is_not_tried_again(string errorClass, bool retryable)
    {
        var drive = Drive.Begin(Made(Step("a") with { Retry = Retry(5) }));
        drive.Fail("a", Error(errorClass, retryable)).Status("a").ShouldBe(TaskStatus.Failed);
    }

    [Fact]
    public void Only_the_named_error_classes_are_tried_again()
    {
        var policy = Retry(5) with { On = [ErrorClasses.RateLimit] };
        Drive.Begin(Made(Step("a") with { Retry = policy })).Fail("a", Error()).Status("a").ShouldBe(TaskStatus.Failed);
        Drive.Begin(Made(Step("a") with { Retry = policy })).Fail("a", Error(ErrorClasses.RateLimit)).Status("a").ShouldBe(TaskStatus.RetryWait);
    }

    [Fact]
    public void Retry_after_is_a_minimum()
    {
        var drive = Drive.Begin(Made(Step("a") with { Retry = Retry(3, 10) }));
        drive.Fail("a", Error(ErrorClasses.RateLimit, retryAfter: Duration.FromSeconds(90)));
        drive.WakeAt.ShouldBe(drive.Now + Duration.FromSeconds(90));
        drive.Pass(90).Fail("a", Error(ErrorClasses.RateLimit, retryAfter: Duration.FromSeconds(1)));
        drive.WakeAt.ShouldBe(drive.Now + Duration.FromSeconds(10));
    }

    [Fact]
    public void Exponential_delays_have_full_jitter_under_a_doubling_ceiling_with_a_cap()
    {
        var policy = new RetryPolicy(8, Backoff.Exponential, Duration.FromSeconds(10), Duration.FromSeconds(60));
        double[] ceilings = [10, 20, 40, 60, 60, 60, 60];
        var sums = new double[ceilings.Length];
        const int Runs = 400;
        for (var run = 0; run < Runs; run++)
        {
            var drive = Drive.Begin(Made(Step("a") with { Retry = policy }) with { Identity = $"run-{run}" });
            for (var attempt = 0; attempt < ceilings.Length; attempt++)
            {
                drive.Fail("a", Error());
                var delay = (drive.Task("a").WakeAt!.Value - drive.Now).TotalSeconds;
                delay.ShouldBeInRange(0, ceilings[attempt]);
                sums[attempt] += delay / ceilings[attempt];
                drive.Pass(delay);
            }
        }
        foreach (var sum in sums)
            (sum / Runs).ShouldBeInRange(0.42, 0.58, "the mean of full jitter is half the ceiling");
    }

    [Fact]
    public void Every_node_computes_the_same_delay()
    {
        var policy = new RetryPolicy(3, Backoff.Exponential, Duration.FromSeconds(10), Duration.FromSeconds(60));
        var first = Drive.Begin(Made(Step("a") with { Retry = policy })).Fail("a", Error()).WakeAt;
        var second = Drive.Begin(Made(Step("a") with { Retry = policy })).Fail("a", Error()).WakeAt;
        second.ShouldBe(first);
    }

    [Fact]
    public void A_lost_attempt_is_tried_again_without_any_policy_and_quarantined_when_it_was_lost_too_often()
    {
        var drive = Drive.Begin(Made(Step("a")));
        for (var claim = 1; claim < RetryDecision.ClaimsBeforeQuarantine; claim++)
            drive.Lost("a").Started.Count.ShouldBe(claim + 1);
        drive.Lost("a").Task("a").Error!.Code.ShouldBe(ProblemCodes.Quarantined);
        drive.State.Error!.Code.ShouldBe(ProblemCodes.Quarantined);
        drive.Task("a").Attempts.ShouldBe(RetryDecision.ClaimsBeforeQuarantine);
    }

    [Fact]
    public void A_lost_attempt_counts_as_an_attempt()
    {
        var drive = Drive.Begin(Made(Step("a") with { Retry = Retry(2, 0) })).Lost("a").Fail("a", Error());
        drive.Status("a").ShouldBe(TaskStatus.Failed);
        drive.Task("a").Error!.Class.ShouldBe(ErrorClasses.Network);
    }

    [Fact]
    public void A_longer_policy_allows_more_lost_attempts()
    {
        const int Longer = RetryDecision.ClaimsBeforeQuarantine + 2;
        var drive = Drive.Begin(Made(Step("a") with { Retry = Retry(Longer, 0) }));
        for (var claim = 1; claim < Longer; claim++)
            drive.Lost("a");
        drive.Task("a").Attempts.ShouldBe(Longer);
        drive.Lost("a").Task("a").Error!.Code.ShouldBe(ProblemCodes.Quarantined);
    }

    [Theory]
    [InlineData(ErrorClasses.Lost)]
    [InlineData(ErrorClasses.Timeout)]
    [InlineData(ErrorClasses.Network)]
    [InlineData(ErrorClasses.Server)]
    public void A_task_that_is_not_idempotent_is_not_run_again_when_it_may_have_gone_through(string errorClass)
    {
        var drive = Drive.Begin(Made(Step("a") with { Idempotent = false, Retry = Retry(5, 0) })).Fail("a", Error(errorClass));
        drive.Started.ShouldBe(["a#1"]);
        drive.Task("a").Error!.Message.ShouldContain("must be asked of the remote side");
    }

    [Fact]
    public void A_task_that_is_not_idempotent_is_run_again_when_it_was_refused()
    {
        var drive = Drive.Begin(Made(Step("a") with { Idempotent = false, Retry = Retry(5, 0) })).Fail("a", Error(ErrorClasses.RateLimit));
        drive.Started.ShouldBe(["a#1", "a#2"]);
    }

    [Fact]
    public void The_idempotency_key_stays_the_same_across_attempts_and_retried_runs()
    {
        var schedule = new ScheduleId("schedule-p-w");
        var run = RunState.New(new RunId("r"), "p", Workflow(Step("a")), RunTrigger.Schedule, [], Start, schedule, Start);
        var key = new TaskKey(new TaskId("a"));
        run.IdempotencyKey(key).ShouldBe("schedule-p-w@2026-01-05T09:00:00Z/a");
        var failed = Drive.Begin(run).Fail("a").State;
        RunState.Retry(failed, new RunId("r2"), Start + Duration.FromHours(1)).Value.IdempotencyKey(key).ShouldBe(run.IdempotencyKey(key));
    }

    [Fact]
    public void A_retried_run_keeps_what_succeeded_and_starts_the_rest()
    {
        var workflow = Workflow(Step("a"), Step("b", "a"), Step("c", "b"), Step("s", "a") with { If = Value(false) }, Hook("h", TaskRole.OnFailure));
        var failed = Drive.Begin(Made(workflow)).Ok("a", 7).Fail("b").Ok("h").State;
        failed.Status.ShouldBe(RunStatus.Failed);
        var again = Drive.Begin(RunState.Retry(failed, new RunId("r2"), Start).Value);
        again.Started.ShouldBe(["b#1"]);
        again.Task("a").Output!.GetValue<int>().ShouldBe(7);
        again.Ok("b").Ok("c").State.Status.ShouldBe(RunStatus.Completed);
        again.Status("h").ShouldBe(TaskStatus.Skipped);
        again.State.Trigger.ShouldBe(RunTrigger.Retry);
        again.State.NominalAt.ShouldBe(Start);
    }

    [Fact]
    public void A_retried_fan_out_keeps_the_items_that_succeeded()
    {
        var failed = Drive.Begin(Made(Each("a", 3))).Ok("a[0]", 1).Fail("a[1]").Ok("a[2]", 3).State;
        var again = Drive.Begin(RunState.Retry(failed, new RunId("r2"), Start).Value);
        again.Started.ShouldBe(["a[1]#1"]);
        again.Ok("a[1]", 2).Task("a").Output!.ToJsonString().ShouldBe("[1,2,3]");
    }

    [Fact]
    public void Only_a_run_that_ended_badly_can_be_retried()
    {
        var completed = Drive.Begin(Made(Step("a"))).Ok("a").State;
        RunState.Retry(completed, new RunId("r2"), Start).Problems.Single().Code.ShouldBe(ProblemCodes.StateConflict);
        RunState.Retry(Made(Step("a")), new RunId("r2"), Start).IsOk.ShouldBeFalse();
    }
}
