using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using static Carillon.Core.Tests.Runs.Steps;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

public class FanOutTests
{
    [Fact]
    public void One_task_run_for_each_item_and_their_outputs_in_order()
    {
        var drive = Drive.Begin(Made(Each("a", 3), Step("b", "a")));
        drive.Started.ShouldBe(["a[0]#1", "a[1]#1", "a[2]#1"]);
        drive.Status("a").ShouldBe(TaskStatus.Running);
        drive.Ok("a[2]", "z").Ok("a[0]", "x").Ok("a[1]", "y");
        drive.Task("a").Output!.ToJsonString().ShouldBe("""["x","y","z"]""");
        drive.Started.ShouldContain("b#1");
    }

    [Fact]
    public void Only_so_many_items_are_ready_or_running_at_once()
    {
        var drive = Drive.Begin(Made(Each("a", 5, maxParallel: 2)));
        drive.Started.ShouldBe(["a[0]#1", "a[1]#1"]);
        drive.Ok("a[1]").Started.ShouldBe(["a[0]#1", "a[1]#1", "a[2]#1"]);
        drive.Fail("a[0]").Ok("a[2]").Started.Count.ShouldBe(5);
    }

    [Fact]
    public void An_item_that_waits_for_its_retry_gives_its_place_back()
    {
        var drive = Drive.Begin(Made(Each("a", 3, maxParallel: 1) with { Retry = Retry(2, 10) }));
        drive.Fail("a[0]", Error()).Started.ShouldBe(["a[0]#1", "a[1]#1"]);
        drive.WakeAt.ShouldBeNull("the place is taken: only a result can change anything");
        drive.Pass(60).Ok("a[1]").Started.ShouldBe(["a[0]#1", "a[1]#1", "a[0]#2"], "who has waited comes first");
    }

    [Fact]
    public void The_whole_fails_when_an_item_did_and_the_others_still_run()
    {
        var drive = Drive.Begin(Made(Each("a", 3), Step("b", "a")));
        drive.Fail("a[1]").Ok("a[0]", 1);
        drive.Status("a").ShouldBe(TaskStatus.Running);
        drive.Ok("a[2]", 3);
        drive.Status("a").ShouldBe(TaskStatus.Failed);
        drive.Task("a").Error!.Message.ShouldBe("Item 1: no answer");
        drive.Task("a").Output!.ToJsonString().ShouldBe("[1,null,3]");
        drive.Status("b").ShouldBe(TaskStatus.UpstreamFailed);
    }

    [Fact]
    public void With_continue_on_error_the_run_goes_on()
    {
        var drive = Drive.Begin(Made(Each("a", 2) with { ContinueOnError = true }, Step("b", "a")));
        drive.Fail("a[0]").Ok("a[1]").Ok("b").State.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_skipped_item_is_null_in_the_list()
    {
        var drive = Drive.Begin(Made(Each("a", 2)));
        drive.Tell(new RunEvent.AttemptSkipped(drive.Now, new TaskKey(new TaskId("a"), 0), 1, "no data")).Ok("a[1]", 5);
        drive.Status("a").ShouldBe(TaskStatus.Succeeded);
        drive.Task("a").Output!.ToJsonString().ShouldBe("[null,5]");
    }

    [Fact]
    public void An_empty_list_succeeds_with_an_empty_list()
    {
        var drive = Drive.Begin(Made(Each("a", 0)));
        drive.Status("a").ShouldBe(TaskStatus.Succeeded);
        drive.Task("a").Output!.ToJsonString().ShouldBe("[]");
        drive.State.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void What_is_not_a_list_fails_the_task()
    {
        var drive = Drive.Begin(Made(Step("a") with { ForEach = new ForEach(Value("x")) }));
        drive.Task("a").Error!.Code.ShouldBe(ProblemCodes.ExpressionFailed);
        drive.Task("a").Error!.Message.ShouldContain("not a list");
    }

    [Fact]
    public void More_than_ten_thousand_items_fail_the_task()
    {
        Drive.Begin(Made(Each("a", 10_000))).Started.Count.ShouldBe(10_000);
        Drive.Begin(Made(Each("a", 10_001))).Task("a").Error!.Message.ShouldContain("10001");
    }

    [Fact]
    public void An_item_sees_itself_and_its_place()
    {
        var drive = Drive.Begin(Made(Each("a", 3)));
        var scope = RunScope.For(drive.State, new TaskKey(new TaskId("a"), 2));
        scope.TryGet("item", out var item).ShouldBeTrue();
        scope.TryGet("index", out var index).ShouldBeTrue();
        item!.ToJsonString().ShouldBe("2");
        index!.ToJsonString().ShouldBe("2");
        RunScope.For(drive.State, new TaskKey(new TaskId("a"))).TryGet("item", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_condition_decides_before_the_list_is_looked_at()
    {
        var drive = Drive.Begin(Made(Step("a") with { If = Value(false), ForEach = new ForEach(Broken()) }));
        drive.Status("a").ShouldBe(TaskStatus.Skipped);
    }
}
