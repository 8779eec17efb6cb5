using System.Net;

namespace Carillon.Server.Tests.Api;

/// <summary>What runs and tasks wait for, in words.</summary>
public sealed class WaitingTests : IAsyncLifetime
{
    private const string Pooled =
        """
        id: pooled
        pools: { ibkr: 1 }
        tasks:
          - { id: one, uses: test.gate, pool: ibkr, priority: 5, with: { wait: true } }
          - { id: two, uses: test.gate, pool: ibkr }
          - { id: sum, uses: test.gate, needs: [one, two] }
          - { id: flaky, uses: test.gate, retry: { max_attempts: 3, backoff: fixed, initial: 1h }, with: { fail: "no" } }
        """;

    private const string Single =
        """
        id: single
        max_concurrent_runs: 1
        tasks:
          - { id: gate, uses: test.gate, with: { wait: true } }
        """;

    private readonly ServerFixture _server = new ServerFixture().File("pooled.yaml", Pooled).File("single.yaml", Single);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Open_tasks_say_what_they_wait_for_and_ended_ones_nothing()
    {
        var run = await _server.RunAsync("pooled");
        var tasks = await _server.UntilAsync($"/api/runs/{run}/tasks", answer => answer["items"]!.AsArray().Any(t => t!["status"]!.ToString() == "retry_wait") && answer["items"]!.AsArray().Any(t => t!["status"]!.ToString() == "running"));
        var words = tasks["items"]!.AsArray().ToDictionary(t => t!["task_id"]!.ToString(), t => t!["waiting"]?.ToString());

        words["one"].ShouldBeNull();
        words["two"].ShouldBe("waiting for pool ibkr: 1 of 1 in use");
        words["sum"].ShouldBe("waiting for one and two");
        var flaky = tasks["items"]!.AsArray().First(t => t!["task_id"]!.ToString() == "flaky")!;
        words["flaky"].ShouldBe($"attempt 2 of 3 at {flaky["wake_at"]}");

        _server.Gate.Open();
        (await _server.UntilAsync($"/api/runs/{run}/tasks", answer => answer["items"]!.AsArray().Count(t => t!["status"]!.ToString() == "succeeded") == 3))["items"]!.AsArray()
            .Where(t => t!["status"]!.ToString() == "succeeded").ShouldAllBe(t => t!["waiting"] == null);
    }

    [Fact]
    public async Task A_pending_run_says_what_it_waits_for()
    {
        var first = await _server.RunAsync("single");
        var second = await _server.RunAsync("single");

        (await _server.GetAsync("/api/runs/" + second))["waiting"]!.ToString().ShouldBe("waiting for a run of its workflow to end: 1 of 1 are running");
        (await _server.GetAsync("/api/runs/" + first))["waiting"].ShouldBeNull();
        _server.Gate.Open();
        (await _server.EndAsync(second))["waiting"].ShouldBeNull();
        await _server.GetAsync("/api/runs/none/tasks", HttpStatusCode.NotFound);
    }
}
