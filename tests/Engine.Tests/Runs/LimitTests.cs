using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Runs;

/// <summary>Timeouts, heartbeats, priorities, hooks, cancel, stop: what bounds a run, on a clock that the test moves.</summary>
public sealed class LimitTests
{
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 0));

    [Fact]
    public async Task A_task_without_a_heartbeat_for_its_heartbeat_timeout_is_stopped_and_each_heartbeat_counts_anew()
    {
        await using var engine = await StartAsync("id: w\ntasks:\n  - { id: a, uses: test.step, heartbeat_timeout: 30s }\n");
        engine.Step.Hold("a");
        var run = await engine.RunAsync("w");
        await engine.IdleAsync();

        engine.Leap(Duration.FromSeconds(20));
        engine.Step.Attempts.Single().Heartbeat();
        engine.Leap(Duration.FromSeconds(29));
        await engine.IdleAsync();
        engine.Leap(Duration.FromSeconds(1));

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from runs where id = $1", run.Value).ShouldContain("heartbeat");
        engine.Rows("select completed_at - started_at from task_runs where run_id = $1", run.Value).ShouldBe(["50000000"]);
    }

    [Fact]
    public async Task A_run_beyond_its_timeout_stops_its_live_attempts_starts_nothing_more_but_its_failure_hooks_and_fails()
    {
        await using var engine = await StartAsync("""
            id: w
            timeout: 1h
            tasks:
              - { id: fast, uses: test.step }
              - { id: slow, uses: test.step }
              - { id: slower, uses: test.step }
              - { id: after, uses: test.step, needs: [slow], if: always() }
            on_failure:
              - { id: tell, uses: test.step }
            on_success:
              - { id: praise, uses: test.step }
            """);
        engine.Step.Hold("slow");
        engine.Step.Hold("slower");
        var run = await engine.RunAsync("w");
        await engine.IdleAsync();

        engine.Leap(Duration.FromHours(1));

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from runs where id = $1", run.Value).ShouldContain("SCH004");
        engine.Rows("select task_id, status from task_runs where run_id = $1 order by task_id", run.Value)
            .ShouldBe(["after|canceled", "fast|succeeded", "praise|skipped", "slow|canceled", "slower|canceled", "tell|succeeded"]);
        engine.Count("select count(*) from attempts").ShouldBe(0);
        await engine.UntilAsync(() => engine.Host.LiveAttempts == 0, "the slots to come free");
    }

    [Fact]
    public async Task A_run_whose_time_is_found_to_be_over_when_it_is_claimed_begins_nothing_more()
    {
        await using var engine = await StartAsync("id: w\ntimeout: 1h\ntasks:\n  - { id: a, uses: test.step }\n  - { id: b, uses: test.step }\n", o => o with { Slots = 2 });
        engine.File("busy.yaml", "id: busy\ntasks:\n  - { id: x, uses: test.step }\n  - { id: y, uses: test.step }\n");
        await engine.Host.Reconcile.ReconcileAsync();
        TaskCompletionSource[] gates = [engine.Step.Hold("x"), engine.Step.Hold("y")];
        var busy = await engine.RunAsync("busy");
        await engine.IdleAsync();
        var late = await engine.RunAsync("w");
        // The clock is set on: no timer tells of it. Both slots come free with one batch.
        _time.Step(Duration.FromHours(2));
        using var turn = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = engine.Host.Database.WriteAsync(_ =>
        {
            isHeld.TrySetResult();
            turn.Wait();
        });
        await isHeld.Task;
        Array.ForEach(gates, gate => gate.SetResult());
        try
        {
            await engine.UntilAsync(() => engine.Host.Database.WaitingAbout(busy) == 2, "both results to wait");
        }
        finally
        {
            turn.Set();
        }
        await held;

        (await engine.EndAsync(late)).ShouldBe("failed");
        await engine.UntilAsync(() => engine.Host.LiveAttempts == 0, "what was claimed to have ended");
        engine.Step.Attempts.ShouldNotContain(a => a.Key.Task.Value == "b", "it was taken out of the queue when the first was claimed");
    }

    [Theory]
    [InlineData(true, "praise|succeeded tell|skipped")]
    [InlineData(false, "praise|skipped tell|succeeded")]
    public async Task Hooks_run_after_everything_else_and_only_those_of_the_outcome(bool succeeds, string hooks)
    {
        await using var engine = await StartAsync("""
            id: w
            tasks:
              - { id: a, uses: test.step }
              - { id: b, uses: test.step }
            on_failure:
              - { id: tell, uses: test.step }
            on_success:
              - { id: praise, uses: test.step }
            """);
        engine.Step.On("a", context => succeeds ? StepTask.Done(context) : RunTests.Fail(ErrorClasses.Assertion));
        var gate = engine.Step.Hold("b");
        var run = await engine.RunAsync("w");
        await engine.IdleAsync();
        engine.Step.Attempts.Count.ShouldBe(2, "hooks wait for the last task");

        gate.SetResult();

        (await engine.EndAsync(run)).ShouldBe(succeeds ? "completed" : "failed");
        string.Join(' ', engine.Rows("select task_id, status from task_runs where run_id = $1 and task_id in ('praise', 'tell') order by task_id", run.Value)).ShouldBe(hooks);
    }

    [Fact]
    public async Task A_free_slot_goes_to_the_highest_priority_and_among_equals_to_who_came_first()
    {
        await using var engine = await StartAsync("""
            id: w
            tasks:
              - { id: first, uses: test.step }
              - { id: low, uses: test.step, needs: [first], priority: -5 }
              - { id: plain, uses: test.step, needs: [first] }
              - { id: also_plain, uses: test.step, needs: [first] }
              - { id: urgent, uses: test.step, needs: [first], priority: 9 }
            """, o => o with { Slots = 1 });

        var run = await engine.RunAsync("w");

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Step.Attempts.Select(a => a.Key.Task.Value).ShouldBe(["first", "urgent", "plain", "also_plain", "low"]);
    }

    [Fact]
    public async Task A_run_that_waits_for_the_limit_of_its_version_holds_up_none_of_another_version_that_has_room()
    {
        await using var engine = await StartAsync("id: w\nmax_concurrent_runs: 1\ntasks:\n  - { id: a, uses: test.step }\n");
        var gate = engine.Step.Hold("a");
        var first = await engine.RunAsync("w");
        var waiting = await engine.RunAsync("w");
        engine.File("w.yaml", "id: w\nmax_concurrent_runs: 2\ntasks:\n  - { id: b, uses: test.step }\n");
        await engine.Host.Reconcile.ReconcileAsync();
        engine.Step.Hold("b");
        await engine.RunAsync("w");
        var newer = await engine.RunAsync("w");
        engine.Status(newer).ShouldBe("pending");

        gate.SetResult();

        (await engine.EndAsync(first)).ShouldBe("completed");
        await engine.IdleAsync();
        (engine.Status(waiting), engine.Status(newer)).ShouldBe(("pending", "running"));
    }

    [Fact]
    public async Task A_pending_run_that_is_canceled_ends_at_once_and_never_starts()
    {
        await using var engine = await StartAsync("id: w\nmax_concurrent_runs: 1\ntasks:\n  - { id: a, uses: test.step }\n");
        var gate = engine.Step.Hold("a");
        var first = await engine.RunAsync("w");
        var second = await engine.RunAsync("w");
        var third = await engine.RunAsync("w");

        (await engine.Host.Runs.CancelAsync(second, "ann", "not needed")).IsOk.ShouldBeTrue();

        engine.Status(second).ShouldBe("canceled");
        engine.TaskStatus(second, "a").ShouldBe("canceled");
        gate.SetResult();
        (await engine.EndAsync(third)).ShouldBe("completed");
        engine.Step.Attempts.Select(a => a.RunId).ShouldBe([first, third]);
        (await engine.Host.Runs.CancelAsync(second, "ann", "again")).Problems[0].Code.ShouldBe("SCH033");
    }

    [Fact]
    public async Task A_stop_keeps_what_a_task_still_delivers_and_claims_nothing_more()
    {
        await using var engine = await StartAsync("id: w\ntasks:\n  - { id: a, uses: test.step, with: { value: 7 } }\n", o => o with { Slots = 1 });
        engine.Step.On("a", async (context, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return StepTask.Done(context);
        });
        var first = await engine.RunAsync("w");
        var second = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.Step.Attempts.Count == 1, "the attempt to start");

        await engine.Host.StopAsync(CancellationToken.None);

        engine.Status(first).ShouldBe("completed");
        engine.TaskStatus(second, "a").ShouldBe("ready");
        engine.Crash();
        engine.Step.On("a", StepTask.Done);
        await engine.StartAsync();
        (await engine.EndAsync(second)).ShouldBe("completed");
        engine.Rows("select number, outcome from attempt_history").ShouldBe(["1|succeeded", "1|succeeded"]);
    }

    [Fact]
    public async Task A_stop_also_puts_back_what_the_batch_under_way_was_about_to_claim()
    {
        var armed = false;
        using var gate = new ManualResetEventSlim();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = await StartAsync("id: w\ntasks:\n  - { id: a, uses: test.step, idempotent: false }\n", refuseCommit: () =>
        {
            if (!Volatile.Read(ref armed))
                return false;
            reached.TrySetResult();
            gate.Wait();
            return false;
        });
        await engine.IdleAsync();
        engine.Step.Hold("a");
        Volatile.Write(ref armed, true);
        var run = engine.RunAsync("w");
        await reached.Task;

        var stop = engine.Host.StopAsync(CancellationToken.None);
        Volatile.Write(ref armed, false);
        gate.Set();
        await stop;

        await run;
        engine.Rows("select status, number from attempts").ShouldBe(["ready|1"]);
    }

    [Theory]
    [InlineData("success", "succeeded")]
    [InlineData("failure", "canceled")]
    [InlineData("poke", "canceled")]
    public async Task A_task_that_answers_a_cancel_with_a_result_of_its_own_does_not_keep_the_run_open(string answer, string status)
    {
        await using var engine = await StartAsync("id: w\ntasks:\n  - { id: a, uses: test.step, retry: 3 }\n  - { id: b, uses: test.step, needs: [a] }\n");
        engine.Step.On("a", async (context, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return answer switch
            {
                "success" => StepTask.Done(context),
                "failure" => RunTests.Fail(ErrorClasses.Network),
                _ => new TaskResult.PokeAgain(Duration.FromSeconds(1)),
            };
        });
        var run = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.Step.Attempts.Count == 1, "the attempt to start");

        await engine.Host.Runs.CancelAsync(run, "ann", "enough");

        (await engine.EndAsync(run)).ShouldBe("canceled");
        engine.Rows("select task_id, status from task_runs where run_id = $1 order by task_id", run.Value).ShouldBe([$"a|{status}", "b|canceled"]);
        engine.Count("select count(*) from attempts").ShouldBe(0);
    }

    [Fact]
    public async Task A_failure_that_a_handler_throws_before_its_first_wait_keeps_its_code_and_class()
    {
        await using var engine = await StartAsync("id: w\ntasks:\n  - { id: a, uses: test.step }\n");
        engine.Step.On("a", (_, _) => throw new TaskFailedException(new TaskError("SCH042", ErrorClasses.Assertion, "not this one")));

        var run = await engine.RunAsync("w");

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from attempt_history where run_id = $1", run.Value).ShouldContain("assertion");
    }

    [Fact]
    public async Task Five_thousand_tasks_that_fail_at_once_are_spread_over_the_time_of_their_backoff()
    {
        const int tasks = 5_000;
        const int seconds = 60;
        await using var engine = await StartAsync("""
            id: w
            input:
              items: { type: array }
            tasks:
              - id: each
                uses: test.step
                for_each: "${{ input.items }}"
                retry: { max_attempts: 2, backoff: exponential, initial: 60s, max: 60s }
            """);
        engine.Step.On("each", context => context.Attempt == 1 ? RunTests.Fail(ErrorClasses.Network) : StepTask.Done(context));
        var start = _time.Now();
        var run = await engine.RunAsync("w", new JsonObject { ["items"] = new JsonArray([.. Enumerable.Range(0, tasks).Select(i => JsonValue.Create(i))]) });
        // A retry may fall within the very moment of the failure, which the standing clock never leaves.
        await engine.UntilAsync(() => engine.Count("select count(*) from attempt_history where run_id = $1 and outcome = 'failed'", run.Value) == tasks, "five thousand failures");

        var perSecond = engine.Rows("select (wake_at - $2) / 1000000, count(*) from task_runs where run_id = $1 and wake_at is not null group by 1", run.Value, start.ToStored())
            .ConvertAll(row => row.Split('|').Select(int.Parse).ToArray());
        perSecond.ShouldAllBe(second => second[0] >= 0 && second[0] < seconds);
        perSecond.Sum(second => second[1]).ShouldBeGreaterThan(tasks * 99 / 100);
        perSecond.Max(second => second[1]).ShouldBeLessThan(2 * tasks / seconds);
        engine.Leap(Duration.FromSeconds(seconds));

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Count("select count(*) from attempt_history where run_id = $1 and number = 2 and outcome = 'succeeded'", run.Value).ShouldBe(tasks);
        engine.Count("select count(*) from attempt_history where run_id = $1", run.Value).ShouldBe(2 * tasks);
    }

    private async Task<EngineFixture> StartAsync(string yaml, Func<EngineOptions, EngineOptions>? options = null, Func<bool>? refuseCommit = null) =>
        await new EngineFixture(o => (options ?? (same => same))(o with { Time = _time, Watch = false })) { RefuseCommit = refuseCommit }.File("w.yaml", yaml).StartAsync();
}
