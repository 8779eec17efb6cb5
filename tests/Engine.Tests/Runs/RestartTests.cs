using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Runs;

/// <summary>The process dies without warning and a new one opens the same database.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task What_was_in_flight_is_tried_again_and_what_had_succeeded_is_not()
    {
        await using var engine = await new EngineFixture().File("two.yaml", """
            id: two
            tasks:
              - { id: a, uses: test.step, with: { value: 1 } }
              - { id: b, uses: test.step, needs: [a], with: { value: "${{ tasks.a.output.value + 1 }}" } }
            """).StartAsync();
        engine.Step.Hold("b");
        var run = await engine.RunAsync("two");
        await engine.UntilAsync(() => engine.TaskStatus(run, "b") == "running", "the second task to start");

        engine.Crash();
        engine.Step.On("b", StepTask.Done);
        await engine.StartAsync();

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select task_id, number, outcome from attempt_history where run_id = $1 order by task_id, number", run.Value)
            .ShouldBe(["a|1|succeeded", "b|1|lost", "b|2|succeeded"]);
        engine.Text("select output from task_runs where run_id = $1 and task_id = 'b'", run.Value).ShouldBe("""{"value":2}""");
    }

    [Fact]
    public async Task What_was_lost_twice_with_its_node_begins_one_at_a_time_and_everything_else_beside_it()
    {
        var time = new ManualTime(Instant.FromUtc(2026, 1, 5, 8, 0));
        await using var engine = new EngineFixture(options => options with { Time = time }).File("plain.yaml", "id: plain\ntasks:\n  - { id: plain, uses: test.step }\n");
        string[] names = ["a", "b", "c"];
        var gates = names.ToDictionary(name => name, name => engine.File($"{name}.yaml", $"id: {name}\ntasks:\n  - {{ id: {name}, uses: test.step, retry: {{ max_attempts: 3, backoff: fixed, initial: 1s }} }}\n").Step.Hold(name));
        await engine.StartAsync();
        List<RunId> runs = [];
        foreach (var name in names)
            runs.Add(await engine.RunAsync(name));
        for (var life = 1; life <= 2; life++)
        {
            await engine.UntilAsync(() => engine.Step.Attempts.Count == life * names.Length, "all to be under way");
            engine.Crash();
            await engine.StartAsync();
            engine.Leap(Duration.FromSeconds(1));
        }

        // The third attempts: the first alone, and what was never lost beside it.
        await engine.UntilAsync(() => engine.Step.Attempts.Count == 7, "one to be under way");
        (await engine.EndAsync(await engine.RunAsync("plain"))).ShouldBe("completed");
        engine.Rows("select status, count(*) from attempts group by status order by status").ShouldBe(["ready|2", "running|1"]);
        runs.Select(run => engine.Host.Waiting.Tasks(run)![0].Waiting).OfType<string>().Distinct()
            .ShouldBe(["waiting for its turn: 2 attempts, the last of them lost with its node; such tasks begin one at a time"]);

        gates[engine.Step.Attempts.ElementAt(6).Key.ToString()].SetResult();
        await engine.UntilAsync(() => engine.Step.Attempts.Count == 9, "the next one to be under way");
        engine.Rows("select status, count(*) from attempts group by status order by status").ShouldBe(["ready|1", "running|1"]);

        // The second has done no harm for a while.
        for (var renewed = 0; renewed < 4; renewed++)
        {
            engine.Leap(engine.Options.Lease / 4);
            await engine.UntilAsync(() => engine.Count("select min(lease_until) from attempts where status = 'running'") == (time.Now() + engine.Options.Lease).ToStored(), "the lease to be renewed", engine.Options.Lease / 4);
        }
        await engine.UntilAsync(() => engine.Step.Attempts.Count == 10, "the last one to be under way");
        foreach (var gate in gates.Values)
            gate.TrySetResult();
        foreach (var run in runs)
            (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select outcome, count(*) from attempt_history group by outcome order by outcome").ShouldBe(["lost|6", "succeeded|4"]);
    }

    [Fact]
    public async Task A_task_that_must_not_run_twice_fails_and_says_that_the_remote_side_must_be_asked()
    {
        await using var engine = await new EngineFixture().File("order.yaml", "id: order\ntasks:\n  - { id: place, uses: test.step, idempotent: false, retry: 5 }\n").StartAsync();
        engine.Step.Hold("place");
        var run = await engine.RunAsync("order");
        await engine.UntilAsync(() => engine.TaskStatus(run, "place") == "running", "the attempt to start");

        engine.Crash();
        await engine.StartAsync();

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Step.Attempts.Count.ShouldBe(1);
        engine.Text("select error from runs where id = $1", run.Value).ShouldContain("remote side");
    }

    [Fact]
    public async Task A_first_attempt_tells_of_its_task_until_it_has_ended_also_after_a_crash()
    {
        await using var engine = await new EngineFixture().File("one.yaml", "id: one\ntasks:\n  - { id: a, uses: test.step, with: { value: 1 } }\n").StartAsync();
        await engine.EndAsync(await engine.RunAsync("one"));
        engine.Step.Hold("a");
        var run = await engine.RunAsync("one");
        await engine.UntilAsync(() => engine.TaskStatus(run, "a") == "running", "the attempt to start");
        var before = new TaskRunReader(engine.Host.Database).List(run).ShouldHaveSingleItem();
        engine.Count("select count(*) from task_runs where run_id = $1", run.Value).ShouldBe(0);

        engine.Crash();
        engine.Step.On("a", StepTask.Done);
        await engine.StartAsync();
        await engine.EndAsync(run);

        (before.AttemptCount, before.ReadyAt is not null, before.StartedAt is not null, before.Attempts.Single().Outcome).ShouldBe((1, true, true, "running"));
        var after = new TaskRunReader(engine.Host.Database).List(run).ShouldHaveSingleItem();
        (after.AttemptCount, after.ReadyAt, after.StartedAt).ShouldBe((2, before.ReadyAt, before.StartedAt));
        engine.Rows("select status, attempts from task_runs where run_id = $1", run.Value).ShouldBe(["succeeded|2"]);
    }

    [Fact]
    public async Task Waiting_retries_and_pending_runs_go_on_after_a_restart()
    {
        await using var engine = await new EngineFixture().File("narrow.yaml", "id: narrow\nmax_concurrent_runs: 1\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.Hold("a");
        List<RunId> runs = [await engine.RunAsync("narrow"), await engine.RunAsync("narrow"), await engine.RunAsync("narrow")];
        await engine.UntilAsync(() => engine.TaskStatus(runs[0], "a") == "running", "the first attempt to start");

        engine.Crash();
        engine.Step.On("a", StepTask.Done);
        await engine.StartAsync();

        foreach (var run in runs)
            (await engine.EndAsync(run)).ShouldBe("completed");
    }

    [Fact]
    public async Task A_run_keeps_the_version_it_began_with_though_the_file_changes_meanwhile()
    {
        await using var engine = await new EngineFixture().File("v.yaml", "id: v\ntasks:\n  - { id: a, uses: test.step }\n  - { id: b, uses: test.step, needs: [a], with: { value: old } }\n").StartAsync();
        engine.Step.Hold("a");
        var run = await engine.RunAsync("v");
        await engine.UntilAsync(() => engine.TaskStatus(run, "a") == "running", "the attempt to start");

        engine.Crash();
        engine.File("v.yaml", "id: v\ntasks:\n  - { id: z, uses: test.step }\n");
        engine.Step.On("a", StepTask.Done);
        await engine.StartAsync();

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Text("select output from task_runs where run_id = $1 and task_id = 'b'", run.Value).ShouldBe("""{"value":"old"}""");
    }

    [Fact]
    public async Task A_run_that_cannot_be_planned_does_not_hold_up_the_others_that_wake_with_it()
    {
        var time = new ManualTime(Instant.FromUtc(2026, 1, 5, 8, 0));
        await using var engine = await new EngineFixture(o => o with { Time = time, Watch = false })
            .File("w.yaml", "id: w\ntasks:\n  - { id: a, uses: test.step, retry: { max_attempts: 2, backoff: fixed, initial: 10s } }\n").StartAsync();
        engine.Step.On("a", context => context.Attempt == 1 ? RunTests.Fail(ErrorClasses.Network) : StepTask.Done(context));
        List<RunId> runs = [await engine.RunAsync("w"), await engine.RunAsync("w"), await engine.RunAsync("w")];
        await engine.UntilAsync(() => engine.Count("select count(*) from task_runs where status = 'retry_wait'") == 3, "three runs to wait");
        await engine.Host.Database.WriteAsync(sql => sql.Execute("update runs set input = '{' where id = $1", runs[1].Value));
        engine.Crash();
        await engine.StartAsync();

        engine.Leap(Duration.FromSeconds(10));

        (await engine.EndAsync(runs[0])).ShouldBe("completed");
        (await engine.EndAsync(runs[2])).ShouldBe("completed");
        engine.Status(runs[1]).ShouldBe("running");
        await engine.Host.Database.WriteAsync(sql => sql.Execute("update runs set input = '{}' where id = $1", runs[1].Value));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where wake_at > $1", time.Now().ToStored()) == 1, "the next try to be set");
        engine.Leap(Duration.FromMinutes(1));
        (await engine.EndAsync(runs[1])).ShouldBe("completed", "it was mended meanwhile");
    }

    [Fact]
    public async Task A_run_that_is_given_up_lets_in_those_that_waited_for_it()
    {
        await using var engine = await new EngineFixture().File("w.yaml", "id: w\nmax_concurrent_runs: 1\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.Hold("a");
        var first = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.Step.Held == 1, "the first run to be under way");
        RunId[] waiting = [await engine.RunAsync("w"), await engine.RunAsync("w")];

        // The version that the first two began with is gone by the time the next process looks at them.
        await engine.Host.Database.WriteAsync(sql => sql.Execute("update runs set version = 'gone' where id <= $1", waiting[0].Value));
        engine.Crash();
        engine.Step.On("a", StepTask.Done);
        await engine.StartAsync();

        (await engine.EndAsync(waiting[1])).ShouldBe("completed");
        (engine.Status(first), engine.Status(waiting[0])).ShouldBe(("failed", "failed"));
    }

    [Fact]
    public async Task A_run_finds_the_version_it_began_with_though_nobody_could_store_it_when_its_file_was_read()
    {
        var refuses = false;
        await using var engine = new EngineFixture(o => o with { Watch = false }) { RefuseCommit = () => Volatile.Read(ref refuses) };
        await engine.File("v.yaml", "id: v\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.Hold("b");
        engine.File("v.yaml", "id: v\ntasks:\n  - { id: b, uses: test.step }\n");
        Volatile.Write(ref refuses, true);
        (await engine.Host.Reconcile.ReconcileAsync()).Error.ShouldNotBeNull();
        Volatile.Write(ref refuses, false);
        var run = await engine.RunAsync("v");

        engine.Crash();
        engine.File("v.yaml", "id: v\ntasks:\n  - { id: z, uses: test.step }\n");
        engine.Step.On("b", StepTask.Done);
        await engine.StartAsync();

        (await engine.EndAsync(run)).ShouldBe("completed");
    }

    [Fact]
    public async Task A_stop_ends_a_task_that_must_not_run_twice_once_it_has_begun()
    {
        await using var engine = await new EngineFixture().File("order.yaml", "id: order\ntasks:\n  - { id: place, uses: test.step, idempotent: false, retry: 5 }\n").StartAsync();
        engine.Step.Hold("place");
        var run = await engine.RunAsync("order");
        await engine.UntilAsync(() => engine.Step.Held == 1, "the attempt to be under way");

        await engine.Host.StopAsync(CancellationToken.None);

        engine.Status(run).ShouldBe("failed");
        engine.Text("select error from runs where id = $1", run.Value).ShouldContain("remote side");
    }

    [Fact]
    public async Task A_stop_puts_running_attempts_back_uncounted()
    {
        await using var engine = await new EngineFixture().File("one.yaml", "id: one\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.Hold("a");
        var run = await engine.RunAsync("one");
        await engine.UntilAsync(() => engine.TaskStatus(run, "a") == "running", "the attempt to start");

        await engine.Host.StopAsync(CancellationToken.None);
        engine.Rows("select status, number from attempts").ShouldBe(["ready|1"]);
        engine.Crash();
        engine.Step.On("a", StepTask.Done);
        await engine.StartAsync();

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select number, outcome from attempt_history where run_id = $1", run.Value).ShouldBe(["1|succeeded"]);
    }

    [Fact]
    public async Task Claims_of_the_batch_that_renews_the_leases_are_not_taken_for_lost()
    {
        // Leases are renewed all the time, in the same batches that make and claim hundreds of runs.
        await using var engine = await new EngineFixture(o => o with { Lease = Duration.FromMilliseconds(4), Slots = 2_000, Watch = false })
            .File("w.yaml", """
                id: w
                schedule: { cron: "* * * * * *", end_at: 2026-01-02T00:00:00, overlap_policy: allow, catch_up: { mode: all, max_runs: 100000 } }
                tasks:
                  - { id: a, uses: test.step }
                """).StartAsync();
        await engine.Host.Database.WriteAsync(sql => sql.Execute("update schedules set cursor_at = $1, next_nominal_at = $2, next_due_at = $2, wake_at = $2", (Midnight - Duration.FromSeconds(2_001)).ToStored(), (Midnight - Duration.FromSeconds(2_000)).ToStored()));
        engine.Host.LookAtClock();

        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == 2_000, "all runs to end");

        engine.Rows("select outcome, count(*) from attempt_history group by outcome").ShouldBe(["succeeded|2000"]);
        engine.Step.Attempts.Count.ShouldBe(2_000);
    }

    private static readonly Instant Midnight = Instant.FromUtc(2026, 1, 2, 0, 0);
}
