using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Engine.Tests.Connections;

/// <summary>A connection that is down is one incident: what needs it waits without losing an attempt, one task tries, and the others follow step by step.</summary>
public sealed class BreakerTests : IAsyncLifetime
{
    private static readonly Duration Probe = Duration.FromSeconds(11);

    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 0));
    private readonly ServiceTask _service = new();
    private readonly ConcurrentQueue<ConnectionIncident> _told = [];
    private readonly EngineFixture _engine;

    public BreakerTests() => _engine = new EngineFixture(options => options with { Time = _time })
        .File("once.yaml", "id: once\ntasks:\n  - { id: a, uses: test.service, with: { connection: shop } }\n")
        .File("twice.yaml", "id: twice\ntasks:\n  - { id: a, uses: test.service, timeout: 1m, retry: { max_attempts: 2, backoff: fixed, initial: 1s }, with: { connection: shop } }\n")
        .File("other.yaml", "id: other\ntasks:\n  - { id: a, uses: test.service, with: { connection: bank } }\n")
        .File("plain.yaml", "id: plain\ntasks:\n  - { id: a, uses: test.step }\n");

    public async Task InitializeAsync()
    {
        await _engine.StartAsync(_service);
        foreach (var name in (string[])["shop", "bank"])
            (await _engine.Host.Connections.SetAsync(name, new ConnectionEdit("test", null, new JsonObject { ["password"] = "open-sesame" }), "test")).IsOk.ShouldBeTrue();
        _engine.Host.Breakers.IncidentChanged = (_, incident) => _told.Enqueue(incident);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task While_it_is_down_what_needs_it_waits_and_everything_else_goes_on()
    {
        await BreakAsync();
        var asked = _service.Asked.Count;

        var run = await _engine.RunAsync("once");
        await WaitsAsync(run);
        _service.Down = null;
        (await _engine.EndAsync(await _engine.RunAsync("other"))).ShouldBe("completed");
        (await _engine.EndAsync(await _engine.RunAsync("plain"))).ShouldBe("completed");

        _service.Asked.Count.ShouldBe(asked + 1, "nothing came through but the other connection's");
        _engine.Host.Waiting.Tasks(run)![0].Waiting.ShouldStartWith("waiting for connection shop, down since 2026-01-05T08:00");
        _engine.Text("select count(*) from attempt_history where run_id = $1", run.Value).ShouldBe("0");
        var shop = _engine.Host.Connections.Find("shop")!;
        (shop.Health!.State, shop.Health.Waiting, shop.Incidents!.Count).ShouldBe((BreakerState.Open, 1, 1));
        shop.Incidents[0].Failure.ShouldBe("the service with *** says no");
        _told.Select(incident => (incident.Connection, incident.ClosedAt)).ShouldBe([("shop", null)]);
    }

    [Fact]
    public async Task One_task_tries_and_after_it_all_that_waited_come_through_with_no_attempt_lost()
    {
        await BreakAsync();
        var runs = new List<RunId>();
        for (var i = 0; i < 12; i++)
            runs.Add(await _engine.RunAsync("twice"));
        foreach (var run in runs)
            await WaitsAsync(run);
        var asked = _service.Asked.Count;

        // Still down: one try, and it costs that task one attempt; a longer wait than the tasks' own timeout costs the others nothing.
        _engine.Leap(Probe);
        await UntilAskedAsync(asked + 1);
        _engine.Leap(Duration.FromSeconds(2));
        await _engine.UntilAsync(() => _engine.Host.Connections.Find("shop")!.Health is { State: BreakerState.Open, Waiting: 12 }, "all to wait again", Duration.FromSeconds(1));
        _service.Asked.Count.ShouldBe(asked + 1);
        _service.Down = null;
        _engine.Leap(Duration.FromMinutes(2));

        foreach (var run in runs)
            (await EndLeapingAsync(run)).ShouldBe("completed");

        _told.Select(incident => incident.ClosedAt is null).ShouldBe([true, false]);
        _engine.Rows("select run_id from attempt_history where outcome = 'failed' and run_id in (select value from json_each($1))", new JsonArray([.. runs.Select(run => (JsonNode)run.Value)]).ToJsonString()).Count.ShouldBe(1);
        var shop = _engine.Host.Connections.Find("shop")!;
        (shop.Health!.State, shop.Health.Waiting).ShouldBe((BreakerState.Closed, 0));
        shop.Incidents!.Single().Waited.ShouldBeGreaterThanOrEqualTo(12);
        await _engine.UntilAsync(
            () =>
            {
                _engine.Leap(Duration.FromSeconds(1));
                return _engine.Count("select count(*) from connection_waits") == 0;
            },
            "the list of those that wait to be empty");
    }

    [Fact]
    public async Task It_is_an_incident_whether_or_not_anybody_is_told()
    {
        _engine.Host.Breakers.IncidentChanged = null;
        await BreakAsync();
        var run = await _engine.RunAsync("once");
        await WaitsAsync(run);
        _service.Down = null;
        (await EndLeapingAsync(run)).ShouldBe("completed");

        var incident = _engine.Host.Connections.Find("shop")!.Incidents!.Single();
        (incident.Failure, incident.Waited, incident.ClosedAt > incident.OpenedAt).ShouldBe(("the service with *** says no", 1, true));
    }

    [Fact]
    public async Task What_one_request_did_wrong_does_not_count()
    {
        _service.Down = ErrorClasses.Client;
        for (var i = 0; i < BreakerPolicy.FailuresToOpen + 2; i++)
            await _engine.EndAsync(await _engine.RunAsync("once"));

        _engine.Host.Connections.Find("shop")!.Health!.State.ShouldBe(BreakerState.Closed);
        _engine.Count("select count(*) from connection_breakers").ShouldBe(0, "a connection that works has no row");
    }

    [Fact]
    public async Task One_that_comes_through_between_begins_the_count_anew()
    {
        for (var i = 0; i < 2 * BreakerPolicy.FailuresToOpen; i++)
        {
            _service.Down = i % 3 == 2 ? null : ErrorClasses.Network;
            await _engine.EndAsync(await _engine.RunAsync("once"));
        }

        _engine.Host.Connections.Find("shop")!.Health!.State.ShouldBe(BreakerState.Closed);
        _told.ShouldBeEmpty();
    }

    [Fact]
    public async Task That_it_is_down_survives_a_crash()
    {
        await BreakAsync();
        var run = await _engine.RunAsync("once");
        await WaitsAsync(run);
        var asked = _service.Asked.Count;

        _engine.Crash();
        await _engine.StartAsync(_service);
        var after = await _engine.RunAsync("once");
        await WaitsAsync(after);
        _service.Asked.Count.ShouldBe(asked);

        _service.Down = null;
        (await EndLeapingAsync(run)).ShouldBe("completed");
        (await EndLeapingAsync(after)).ShouldBe("completed");
    }

    [Fact]
    public async Task A_run_that_waits_can_be_canceled()
    {
        await BreakAsync();
        var run = await _engine.RunAsync("once");
        await WaitsAsync(run);

        await _engine.Host.Runs.CancelAsync(run, "ann", "enough");

        (await _engine.EndAsync(run)).ShouldBe("canceled");
        _engine.Host.Connections.Find("shop")!.Health!.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Without_its_connection_what_waited_says_so()
    {
        await BreakAsync();
        var run = await _engine.RunAsync("once");
        await WaitsAsync(run);

        await _engine.Host.Connections.DeleteAsync("shop", "ann");

        (await EndLeapingAsync(run)).ShouldBe("failed");
        _engine.Text("select error from runs where id = $1", run.Value).ShouldContain("SCH078");
    }

    [SqliteFact("nodes that share a file")]
    public async Task What_another_node_has_found_out_holds_here_within_a_second()
    {
        var file = new SharedFile(_time);
        await using var node = new EngineFixture(options => file.Of(options with { Time = _time })).File("once.yaml", "id: once\ntasks:\n  - { id: a, uses: test.service, with: { connection: shop } }\n");
        await node.StartAsync(_service);
        (await node.Host.Connections.SetAsync("shop", new ConnectionEdit("test", null, new JsonObject { ["password"] = "open-sesame" }), "test")).IsOk.ShouldBeTrue();
        (await node.EndAsync(await node.RunAsync("once"))).ShouldBe("completed");
        using (var other = new Database(file.Link(node.Options.DatabaseAddress)))
            await other.WriteAsync(sql => BreakerStore.Save(sql, "default", "shop", Enumerable.Range(0, BreakerPolicy.FailuresToOpen).Aggregate(Breaker.New, (breaker, _) => BreakerPolicy.Failed(breaker, "gone", isProbe: false, _time.Now()))));

        await node.UntilAsync(
            () =>
            {
                node.Leap(Duration.FromMilliseconds(250));
                return node.Host.Breakers.Of("shop").State == BreakerState.Open;
            },
            "the node to hear of it");
        var run = await node.RunAsync("once");

        await node.UntilAsync(() => node.TaskStatus(run, "a") == "poke_wait", "it to wait");
    }

    private async Task BreakAsync()
    {
        _service.Down = ErrorClasses.Network;
        for (var i = 0; i < BreakerPolicy.FailuresToOpen; i++)
            (await _engine.EndAsync(await _engine.RunAsync("once"))).ShouldBe("failed");
    }

    private Task WaitsAsync(RunId run) => _engine.UntilAsync(() => _engine.TaskStatus(run, "a") == "poke_wait", $"run {run} to wait for the connection");

    private Task UntilAskedAsync(int count) => _engine.UntilAsync(() => _service.Asked.Count >= count, $"the service to be asked {count} times", Duration.FromSeconds(1));

    /// <summary>Time goes on, second by second, until the run has ended.</summary>
    private async Task<string> EndLeapingAsync(RunId run)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (_engine.Status(run) is not ("completed" or "failed" or "canceled"))
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(2), $"waited for run {run} to end");
            _engine.Leap(Duration.FromSeconds(1));
            await _engine.ChangeAsync(TimeSpan.FromMilliseconds(100));
        }
        return _engine.Status(run);
    }
}
