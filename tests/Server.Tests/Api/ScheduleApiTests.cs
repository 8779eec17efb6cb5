using System.Net;

namespace Carillon.Server.Tests.Api;

public sealed class ScheduleApiTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("yearly.yaml", Samples.Yearly).File("ticking.yaml", Samples.EverySecond).File("greet.yaml", Samples.Greet);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_schedule_says_when_it_runs_next_in_words_in_its_zone_and_in_utc()
    {
        var schedule = await _server.GetAsync("/api/schedules/schedule-default-yearly");

        schedule["workflow_id"]!.ToString().ShouldBe("yearly");
        schedule["status"]!.ToString().ShouldBe("active");
        schedule["timezone"]!.ToString().ShouldBe("America/New_York");
        schedule["words"]!.ToString().ShouldNotBeEmpty();
        schedule["next_run_at"]!.ToString().ShouldEndWith("-01-01T14:00:00Z");
        schedule["next_run_local"]!.ToString().ShouldEndWith("-01-01T09:00:00-05:00");
    }

    [Theory]
    [InlineData("", "ticking yearly")]
    [InlineData("?status=active", "ticking yearly")]
    [InlineData("?status=paused", "")]
    [InlineData("?workflow=yearly", "yearly")]
    [InlineData("?tag=fast", "ticking")]
    [InlineData("?tag=slow", "yearly")]
    [InlineData("?tag=none", "")]
    [InlineData("?text=NEW_YORK", "yearly")]
    [InlineData("?text=%25", "")]
    public async Task Filters_narrow_the_list(string query, string expected)
    {
        var found = (await _server.GetAsync("/api/schedules" + query))["items"]!.AsArray();

        string.Join(' ', found.Select(s => s!["workflow_id"]!.ToString())).ShouldBe(expected);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var first = await _server.GetAsync("/api/schedules?limit=1");
        var second = await _server.GetAsync("/api/schedules?limit=1&cursor=" + first["next_cursor"]);

        first["items"]![0]!["workflow_id"]!.ToString().ShouldBe("ticking");
        second["items"]![0]!["workflow_id"]!.ToString().ShouldBe("yearly");
        second["next_cursor"].ShouldBeNull();
    }

    [Fact]
    public async Task Next_runs_begin_at_the_time_asked_for()
    {
        var next = (await _server.GetAsync("/api/schedules/schedule-default-yearly/next-runs?count=2&from=2026-01-01T14:00:00Z"))["items"]!.AsArray();

        next.Select(o => o!["nominal"]!.ToString()).ShouldBe(["2026-01-01T14:00:00Z", "2027-01-01T14:00:00Z"]);
        next[0]!["local"]!.ToString().ShouldBe("2026-01-01T09:00:00-05:00");
    }

    [Fact]
    public async Task An_occurrence_that_ran_has_its_run_ledger_entry_and_answer()
    {
        var ledger = await _server.UntilAsync("/api/schedules/schedule-default-ticking/ledger?outcome=ran", answer => answer["items"]!.AsArray().Count > 0);
        var entry = ledger["items"]![0]!;

        var why = await _server.GetAsync($"/api/schedules/schedule-default-ticking/why?at={entry["nominal_at"]}");

        why["verdict"]!.ToString().ShouldBe("ran");
        why["run"]!["id"]!.ToString().ShouldBe(entry["run_id"]!.ToString());
        why["run"]!["nominal_at"]!.ToString().ShouldBe(entry["nominal_at"]!.ToString());
        why["sentence"]!.ToString().ShouldStartWith("It ran (");
        var runs = await _server.GetAsync("/api/schedules/schedule-default-ticking/runs");
        runs["items"]!.AsArray().Select(r => r!["id"]!.ToString()).ShouldContain(entry["run_id"]!.ToString());
        runs["items"]!.AsArray().ShouldAllBe(r => r!["trigger"]!.ToString() == "schedule");
    }

    [Fact]
    public async Task A_pause_is_told_by_whom_and_why_and_its_occurrences_are_skipped_until_it_ends()
    {
        var paused = await _server.PostAsync("/api/schedules/schedule-default-ticking/pause", """{"by":"ann","reason":"audit"}""");
        (paused["status"]!.ToString(), paused["paused_by"]!.ToString(), paused["pause_reason"]!.ToString()).ShouldBe(("paused", "ann", "audit"));

        var ledger = await _server.UntilAsync("/api/schedules/schedule-default-ticking/ledger?outcome=skipped", answer => answer["items"]!.AsArray().Count > 0);
        var entry = ledger["items"]![0]!;
        entry["reason"]!.ToString().ShouldBe("paused by ann: audit");
        var why = await _server.GetAsync($"/api/schedules/schedule-default-ticking/why?at={entry["nominal_at"]}");
        why["verdict"]!.ToString().ShouldBe("skipped");
        why["sentence"]!.ToString().ShouldContain("paused by ann: audit");

        var resumed = await _server.PostAsync("/api/schedules/schedule-default-ticking/resume");
        resumed["status"]!.ToString().ShouldBe("active");
        resumed["paused_by"].ShouldBeNull();
    }

    [Theory]
    [InlineData("2099-01-01T14:00:00Z", "future")]
    [InlineData("2099-01-01T09:00", "future")]
    [InlineData("2099-01-01T09:01", "not_an_occurrence")]
    [InlineData("2001-01-01T09:00", "never_expected")]
    public async Task Why_answers_for_times_without_an_entry(string at, string verdict)
    {
        var why = await _server.GetAsync($"/api/schedules/schedule-default-yearly/why?at={at}");

        why["verdict"]!.ToString().ShouldBe(verdict);
        why["next_at"].ShouldNotBeNull();
        why["previous_at"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Why_says_how_to_write_a_time() =>
        (await _server.GetAsync("/api/schedules/schedule-default-yearly/why?at=yesterday", HttpStatusCode.BadRequest))["detail"]!.ToString().ShouldContain("2026-03-08T03:00");

    [Fact]
    public async Task A_removed_file_archives_its_schedule_and_keeps_its_history()
    {
        System.IO.File.Delete(Path.Combine(_server.Workflows, "yearly.yaml"));
        await _server.PostAsync("/api/reconcile");

        var schedule = await _server.GetAsync("/api/schedules/schedule-default-yearly");
        schedule["status"]!.ToString().ShouldBe("archived");
        (await _server.GetAsync("/api/schedules"))["items"]!.AsArray().Select(s => s!["workflow_id"]!.ToString()).ShouldBe(["ticking"]);
        (await _server.GetAsync("/api/schedules/schedule-default-yearly/next-runs"))["items"]!.AsArray().ShouldBeEmpty();
        await _server.GetAsync("/api/schedules/schedule-default-yearly/explain", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Any_schedule_is_previewed_without_being_made()
    {
        var preview = await _server.PostAsync("/api/schedules/preview", """{"cron":"30 2 * * *","timezone":"America/New_York","from":"2026-03-08T00:00:00Z","count":1}""");

        preview["occurrences"]![0]!["nominal"]!.ToString().ShouldBe("2026-03-08T07:00:00Z");
        preview["occurrences"]![0]!["local"]!.ToString().ShouldBe("2026-03-08T03:00:00-04:00");
    }

    [Fact]
    public async Task A_preview_carries_rule_and_fix()
    {
        var preview = await _server.PostAsync("/api/schedules/preview", """{"cron":"0 8 L * 1-5","from":"2026-03-08T00:00:00Z","count":1}""");

        var warning = preview["warnings"]!.AsArray().ShouldHaveSingleItem()!;
        (warning["rule"]!.ToString(), warning["fix"]!.ToString()).ShouldBe(("either-day", "monthly: { on: last_business_day, at: \"08:00\" }"));
    }

    [Fact]
    public async Task A_schedule_is_explained()
    {
        var explained = await _server.GetAsync("/api/schedules/schedule-default-yearly/explain?from=2026-03-08T00:00:00Z&count=2");

        explained["schedule"]!.ToString().ShouldBe("schedule-default-yearly");
        explained["occurrences"]!.AsArray().Count.ShouldBe(2);
        explained["policies"]!.AsArray().Select(p => p!["key"]!.ToString()).ShouldContain("overlap_policy");
        explained["findings"].ShouldNotBeNull();
        await _server.GetAsync("/api/schedules/nope/explain", HttpStatusCode.NotFound);
        await _server.GetAsync("/api/schedules/schedule-default-yearly/explain?count=501", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_preview_tells_every_problem()
    {
        var problem = await _server.PostAsync("/api/schedules/preview", """{"cron":"99 * * 13 *","timezone":"Mars/Olympus"}""", HttpStatusCode.UnprocessableEntity);

        problem["problems"]!.AsArray().Select(p => p!["code"]!.ToString()).ShouldBe(["SCH001", "SCH001", "SCH017"], ignoreOrder: true);
    }
}
