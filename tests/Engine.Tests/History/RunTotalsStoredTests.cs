using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Engine.Tests.History;

public sealed class RunTotalsStoredTests
{
    [Fact]
    public async Task A_run_costs_what_its_own_attempts_did_and_a_retry_does_not_pay_again_for_what_it_took_over()
    {
        await using var engine = await new EngineFixture().File("w.yaml",
            """
            id: w
            tasks:
              - { id: a, uses: test.step, cost: 0.5 }
              - { id: b, uses: test.step, cost: 0.1, needs: [a], retry: { max_attempts: 2, backoff: fixed, initial: 1ms } }
            """).StartAsync();
        var fails = true;
        engine.Step.On("a", _ => new TaskResult.Succeeded(new JsonObject { ["rows"] = 40, ["cost"] = 0.7 }));
        engine.Step.On("b", _ => fails
            ? new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Unexpected, "no"))
            : new TaskResult.Succeeded(new JsonObject { ["row_count"] = 2 }));

        var run = await engine.RunAsync("w");
        (await engine.EndAsync(run)).ShouldBe("failed");
        fails = false;
        var retry = (await engine.Host.Runs.RetryAsync(run, "test")).Value;
        (await engine.EndAsync(retry)).ShouldBe("completed");

        engine.Rows("select cost_micros, rows from runs order by id").ShouldBe(["900000|40", "100000|2"]);
    }

    [Fact]
    public async Task An_attempt_that_was_canceled_in_the_queue_costs_nothing()
    {
        await using var engine = await new EngineFixture(o => o with { Slots = 1 })
            .File("w.yaml", "id: w\ntasks:\n  - { id: a, uses: test.step, cost: 2, priority: 5 }\n  - { id: b, uses: test.step, cost: 3 }\n").StartAsync();
        engine.Step.Hold("a");
        var run = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.Step.Held == 1, "a to run");

        await engine.Host.Runs.CancelAsync(run, "test", "");
        (await engine.EndAsync(run)).ShouldBe("canceled");

        engine.Rows("select cost_micros from runs").ShouldBe(["2000000"]);
    }
}
