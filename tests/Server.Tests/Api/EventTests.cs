using System.Net;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Server.History;

namespace Carillon.Server.Tests.Api;

/// <summary>Changes as they happen, read over real connections.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("waiting.yaml", Samples.Waiting).File("yearly.yaml", Samples.Yearly);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Changes_of_runs_schedules_and_files_arrive()
    {
        await using var events = await EventReader.OpenAsync(_server.Http, "/api/events");
        (await events.NextAsync()).Type.ShouldBe("ready");

        var run = await _server.RunAsync("greet");
        var ended = await events.UntilAsync(e => e.Type == "run" && e.Data["status"]!.ToString() == "completed");
        ended.Data["id"]!.ToString().ShouldBe(run);
        ended.Data["tasks_succeeded"]!.GetValue<int>().ShouldBe(2);

        await _server.PostAsync("/api/schedules/schedule-default-yearly/pause");
        var paused = await events.UntilAsync(e => e.Type == "schedule");
        (paused.Data["id"]!.ToString(), paused.Data["status"]!.ToString()).ShouldBe(("schedule-default-yearly", "paused"));

        await _server.PostAsync("/api/reconcile");
        (await events.UntilAsync(e => e.Type == "reconcile")).Data["ready"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Many_changes_of_one_run_are_few_events()
    {
        await using var events = await EventReader.OpenAsync(_server.Http, "/api/events?types=run");
        await events.NextAsync();
        await _server.RunAsync("greet");

        var told = 1;
        while ((await events.NextAsync()).Data["status"]!.ToString() != "completed")
            told++;

        // Two tasks make seven changes or more; within 50 ms they are one event.
        told.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_reconnect_with_the_last_id_misses_nothing()
    {
        string last;
        await using (var first = await EventReader.OpenAsync(_server.Http, "/api/events?types=schedule"))
            last = (await first.NextAsync()).Id;
        for (var i = 0; i < 5; i++)
        {
            await _server.PostAsync("/api/schedules/schedule-default-yearly/pause");
            await _server.PostAsync("/api/schedules/schedule-default-yearly/resume");
        }

        await using var second = await EventReader.OpenAsync(_server.Http, "/api/events?types=schedule", last);
        (await second.NextAsync()).Type.ShouldBe("ready");
        var resumed = await second.UntilAsync(e => e.Data["revision"]?.GetValue<int>() == 11);

        resumed.Data["status"]!.ToString().ShouldBe("active");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1-1")]
    [InlineData("0-99999999")]
    public async Task An_id_that_is_not_of_this_server_means_read_anew(string id)
    {
        await using var events = await EventReader.OpenAsync(_server.Http, "/api/events", id);

        (await events.NextAsync()).Type.ShouldBe("reset");
    }

    [Fact]
    public async Task Filters_keep_the_rest_away()
    {
        await using var events = await EventReader.OpenAsync(_server.Http, "/api/events?types=run&workflow=waiting");
        await events.NextAsync();
        await _server.RunAsync("greet");
        await _server.PostAsync("/api/schedules/schedule-default-yearly/pause");
        var wanted = await _server.RunAsync("waiting");

        (await events.NextAsync()).Data["id"]!.ToString().ShouldBe(wanted);
    }

    [Fact]
    public async Task A_hundred_readers_all_hear_it_and_do_no_harm()
    {
        var readers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => EventReader.OpenAsync(_server.Http, "/api/events")));
        try
        {
            var run = await _server.RunAsync("greet");
            (await _server.EndAsync(run))["status"]!.ToString().ShouldBe("completed");

            foreach (var reader in readers)
                (await reader.UntilAsync(e => e.Type == "run" && e.Data["status"]!.ToString() == "completed")).Data["id"]!.ToString().ShouldBe(run);
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_unknown_type_is_refused() =>
        (await _server.GetAsync("/api/events?types=runs", HttpStatusCode.BadRequest))["detail"]!.ToString().ShouldContain("run, schedule, reconcile");

    [Fact]
    public void A_reader_that_is_too_slow_is_told_so_and_holds_nothing()
    {
        var events = new LiveEvents(TimeProvider.System, capacity: 4);
        var all = new EventFilter(null, null, null);
        var slow = events.Enter(null)!.Value;
        var (quick, read) = (slow, new List<LiveEvent>());
        for (var i = 0; i < 5; i++)
        {
            events.Add([("run", new WorkflowId("w"), null, [])]);
            events.Read(ref quick, all, read).ShouldBeTrue();
        }

        read.Select(told => told.Number).ShouldBe([1, 2, 3, 4, 5]);
        events.Read(ref slow, all, []).ShouldBeFalse();
        events.Enter(events.IdOf(1)).ShouldBe(1, "the next one, 2, is still held");
        events.Enter(events.IdOf(0)).ShouldBeNull();
        events.Lose();
        events.Read(ref quick, all, []).ShouldBeFalse();
        events.Enter(events.IdOf(5)).ShouldBeNull();
    }
}

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventReader(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
{
    public static async Task<EventReader> OpenAsync(HttpClient http, string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    public async Task<(string Id, string Type, JsonNode Data)> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (id, type, data) = ("", "", "");
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
                return (id, type, JsonNode.Parse(data)!);
            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart();
            if (line.StartsWith("id:", StringComparison.Ordinal))
                id = value;
            else if (line.StartsWith("event:", StringComparison.Ordinal))
                type = value;
            else if (line.StartsWith("data:", StringComparison.Ordinal))
                data = value;
        }

        throw new EndOfStreamException("The stream ended.");
    }

    public async Task<(string Id, string Type, JsonNode Data)> UntilAsync(Func<(string Id, string Type, JsonNode Data), bool> wished)
    {
        while (true)
        {
            var next = await NextAsync();
            if (wished(next))
                return next;
        }
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
