using System.Net;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Api;

public sealed class BackfillApiTests : IAsyncLifetime
{
    private const string Yearly = "/api/schedules/schedule-default-yearly";
    private const string Conflicting =
        """
        id: twice
        schedules:
          - { id: a, cron: "0 9 1 1 *" }
          - { id: b, cron: "0 9 1 * *", depends_on: nowhere }
        tasks:
          - { id: say, uses: test.gate }
        """;

    private readonly ServerFixture _server = new ServerFixture().File("yearly.yaml", Samples.Yearly).File("twice.yaml", Conflicting);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_dry_run_lists_the_nominal_times_and_makes_nothing()
    {
        var preview = await _server.PostAsync(Yearly + "/backfill", """{"from":"2020-01-01","to":"2024-01-01","dry_run":true,"order":"latest","max_runs":2}""");

        preview["count"]!.GetValue<int>().ShouldBe(2);
        preview["nominal_times"]!.AsArray().Select(at => at!.ToString()).ShouldBe(["2023-01-01T14:00:00Z", "2022-01-01T14:00:00Z"]);
        preview["from"]!.ToString().ShouldBe("2020-01-01T05:00:00Z", "a date is read in the schedule's zone");
        (await _server.GetAsync("/api/backfills"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backfill_runs_to_its_end_and_shows_its_items()
    {
        var made = await _server.PostAsync(Yearly + "/backfill", """{"from":"2020-01-01","to":"2024-01-01","concurrency":2,"by":"ann","reason":"new column"}""", HttpStatusCode.Accepted, key: "k1");
        var path = "/api/backfills/" + made["id"];
        made["total"]!.GetValue<int>().ShouldBe(4);

        var done = await _server.UntilAsync(path, answer => answer["status"]!.ToString() == "completed");
        (done["completed"]!.GetValue<int>(), done["created_by"]!.ToString(), done["reason"]!.ToString()).ShouldBe((4, "ann", "new column"));
        var items = (await _server.GetAsync(path + "/items?limit=3"));
        items["items"]!.AsArray().Count.ShouldBe(3);
        var last = (await _server.GetAsync(path + "/items?cursor=" + items["next_cursor"]))["items"]!.AsArray().ShouldHaveSingleItem()!;
        (last["nominal_at"]!.ToString(), last["status"]!.ToString()).ShouldBe(("2023-01-01T14:00:00Z", "completed"));
        (await _server.GetAsync("/api/runs/" + last["run_id"]))["trigger"]!.ToString().ShouldBe("backfill");

        (await _server.GetAsync(Yearly + "/why?at=2023-01-01T14:00:00Z"))["sentence"]!.ToString().ShouldEndWith($"Made up for later: run {last["run_id"]} (backfill, by ann) is completed.");

        var again = await _server.PostAsync(Yearly + "/backfill", """{"from":"2020-01-01","to":"2024-01-01","concurrency":2,"by":"ann","reason":"new column"}""", HttpStatusCode.Accepted, key: "k1");
        again["id"]!.ToString().ShouldBe(made["id"]!.ToString());
        (await _server.PostAsync(Yearly + "/backfill", """{"from":"2020-01-01","to":"2023-01-01"}""", HttpStatusCode.UnprocessableEntity, key: "k1"))["code"]!.ToString().ShouldBe("SCH055");
        (await _server.PostAsync(Yearly + "/backfill", """{"from":"2020-01-01","to":"2024-01-01"}""", HttpStatusCode.Conflict))["code"]!.ToString().ShouldBe("SCH033");
        (await _server.GetAsync("/api/backfills?status=completed&schedule=schedule-default-yearly"))["items"]!.AsArray().Count.ShouldBe(1);
        (await _server.PostAsync(path + "/cancel", null, HttpStatusCode.Conflict))["code"]!.ToString().ShouldBe("SCH033");
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"from":"yesterday","to":"today"}""", 400)]
    [InlineData("""{"from":"2024-01-01","to":"2020-01-01"}""", 422)]
    [InlineData("""{"from":"2020-01-01","to":"2024-01-01","concurrency":0}""", 422)]
    [InlineData("""{"from":"2020-01-01","to":"2024-01-01","only":"some"}""", 400)]
    [InlineData("""{"from":"2020-01-01","to":"2024-01-01","input":{"x":1}}""", 422)]
    [InlineData("""{"from":"2020-01-01","to":"2024-01-01","max_runs":99999999999}""", 400)]
    [InlineData("[]", 400)]
    public async Task What_cannot_be_is_refused(string json, int status) =>
        (await _server.PostAsync(Yearly + "/backfill", json, (HttpStatusCode)status))["problems"]!.AsArray().ShouldNotBeEmpty();

    [Theory]
    [InlineData("/api/backfills/99")]
    [InlineData("/api/backfills/x")]
    [InlineData("/api/backfills/99/items")]
    [InlineData("/api/backfills/99999999999999999999")]
    [InlineData("/api/schedules/nowhere/missed")]
    public async Task What_is_not_there_is_not_found(string path) => await _server.GetAsync(path, HttpStatusCode.NotFound);

    [Fact]
    public async Task A_test_run_is_made_for_now_and_says_nothing_of_any_occurrence()
    {
        var made = await _server.PostAsync(Yearly + "/test-run", """{"by":"ann"}""", HttpStatusCode.Accepted);
        var run = await _server.EndAsync(made["run_id"]!.ToString());

        (run["trigger"]!.ToString(), run["status"]!.ToString(), run["created_by"]!.ToString()).ShouldBe(("test", "completed", "ann"));
        run["run_number"].ShouldBeNull();
        (await _server.GetAsync(Yearly + "/ledger"))["items"]!.AsArray().ShouldBeEmpty();
        (await _server.GetAsync(Yearly))["run_count"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Missed_and_resume_answer_what_was_missed_and_refuse_what_makes_no_sense()
    {
        await _server.PostAsync(Yearly + "/pause");
        var missed = await _server.GetAsync(Yearly + "/missed");
        (missed["count"]!.GetValue<int>(), missed["items"]!.AsArray().Count).ShouldBe((0, 0));

        await _server.PostAsync(Yearly + "/resume", """{"missed":"last","max_runs":3}""", HttpStatusCode.BadRequest);
        await _server.PostAsync(Yearly + "/resume", """{"missed":"most"}""", HttpStatusCode.BadRequest);
        (await _server.PostAsync(Yearly + "/resume", """{"missed":"all"}"""))["status"]!.ToString().ShouldBe("active");
        (await _server.GetAsync("/api/backfills"))["items"]!.AsArray().ShouldBeEmpty();
        await _server.PostAsync(Yearly + "/approve", """{"at":"2026-01-01T09:00"}""", HttpStatusCode.Conflict);
        await _server.PostAsync(Yearly + "/approve", "{}", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_schedule_is_warned_of_its_neighbour_and_of_a_dependency_that_leads_nowhere()
    {
        var schedule = await _server.GetAsync("/api/schedules/schedule-default-twice-b");

        schedule["problems"]!.AsArray().Select(p => $"{p!["code"]} {p["severity"]}").ShouldBe(["SCH002 warning", "SCH060 warning"]);
        var valid = await _server.PostAsync("/api/workflows/validate", Conflicting, type: "application/yaml");
        valid["problems"]!.AsArray().Select(p => p!["code"]!.ToString()).ShouldBe(["SCH002"]);
    }

    [Fact]
    public async Task A_managed_schedule_that_would_close_a_circle_is_refused()
    {
        var made = await _server.PostAsync("/api/workflows/yearly/schedules", """{"id":"m","cron":"0 0 1 1 *","depends_on":"twice/a"}""", HttpStatusCode.Created);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/schedules/schedule-default-twice-a") { Content = new StringContent("""{"id":"a","cron":"0 9 1 1 *","depends_on":"yearly/m"}""", System.Text.Encoding.UTF8, "application/json") };
        using var response = await _server.Http.SendAsync(request);

        var problem = await ServerFixture.ReadAsync(response, HttpStatusCode.UnprocessableEntity);
        problem["code"]!.ToString().ShouldBe("SCH059");
        problem["detail"]!.ToString().ShouldContain($"schedule-default-twice-a -> {made["id"]} -> schedule-default-twice-a");
    }
}
