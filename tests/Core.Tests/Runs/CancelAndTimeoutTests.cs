using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using NodaTime;
using static Carillon.Core.Tests.Runs.Steps;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

public class CancelAndTimeoutTests
{
    [Fact]
    public void A_pending_run_that_is_canceled_ends_at_once()
    {
        var drive = new Drive(Made(Step("a"), Hook("h", TaskRole.OnFailure))).Cancel();
        drive.State.Status.ShouldBe(RunStatus.Canceled);
        drive.State.StartedAt.ShouldBeNull();
        drive.Status("a").ShouldBe(TaskStatus.Canceled);
        drive.Status("h").ShouldBe(TaskStatus.Skipped);
    }

    [Fact]
    public void Cancel_stops_live_attempts_once_and_ends_when_they_have_stopped()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b"), Step("c", "a"))).Cancel();
        drive.State.Status.ShouldBe(RunStatus.Canceling);
        drive.Canceled.ShouldBe(["a#1", "b#1"]);
        drive.Status("c").ShouldBe(TaskStatus.Canceled);
        drive.Stopped("a").Tell().Canceled.Count.ShouldBe(2, "each attempt is asked once");
        drive.State.Status.ShouldBe(RunStatus.Canceling);
        drive.Stopped("b").State.Status.ShouldBe(RunStatus.Canceled);
        drive.State.Error!.Message.ShouldBe("Canceled by ann: wrong input");
    }

    [Fact]
    public void What_succeeds_while_canceling_is_kept()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b", "a"))).Cancel().Ok("a", 1);
        drive.Status("a").ShouldBe(TaskStatus.Succeeded);
        drive.Started.ShouldBe(["a#1"]);
        drive.State.Status.ShouldBe(RunStatus.Canceled);
    }

    [Fact]
    public void What_waits_for_a_retry_is_canceled_at_once_and_nothing_is_retried_while_canceling()
    {
        var drive = Drive.Begin(Made(Step("a") with { Retry = Retry(3) }, Step("b") with { Retry = Retry(3) })).Fail("a", Error()).Cancel();
        drive.Status("a").ShouldBe(TaskStatus.Canceled);
        drive.Fail("b", Error()).Status("b").ShouldBe(TaskStatus.Canceled);
        drive.State.Status.ShouldBe(RunStatus.Canceled);
    }

    [Fact]
    public void A_fan_out_is_canceled_with_its_items()
    {
        var drive = Drive.Begin(Made(Each("a", 4, maxParallel: 2))).Ok("a[0]", 1).Cancel();
        drive.Canceled.ShouldBe(["a[1]#1", "a[2]#1"]);
        drive.Status("a[3]").ShouldBe(TaskStatus.Canceled);
        drive.Stopped("a[1]").Stopped("a[2]").Status("a").ShouldBe(TaskStatus.Canceled);
        drive.State.Status.ShouldBe(RunStatus.Canceled);
    }

    [Fact]
    public void A_canceled_run_runs_no_hooks()
    {
        var drive = Drive.Begin(Made(Step("a"), Hook("h", TaskRole.OnFailure))).Cancel().Fail("a");
        drive.Status("h").ShouldBe(TaskStatus.Skipped);
        drive.State.Status.ShouldBe(RunStatus.Canceled);
    }

    [Fact]
    public void A_run_that_takes_too_long_ends_failed_and_its_failure_hooks_run()
    {
        var workflow = Workflow(Step("a"), Step("b", "a"), Hook("good", TaskRole.OnSuccess), Hook("bad", TaskRole.OnFailure)) with { Timeout = Duration.FromMinutes(5) };
        var drive = Drive.Begin(Made(workflow));
        drive.WakeAt.ShouldBe(Start + Duration.FromMinutes(5));
        drive.Pass(299).State.TimedOut.ShouldBeFalse();
        drive.Pass(1).Canceled.ShouldBe(["a#1"]);
        drive.State.TimedOut.ShouldBeTrue();
        drive.Status("b").ShouldBe(TaskStatus.Canceled);
        drive.Stopped("a").Started.ShouldBe(["a#1", "bad#1"]);
        drive.Ok("bad").State.Status.ShouldBe(RunStatus.Failed);
        drive.State.Error!.Code.ShouldBe(ProblemCodes.ExecutionTimeout);
        drive.State.Error!.Message.ShouldBe("The run took longer than its timeout of 5m.");
        drive.Status("good").ShouldBe(TaskStatus.Skipped);
    }

    [Fact]
    public void The_run_timeout_ends_with_the_last_ordinary_task()
    {
        var workflow = Workflow(Step("a"), Hook("good", TaskRole.OnSuccess)) with { Timeout = Duration.FromMinutes(5) };
        var drive = Drive.Begin(Made(workflow)).Ok("a");
        drive.WakeAt.ShouldBeNull();
        drive.Pass(3600).Ok("good").State.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void The_last_result_wins_over_a_timeout_of_the_same_moment()
    {
        var drive = Drive.Begin(Made(Workflow(Step("a")) with { Timeout = Duration.FromSeconds(5) }));
        var at = drive.Now + Duration.FromSeconds(5);
        var done = RunPlanner.Advance(drive.State, [new RunEvent.AttemptSucceeded(at, new TaskKey(new TaskId("a")), 1, null)], at);
        done.State.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void Cancel_after_a_timeout_stops_the_hooks_too()
    {
        var workflow = Workflow(Step("a"), Hook("bad", TaskRole.OnFailure)) with { Timeout = Duration.FromMinutes(5) };
        var drive = Drive.Begin(Made(workflow)).Pass(300).Stopped("a").Cancel();
        drive.Canceled.ShouldBe(["a#1", "bad#1"]);
        drive.Stopped("bad").State.Status.ShouldBe(RunStatus.Canceled);
    }

    [Fact]
    public void A_poke_goes_on_with_the_same_attempt()
    {
        var drive = Drive.Begin(Made(Step("a"))).Poked("a", 30);
        drive.Status("a").ShouldBe(TaskStatus.PokeWait);
        drive.WakeAt.ShouldBe(drive.Now + Duration.FromSeconds(30));
        drive.Pass(30).Started.ShouldBe(["a#1", "a#1"]);
        drive.Task("a").Pokes.ShouldBe(1);
        drive.Ok("a").Task("a").Attempts.ShouldBe(1);
    }

    [Fact]
    public void A_wait_that_is_woken_pokes_at_once()
    {
        var drive = Drive.Begin(Made(Step("a"))).Poked("a", 3600).Pass(5);
        drive.Tell(new RunEvent.TaskWoken(drive.Now, new TaskKey(new TaskId("a")))).Started.Count.ShouldBe(2);
        drive.Tell(new RunEvent.TaskWoken(drive.Now, new TaskKey(new TaskId("a")))).Started.Count.ShouldBe(2, "nobody waits any more");
    }

    [Fact]
    public void A_sensors_timeout_counts_over_all_pokes()
    {
        var drive = Drive.Begin(Made(Step("a") with { Timeout = Duration.FromSeconds(100), Retry = Retry(5) }));
        drive.Poked("a", 60).Pass(60).Poked("a", 60);
        drive.WakeAt.ShouldBe(Start + Duration.FromSeconds(100));
        drive.Pass(40).Task("a").Error!.Code.ShouldBe(ProblemCodes.ExecutionTimeout);
        drive.Task("a").Error!.Class.ShouldBe(ErrorClasses.Timeout);
        drive.Task("a").Error!.Message.ShouldBe("The condition of 'a' did not hold within 1m40s (2 pokes).");
        drive.State.Status.ShouldBe(RunStatus.Failed);
    }
}
