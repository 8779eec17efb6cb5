using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Engine.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public async Task A_chain_passes_outputs_from_task_to_task()
    {
        await using var engine = await new EngineFixture().File("chain.yaml", """
            id: chain
            input:
              symbol: { type: string, default: AAPL }
            tasks:
              - id: a
                uses: test.step
                with: { value: "${{ input.symbol }}" }
              - id: b
                uses: test.step
                needs: [a]
                with: { value: "${{ tasks.a.output.value }}!" }
            """).StartAsync();

        var run = await engine.RunAsync("chain");

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Text("select output from task_runs where run_id = $1 and task_id = 'b'", run.Value).ShouldBe("""{"value":"AAPL!"}""");
        engine.Rows("select task_id, number, outcome from attempt_history where run_id = $1 order by completed_at, task_id", run.Value).ShouldBe(["a|1|succeeded", "b|1|succeeded"]);
        engine.Count("select count(*) from attempts").ShouldBe(0);
    }

    [Fact]
    public async Task A_fan_out_of_1000_runs_every_item_exactly_once()
    {
        await using var engine = await new EngineFixture().File("fan.yaml", """
            id: fan
            input:
              items: { type: array }
            tasks:
              - id: each
                uses: test.step
                for_each: "${{ input.items }}"
                with: { value: "${{ item }}" }
              - id: after
                uses: test.step
                needs: [each]
                with: { value: "${{ length(tasks.each.output) }}" }
            """).StartAsync();

        var items = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => JsonValue.Create(i))]);
        var run = await engine.RunAsync("fan", new JsonObject { ["items"] = items });

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Count("select count(*) from attempt_history where run_id = $1 and task_id = 'each' and outcome = 'succeeded'", run.Value).ShouldBe(1000);
        engine.Text("select output from task_runs where run_id = $1 and task_id = 'after'", run.Value).ShouldBe("""{"value":1000}""");
    }

    [Fact]
    public async Task A_failed_attempt_is_tried_again_and_each_try_has_its_own_history_with_one_idempotency_key()
    {
        await using var engine = await new EngineFixture().File("flaky.yaml", """
            id: flaky
            tasks:
              - id: fetch
                uses: test.step
                retry: { max_attempts: 3, backoff: fixed, initial: 10ms }
            """).StartAsync();
        engine.Step.On("fetch", context => context.Attempt < 3 ? Fail(ErrorClasses.Network) : StepTask.Done(context));

        var run = await engine.RunAsync("flaky");

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select number, outcome from attempt_history where run_id = $1 order by number", run.Value).ShouldBe(["1|failed", "2|failed", "3|succeeded"]);
        engine.Step.Attempts.Select(a => a.IdempotencyKey).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_skips_what_depends_on_it_and_leaves_the_rest_running()
    {
        await using var engine = await new EngineFixture().File("branches.yaml", """
            id: branches
            tasks:
              - { id: bad, uses: test.step }
              - { id: after_bad, uses: test.step, needs: [bad] }
              - { id: good, uses: test.step }
              - { id: after_good, uses: test.step, needs: [good] }
              - { id: tidy, uses: test.step, needs: [after_bad, after_good], if: always() }
            """).StartAsync();
        engine.Step.On("bad", _ => Fail(ErrorClasses.Assertion));

        var run = await engine.RunAsync("branches");

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Rows("select task_id, status from task_runs where run_id = $1 order by task_id", run.Value)
            .ShouldBe(["after_bad|upstream_failed", "after_good|succeeded", "bad|failed", "good|succeeded", "tidy|succeeded"]);
        engine.Text("select error from runs where id = $1", run.Value).ShouldContain("bad");
    }

    [Fact]
    public async Task A_handler_that_throws_fails_its_attempt_and_nothing_else()
    {
        await using var engine = await new EngineFixture().File("throws.yaml", "id: throws\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.On("a", _ => throw new InvalidOperationException("a bug of the handler"));

        var run = await engine.RunAsync("throws");

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from attempt_history where run_id = $1", run.Value).ShouldContain("a bug of the handler");
        engine.Text("select text from log_chunks where run_id = $1", run.Value).ShouldContain("a bug of the handler");
    }

    [Fact]
    public async Task An_expression_that_cannot_be_evaluated_fails_the_task_and_names_the_path()
    {
        await using var engine = await new EngineFixture().File("bad.yaml", """
            id: bad
            tasks:
              - { id: a, uses: test.step }
              - { id: b, uses: test.step, needs: [a], with: { value: "${{ tasks.a.output.nothing }}" } }
              - { id: c, uses: test.step, needs: [a], with: { value: "${{ 1 / 0 }}" } }
            """).StartAsync();

        var run = await engine.RunAsync("bad");

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from task_runs where run_id = $1 and task_id = 'b'", run.Value).ShouldContain("nothing");
        engine.Text("select error from task_runs where run_id = $1 and task_id = 'c'", run.Value).ShouldContain("SCH021");
    }

    [Fact]
    public async Task A_pool_holds_its_limit_across_runs()
    {
        await using var engine = await new EngineFixture().File("pool.yaml", """
            id: pool
            pools: { narrow: 2 }
            tasks:
              - { id: each, uses: test.step, for_each: [1, 2, 3, 4, 5, 6], pool: narrow }
            """).StartAsync();
        var (now, most) = (0, 0);
        engine.Step.On("each", async (context, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return StepTask.Done(context);
        });

        var runs = new[] { await engine.RunAsync("pool"), await engine.RunAsync("pool") };

        foreach (var run in runs)
            (await engine.EndAsync(run)).ShouldBe("completed");
        most.ShouldBeLessThanOrEqualTo(2);
        engine.Step.Attempts.Count.ShouldBe(12);
    }

    [Fact]
    public async Task A_full_pool_does_not_hold_up_tasks_outside_it()
    {
        await using var engine = await new EngineFixture().File("pool.yaml", """
            id: pool
            pools: { narrow: 1 }
            tasks:
              - { id: held, uses: test.step, pool: narrow }
              - { id: waits, uses: test.step, pool: narrow }
              - { id: free, uses: test.step }
            """).StartAsync();
        var (held, waits) = (engine.Step.Hold("held"), engine.Step.Hold("waits"));

        var run = await engine.RunAsync("pool");
        await engine.UntilAsync(() => engine.TaskStatus(run, "free") == "succeeded", "the task outside the pool");

        new TaskRunReader(engine.Host.Database).List(run).Where(task => task.TaskId.Value is "held" or "waits").Select(task => StatusText.Of(task.Status)).Order().ShouldBe(["ready", "running"]);
        held.SetResult();
        waits.SetResult();
        (await engine.EndAsync(run)).ShouldBe("completed");
    }

    [Fact]
    public async Task Cancel_reaches_the_running_attempt_and_what_has_not_started_never_does()
    {
        await using var engine = await new EngineFixture().File("long.yaml", """
            id: long
            tasks:
              - { id: a, uses: test.step }
              - { id: b, uses: test.step, needs: [a] }
            """).StartAsync();
        engine.Step.Hold("a");
        var run = await engine.RunAsync("long");
        await engine.UntilAsync(() => engine.TaskStatus(run, "a") == "running", "the attempt to start");

        (await engine.Host.Runs.CancelAsync(run, "ann", "wrong day")).IsOk.ShouldBeTrue();

        (await engine.EndAsync(run)).ShouldBe("canceled");
        engine.Rows("select canceled_by, cancel_reason from runs where id = $1", run.Value).ShouldBe(["ann|wrong day"]);
        engine.Rows("select task_id, status from task_runs where run_id = $1 order by task_id", run.Value).ShouldBe(["a|canceled", "b|canceled"]);
        (await engine.Host.Runs.CancelAsync(run, "ann", "again")).Problems[0].Code.ShouldBe("SCH033");
    }

    [Fact]
    public async Task An_attempt_beyond_its_timeout_is_stopped_and_fails_with_its_own_code()
    {
        await using var engine = await new EngineFixture().File("slow.yaml", "id: slow\ntasks:\n  - { id: a, uses: test.step, timeout: 50ms }\n").StartAsync();
        engine.Step.Hold("a");

        var run = await engine.RunAsync("slow");

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from task_runs where run_id = $1", run.Value).ShouldContain("SCH004");
    }

    [Fact]
    public async Task A_task_that_ignores_its_token_is_given_up_after_the_grace_and_holds_up_nobody()
    {
        await using var engine = await new EngineFixture(o => o with { StopGrace = Duration.FromMilliseconds(50), Slots = 1 })
            .File("deaf.yaml", "id: deaf\ntasks:\n  - { id: a, uses: test.step, timeout: 50ms }\n")
            .File("other.yaml", "id: other\ntasks:\n  - { id: b, uses: test.step }\n").StartAsync();
        var never = new TaskCompletionSource<TaskResult>();
        engine.Step.On("a", (_, _) => never.Task);

        var deaf = await engine.RunAsync("deaf");
        var other = await engine.RunAsync("other");

        (await engine.EndAsync(deaf)).ShouldBe("failed");
        (await engine.EndAsync(other)).ShouldBe("completed");
    }

    [Fact]
    public async Task A_late_result_of_a_claim_that_is_no_longer_held_is_refused()
    {
        await using var engine = await new EngineFixture().File("one.yaml", "id: one\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        var gate = engine.Step.Hold("a");
        var run = await engine.RunAsync("one");
        await engine.UntilAsync(() => engine.TaskStatus(run, "a") == "running", "the attempt to start");

        // Another node takes the attempt over, as after a pause of this one.
        await engine.Host.Database.WriteAsync(sql => sql.Execute("update attempts set fence = fence + 1, node = 'other'"));
        gate.SetResult();
        await engine.UntilAsync(() => engine.Step.Attempts.Count == 1 && engine.Host.LiveAttempts == 0, "the late report");

        engine.TaskStatus(run, "a").ShouldBe("running");
        engine.Count("select count(*) from attempt_history").ShouldBe(0);
    }

    [Fact]
    public async Task A_retry_keeps_what_succeeded_and_runs_the_rest_with_the_same_idempotency_keys()
    {
        await using var engine = await new EngineFixture().File("two.yaml", """
            id: two
            tasks:
              - { id: a, uses: test.step, with: { value: 7 } }
              - { id: b, uses: test.step, needs: [a], with: { value: "${{ tasks.a.output.value }}" } }
            """).StartAsync();
        engine.Step.On("b", _ => Fail(ErrorClasses.Assertion));
        var failed = await engine.RunAsync("two");
        (await engine.EndAsync(failed)).ShouldBe("failed");
        engine.Step.On("b", StepTask.Done);

        var retry = (await engine.Host.Runs.RetryAsync(failed, "ann")).Value;

        (await engine.EndAsync(retry)).ShouldBe("completed");
        engine.Step.Attempts.Count(a => a.Key.Task.Value == "a").ShouldBe(1);
        engine.Step.Attempts.Where(a => a.Key.Task.Value == "b").Select(a => a.IdempotencyKey).Distinct().Count().ShouldBe(1);
        engine.Text("select output from task_runs where run_id = $1 and task_id = 'b'", retry.Value).ShouldBe("""{"value":7}""");
        (await engine.Host.Runs.RetryAsync(retry, "ann")).Problems[0].Code.ShouldBe("SCH033");
    }

    [Fact]
    public async Task Many_requests_with_one_idempotency_key_make_one_run()
    {
        await using var engine = await new EngineFixture().File("one.yaml", "id: one\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();

        var runs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => engine.RunAsync("one", key: "order-7")));

        runs.Distinct().Count().ShouldBe(1);
        engine.Count("select count(*) from runs").ShouldBe(1);
    }

    [Fact]
    public async Task Runs_beyond_max_concurrent_runs_wait_their_turn()
    {
        await using var engine = await new EngineFixture().File("narrow.yaml", "id: narrow\nmax_concurrent_runs: 1\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        var gate = engine.Step.Hold("a");
        var first = await engine.RunAsync("narrow");
        var second = await engine.RunAsync("narrow");

        engine.Status(first).ShouldBe("running");
        engine.Status(second).ShouldBe("pending");
        gate.SetResult();

        (await engine.EndAsync(second)).ShouldBe("completed");
        engine.Count("select count(*) from runs a join runs b on b.id = $2 where a.id = $1 and a.completed_at <= b.started_at", first.Value, second.Value).ShouldBe(1);
    }

    [Fact]
    public async Task A_sub_workflow_runs_once_and_passes_its_outputs_up()
    {
        await using var engine = await new EngineFixture()
            .File("child.yaml", "id: child\ninput:\n  n: { type: integer }\ntasks:\n  - { id: a, uses: test.step, with: { value: \"${{ input.n * 2 }}\" } }\n")
            .File("parent.yaml", """
                id: parent
                tasks:
                  - { id: call, uses: workflow, with: { workflow: child, input: { n: 21 } } }
                  - { id: after, uses: test.step, needs: [call], with: { value: "${{ tasks.call.output.outputs.a.value }}" } }
                """).StartAsync();

        var run = await engine.RunAsync("parent");

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Text("select output from task_runs where run_id = $1 and task_id = 'after'", run.Value).ShouldBe("""{"value":42}""");
        engine.Count("select count(*) from runs where parent_run_id = $1", run.Value).ShouldBe(1);
    }

    [Fact]
    public async Task Canceling_a_run_cancels_the_sub_workflow_it_waits_for()
    {
        await using var engine = await new EngineFixture()
            .File("child.yaml", "id: child\ntasks:\n  - { id: held, uses: test.step }\n")
            .File("parent.yaml", "id: parent\ntasks:\n  - { id: call, uses: workflow, with: { workflow: child } }\n").StartAsync();
        engine.Step.Hold("held");
        var run = await engine.RunAsync("parent");
        await engine.UntilAsync(() => engine.Count("select count(*) from attempts where task_id = 'held' and status = 'running'") == 1, "the child's attempt to start");
        var child = new RunId(engine.Text("select id from runs where parent_run_id = $1", run.Value));

        await engine.Host.Runs.CancelAsync(run, "ann", "wrong day");

        (await engine.EndAsync(run)).ShouldBe("canceled");
        (await engine.EndAsync(child)).ShouldBe("canceled");
        engine.Text("select canceled_by from runs where id = $1", child.Value).ShouldBe($"run {run}");
    }

    [Fact]
    public async Task A_listener_that_throws_does_not_stop_the_engine()
    {
        await using var engine = await new EngineFixture().File("one.yaml", "id: one\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Host.Feed.Changed += _ => throw new InvalidOperationException("a listener's bug");

        (await engine.EndAsync(await engine.RunAsync("one"))).ShouldBe("completed");
    }

    internal static TaskResult Fail(string errorClass) => new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, errorClass, "as the test demands"));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
