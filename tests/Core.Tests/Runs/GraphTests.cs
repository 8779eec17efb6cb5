using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Runs;
using static Carillon.Core.Tests.Runs.Steps;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

public class GraphTests
{
    [Fact]
    public void A_pending_run_starts_nothing()
    {
        var drive = new Drive(Made(Step("a"))).Tell();
        drive.Started.ShouldBeEmpty();
        drive.WakeAt.ShouldBeNull();
    }

    [Fact]
    public void Tasks_start_as_soon_as_what_they_need_has_succeeded()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b"), Step("c", "a", "b"), Step("d", "a")));
        drive.Started.ShouldBe(["a#1", "b#1"]);
        drive.Ok("a").Started.ShouldBe(["a#1", "b#1", "d#1"]);
        drive.Ok("b").Started.ShouldBe(["a#1", "b#1", "d#1", "c#1"]);
        drive.Ok("c").Ok("d").State.Status.ShouldBe(RunStatus.Completed);
        drive.State.CompletedAt.ShouldBe(drive.Now);
    }

    [Fact]
    public void A_failure_stops_what_depends_on_it_and_leaves_the_rest_running()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b"), Step("c", "a"), Step("d", "c"), Step("e", "b")));
        drive.Fail("a");
        drive.Status("c").ShouldBe(TaskStatus.UpstreamFailed);
        drive.Task("c").Reason.ShouldBe("it needs 'a', which failed");
        drive.Task("d").Reason.ShouldBe("it needs 'c', which could not run");
        drive.State.Status.ShouldBe(RunStatus.Running);
        drive.Ok("b").Ok("e");
        drive.State.Status.ShouldBe(RunStatus.Failed);
        drive.State.Error!.Message.ShouldBe("Task 'a' failed: no answer");
        drive.Status("e").ShouldBe(TaskStatus.Succeeded);
    }

    [Fact]
    public void The_error_of_a_run_is_that_of_the_task_that_failed_first()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b")));
        drive.Fail("b").Pass(1).Fail("a").State.Error!.Message.ShouldStartWith("Task 'b' failed");
    }

    [Fact]
    public void A_failure_that_may_continue_counts_as_done_well()
    {
        var drive = Drive.Begin(Made(Step("a") with { ContinueOnError = true }, Step("b", "a")));
        drive.Fail("a").Ok("b").State.Status.ShouldBe(RunStatus.Completed);
        drive.Status("a").ShouldBe(TaskStatus.Failed);
    }

    [Fact]
    public void A_false_condition_skips_the_task_and_what_needs_it()
    {
        var drive = Drive.Begin(Made(Step("a") with { If = Value(false) }, Step("b", "a"), Step("c", "b")));
        drive.State.Status.ShouldBe(RunStatus.Completed);
        drive.Task("a").Reason.ShouldBe("condition is false: value");
        drive.Status("c").ShouldBe(TaskStatus.Skipped);
        drive.Task("c").Reason.ShouldBe("it needs 'b', which was skipped");
    }

    [Fact]
    public void A_condition_without_a_status_function_is_joined_with_success()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b", "a") with { If = Value(true) }));
        drive.Fail("a").Status("b").ShouldBe(TaskStatus.UpstreamFailed);
    }

    [Fact]
    public void Always_runs_after_a_failure_and_after_a_skip()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b") with { If = Value(false) }, Step("c", "a", "b") with { If = Always() }));
        drive.Fail("a").Started.ShouldBe(["a#1", "c#1"]);
        drive.Ok("c").State.Status.ShouldBe(RunStatus.Failed, "a failure that was answered is still a failure");
    }

    [Fact]
    public void Failure_sees_failures_anywhere_before_it()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b", "a") with { If = Always() }, Step("c", "b") with { If = Failure() }, Step("d", "b") with { If = Success() }));
        drive.Fail("a").Ok("b");
        drive.Started.ShouldBe(["a#1", "b#1", "c#1"]);
        drive.Status("d").ShouldBe(TaskStatus.Skipped);
    }

    [Fact]
    public void Failure_is_skipped_when_all_went_well()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b", "a") with { If = Failure() }));
        drive.Ok("a").Status("b").ShouldBe(TaskStatus.Skipped);
    }

    [Fact]
    public void A_condition_that_cannot_be_evaluated_fails_the_task()
    {
        var drive = Drive.Begin(Made(Step("a") with { If = Broken() }));
        drive.Task("a").Error!.Code.ShouldBe(ProblemCodes.ExpressionFailed);
        drive.Task("a").Error!.Retryable.ShouldBeFalse();
        drive.State.Status.ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public void A_condition_counts_as_true_by_the_rule_of_expressions()
    {
        var drive = Drive.Begin(Made(Step("a") with { If = Value("text") }, Step("b") with { If = Value(0) }, Step("c") with { If = Value(null) }));
        drive.Started.ShouldBe(["a#1"]);
    }

    [Fact]
    public void A_branch_reads_the_output_of_what_came_before()
    {
        var branch = Step("b", "a") with { If = Path("tasks.a.output.go") };
        Drive.Begin(Made(Step("a"), branch)).Ok("a", new JsonObject { ["go"] = true }).Started.ShouldBe(["a#1", "b#1"]);
        Drive.Begin(Made(Step("a"), branch)).Ok("a", new JsonObject { ["go"] = false }).Started.ShouldBe(["a#1"]);
    }

    [Fact]
    public void Named_outputs_are_added_to_the_tasks_own()
    {
        var step = Step("a") with { Outputs = new Dictionary<string, Expression>(StringComparer.Ordinal) { ["rows"] = Path("output.n") } };
        Drive.Begin(Made(step)).Ok("a", new JsonObject { ["n"] = 3 }).Task("a").Output!.ToJsonString().ShouldBe("""{"n":3,"rows":3}""");
        var failed = Drive.Begin(Made(step)).Ok("a", new JsonObject());
        failed.Status("a").ShouldBe(TaskStatus.Failed);
        failed.Task("a").Error!.Message.ShouldContain("'n' is not there");
    }

    [Fact]
    public void An_output_that_is_no_object_becomes_the_value_beside_named_outputs()
    {
        var step = Step("a") with { Outputs = new Dictionary<string, Expression>(StringComparer.Ordinal) { ["twice"] = Path("output") } };
        Drive.Begin(Made(step)).Ok("a", 4).Task("a").Output!.ToJsonString().ShouldBe("""{"value":4,"twice":4}""");
    }

    [Fact]
    public void A_skipped_attempt_skips_what_needs_it()
    {
        var drive = Drive.Begin(Made(Step("a"), Step("b", "a")));
        drive.Tell(new RunEvent.AttemptSkipped(drive.Now, new TaskKey(new TaskId("a")), 1, "nothing new"));
        drive.Task("a").Reason.ShouldBe("nothing new");
        drive.Status("b").ShouldBe(TaskStatus.Skipped);
        drive.State.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_stale_result_changes_nothing()
    {
        var drive = Drive.Begin(Made(Step("a") with { Retry = Retry(3, 0) }));
        drive.Fail("a", Error());
        drive.Task("a").Attempts.ShouldBe(2);
        drive.Tell(new RunEvent.AttemptSucceeded(drive.Now, new TaskKey(new TaskId("a")), 1, 7));
        drive.Status("a").ShouldBe(TaskStatus.Ready);
        drive.Ok("a").Tell(new RunEvent.AttemptFailed(drive.Now, new TaskKey(new TaskId("a")), 2, Error()));
        drive.Status("a").ShouldBe(TaskStatus.Succeeded);
    }

    [Fact]
    public void Success_hooks_run_after_success_and_failure_hooks_are_skipped()
    {
        var drive = Drive.Begin(Made(Step("a"), Hook("good", TaskRole.OnSuccess), Hook("bad", TaskRole.OnFailure)));
        drive.Ok("a").Started.ShouldBe(["a#1", "good#1"]);
        drive.State.Status.ShouldBe(RunStatus.Running);
        drive.Fail("good");
        drive.State.Status.ShouldBe(RunStatus.Completed, "a hook never changes the outcome");
        drive.Status("good").ShouldBe(TaskStatus.Failed);
        drive.Task("bad").Reason.ShouldBe("the run did not fail");
    }

    [Fact]
    public void Failure_hooks_run_after_all_ordinary_tasks_have_ended()
    {
        var bad = Hook("bad", TaskRole.OnFailure) with { Outputs = new Dictionary<string, Expression>(StringComparer.Ordinal) { ["why"] = Path("error.message") } };
        var drive = Drive.Begin(Made(Step("a"), Step("b"), Hook("good", TaskRole.OnSuccess), bad));
        drive.Fail("a").Started.ShouldBe(["a#1", "b#1"]);
        drive.Ok("b").Started.ShouldBe(["a#1", "b#1", "bad#1"]);
        drive.Ok("bad").State.Status.ShouldBe(RunStatus.Failed);
        drive.Task("bad").Output!["why"]!.GetValue<string>().ShouldBe("Task 'a' failed: no answer");
    }
}
