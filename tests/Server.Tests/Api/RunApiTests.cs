using System.Net;

namespace Carillon.Server.Tests.Api;

public sealed class RunApiTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture()
        .File("greet.yaml", Samples.Greet).File("waiting.yaml", Samples.Waiting).File("failing.yaml", Samples.Failing);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_run_now_is_accepted_with_its_place_and_completes()
    {
        using var response = await _server.Http.PostAsync("/api/workflows/greet/run-now", new StringContent("""{"input":{"who":"Ann"},"by":"me"}""", null, "application/json"));
        var accepted = await ServerFixture.ReadAsync(response, HttpStatusCode.Accepted);
        response.Headers.Location!.ToString().ShouldBe(accepted["url"]!.ToString());

        var run = await _server.EndAsync(accepted["run_id"]!.ToString());

        run["status"]!.ToString().ShouldBe("completed");
        run["input"]!.ToJsonString().ShouldBe("""{"who":"Ann","times":1}""");
        run["created_by"]!.ToString().ShouldBe("me");
        run["trigger"]!.ToString().ShouldBe("api");
        run["tasks_succeeded"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Tasks_come_with_every_attempt_and_its_input()
    {
        var run = await _server.RunAsync("greet");
        await _server.EndAsync(run);

        var tasks = (await _server.GetAsync($"/api/runs/{run}/tasks"))["items"]!.AsArray();

        tasks.Select(t => t!["task_id"]!.ToString()).ShouldBe(["say", "again"]);
        tasks[1]!["output"]!["said"]!.ToString().ShouldBe("hello world again");
        var attempt = tasks[1]!["attempts"]!.AsArray().ShouldHaveSingleItem()!;
        attempt["outcome"]!.ToString().ShouldBe("succeeded");
        attempt["input"]!["say"]!.ToString().ShouldBe("hello world again");
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_run()
    {
        var first = await _server.PostAsync("/api/workflows/greet/run-now", expected: HttpStatusCode.Accepted, key: "order-7");
        var second = await _server.PostAsync("/api/workflows/greet/run-now", expected: HttpStatusCode.Accepted, key: "order-7");

        second["run_id"]!.ToString().ShouldBe(first["run_id"]!.ToString());
        (await _server.GetAsync("/api/runs?workflow=greet"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Input_that_does_not_fit_is_refused_with_every_problem()
    {
        var problem = await _server.PostAsync("/api/workflows/greet/run-now", """{"input":{"who":5,"times":0,"nix":1}}""", HttpStatusCode.UnprocessableEntity);

        problem["problems"]!.AsArray().Count.ShouldBe(3);
        problem["code"]!.ToString().ShouldBe("SCH020");
        (await _server.GetAsync("/api/runs"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_run_shows_its_live_attempt_and_can_be_canceled_once()
    {
        var run = await _server.RunAsync("waiting");
        var tasks = await _server.UntilAsync($"/api/runs/{run}/tasks", answer => answer["items"]![0]!["status"]!.ToString() == "running");
        tasks["items"]![0]!["attempts"]![0]!["outcome"]!.ToString().ShouldBe("running");

        await _server.PostAsync($"/api/runs/{run}/cancel", """{"by":"ann","reason":"wrong day"}""", HttpStatusCode.Accepted);
        var ended = await _server.EndAsync(run);

        ended["status"]!.ToString().ShouldBe("canceled");
        ended["canceled_by"]!.ToString().ShouldBe("ann");
        ended["cancel_reason"]!.ToString().ShouldBe("wrong day");
        (await _server.PostAsync($"/api/runs/{run}/cancel", expected: HttpStatusCode.Conflict))["code"]!.ToString().ShouldBe("SCH033");
    }

    [Fact]
    public async Task A_failed_run_says_why_and_is_retried_from_the_failed_task_on()
    {
        var run = await _server.RunAsync("failing");
        var ended = await _server.EndAsync(run);
        ended["status"]!.ToString().ShouldBe("failed");
        ended["error"]!["message"]!.ToString().ShouldContain("it broke");

        var retry = (await _server.PostAsync($"/api/runs/{run}/retry", expected: HttpStatusCode.Accepted))["run_id"]!.ToString();
        var retried = await _server.EndAsync(retry);

        retried["retry_of"]!.ToString().ShouldBe(run);
        retried["trigger"]!.ToString().ShouldBe("retry");
        var tasks = (await _server.GetAsync($"/api/runs/{retry}/tasks"))["items"]!.AsArray();
        tasks.Single(t => t!["task_id"]!.ToString() == "good")!["attempts"]!.AsArray().ShouldBeEmpty("what succeeded is kept");
        tasks.Single(t => t!["task_id"]!.ToString() == "bad")!["attempts"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged_without_hole_or_double()
    {
        var runs = new List<string>();
        for (var i = 0; i < 5; i++)
            runs.Add(await _server.RunAsync("greet"));
        var failed = await _server.RunAsync("failing");
        await _server.EndAsync(failed);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _server.GetAsync($"/api/runs?workflow=greet&limit=2{(cursor is null ? "" : "&cursor=" + cursor)}");
            seen.AddRange(page["items"]!.AsArray().Select(r => r!["id"]!.ToString()));
            cursor = page["next_cursor"]?.ToString();
        }
        while (cursor is not null);

        seen.ShouldBe(runs.AsEnumerable().Reverse());
        (await _server.GetAsync("/api/runs?status=failed,canceled"))["items"]!.AsArray().Select(r => r!["id"]!.ToString()).ShouldBe([failed]);
        (await _server.GetAsync("/api/runs?trigger=schedule"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Logs_are_followed_while_they_are_written_and_end_with_the_run()
    {
        var run = await _server.RunAsync("waiting");
        using var response = await _server.Http.GetAsync($"/api/runs/{run}/logs?follow=true&task=gate", HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync())!.ShouldEndWith(" at the gate");
        (await _server.GetAsync("/api/runs/" + run))["status"]!.ToString().ShouldBe("running", "the line came before the end");
        _server.Gate.Open();

        (await reader.ReadToEndAsync()).ShouldBeEmpty();
        (await _server.GetAsync("/api/runs/" + run))["status"]!.ToString().ShouldBe("completed");
    }

    [Fact]
    public async Task Logs_of_several_tasks_name_the_task_and_the_attempt()
    {
        var run = await _server.RunAsync("greet");
        await _server.EndAsync(run);

        var lines = (await _server.Http.GetStringAsync($"/api/runs/{run}/logs")).TrimEnd().Split('\n');

        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("[say#1] ");
        lines[1].ShouldEndWith(" hello world again");
        (await _server.Http.GetStringAsync($"/api/runs/{run}/logs?task=again&attempt=2")).ShouldBeEmpty();
    }
}
