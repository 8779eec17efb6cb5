using System.Net;
using System.Text.Json.Nodes;
using Carillon.Server.Tests.Cli;

namespace Carillon.Server.Tests.Api;

/// <summary>Calendars, session times and coverage over HTTP and in the terminal.</summary>
public sealed class CalendarApiTests : IAsyncLifetime
{
    private const string Shop = """
        kind: calendar
        id: SHOP-DE
        name: Shops in Germany
        timezone: Europe/Berlin
        holidays: [{ date: 2026-12-25, name: Christmas }]
        early_closes: [{ date: 2026-12-24, close: "14:00" }]
        sessions: { open: "09:00", close: "20:00" }
        """;

    private const string Windowed = """
        id: windowed
        schedules:
          - { id: weekly, weekly: { on: mon, at: "02:00" }, timezone: America/New_York, window: { lag: 14d } }
          - { id: shop, daily: { at: open+5m }, calendar: shop-de }
        tasks:
          - { id: a, uses: test.gate, with: { say: "${{ run.window.start_date }}" } }
        """;

    private readonly ServerFixture _server = new ServerFixture().File("a.yaml", Windowed).File("shop.yaml", Shop).File("bad.yaml", "kind: calendar\nid: bad\nholidays: [tomorrow]\n");

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_calendar_is_listed_a_broken_one_with_its_problem()
    {
        var items = (await _server.GetAsync("/api/calendars"))["items"]!.AsArray();

        items.Select(c => $"{c!["id"]} {c["valid_through"]} {c["is_known"]}").ShouldBe(
            ["XNAS 2027-12-31 true", "XNYS 2027-12-31 true", "weekdays  true", "bad.yaml  false", "SHOP-DE 2026-12-31 true"]);
        items[3]!["problems"]![0]!["line"]!.ToString().ShouldBe("3");
        var broken = (await _server.GetAsync("/api/reconcile"))["problems"]!.AsArray();
        broken.ShouldContain(p => p!["file"]!.ToString() == "bad.yaml");
    }

    [Fact]
    public async Task One_shows_its_days_holidays_and_half_days()
    {
        var shop = await _server.GetAsync("/api/calendars/shop-de?from=2026-12-22&to=2026-12-30");

        string.Join(' ', shop["business_days"]!.AsArray().Select(d => d!.ToString()[8..])).ShouldBe("22 23 24 28 29");
        shop["holidays"]!.ToJsonString().ShouldBe("""[{"date":"2026-12-25","name":"Christmas"}]""");
        shop["early_closes"]!.ToJsonString().ShouldBe("""[{"date":"2026-12-24","open":"09:00","close":"14:00"}]""");
        (await _server.GetAsync("/api/calendars/XNYS?from=2028-01-01"))["warning"]!.ToString().ShouldContain("knows 2015-01-01 through 2027-12-31");
    }

    [Theory]
    [InlineData("/api/calendars/XNYSE", 404, "SCH022")]
    [InlineData("/api/calendars/bad", 404, "SCH022")]
    [InlineData("/api/calendars/XNYS?from=soon", 400, "SCH043")]
    [InlineData("/api/calendars/XNYS?from=2026-02-30", 400, "SCH043")]
    [InlineData("/api/calendars/XNYS?from=9999-12-31", 400, "SCH043")]
    [InlineData("/api/calendars/XNYS?from=2199-12-31", 200, null)]
    [InlineData("/api/calendars/XNYS?from=2026-01-01&to=2026-01-01", 400, "SCH043")]
    [InlineData("/api/calendars/XNYS?from=1900-01-01&to=2199-01-01", 400, "SCH043")]
    [InlineData("/api/schedules/nope/coverage", 404, "SCH031")]
    [InlineData("/api/schedules/schedule-default-windowed-shop/coverage", 422, "SCH051")]
    [InlineData("/api/schedules/schedule-default-windowed-weekly/coverage?from=x&to=y", 400, "SCH043")]
    [InlineData("/api/schedules/schedule-default-windowed-weekly/coverage?from=2026-03-01&to=2026-02-01", 400, "SCH043")]
    [InlineData("/api/schedules/schedule-default-windowed-weekly/coverage?from=1900-01-01&to=1901-01-01", 200, null)]
    [InlineData("/api/schedules/schedule-default-windowed-weekly/coverage?from=2199-01-01&to=2199-12-31", 200, null)]
    public async Task What_cannot_be_answered_is_refused(string path, int status, string? code) =>
        (await _server.GetAsync(path, (HttpStatusCode)status))["code"]?.ToString().ShouldBe(code);

    [Fact]
    public async Task Coverage_names_the_days_the_holes_and_the_smallest_backfill()
    {
        var coverage = await _server.GetAsync("/api/schedules/schedule-default-windowed-weekly/coverage?from=2026-02-09&to=2026-02-25");

        coverage["missing"]!.GetValue<int>().ShouldBe(16);
        coverage["days"]!.ToJsonString().ShouldBe("""[{"first_date":"2026-02-09","last_date":"2026-02-24","state":"missing"}]""");
        coverage["holes"]!.AsArray().ShouldHaveSingleItem()!["start"]!.ToString().ShouldBe("2026-02-09T05:00:00Z");
        coverage["backfill"]!.AsArray().Select(b => $"{b!["local"]} {b["window"]!["start_date"]}").ShouldBe(
            ["2026-03-02T02:00:00-05:00 2026-02-09", "2026-03-09T02:00:00-04:00 2026-02-16", "2026-03-16T02:00:00-04:00 2026-02-23"]);
    }

    [Fact]
    public async Task The_next_runs_show_their_windows()
    {
        var next = await _server.GetAsync("/api/schedules/schedule-default-windowed-weekly/next-runs?from=2026-03-09T00:00:00Z&count=2");

        next["items"]!.AsArray().Select(o => $"{o!["window"]!["start_date"]} to {o["window"]!["last_date"]}").ShouldBe(["2026-02-16 to 2026-02-22", "2026-02-23 to 2026-03-01"]);
        (await _server.GetAsync("/api/schedules/schedule-default-windowed-shop/next-runs"))["items"]![0]!["window"].ShouldBeNull();
    }

    [Fact]
    public async Task A_run_shows_its_window()
    {
        var run = await _server.EndAsync(await _server.RunAsync("windowed"));

        run["window"]!["timezone"]!.ToString().ShouldBe("America/New_York");
        run["window"]!["start_date"]!.ToString().ShouldMatch(@"^\d{4}-\d\d-\d\d$");
    }

    [Fact]
    public async Task Preview_and_validation_know_the_calendars_of_the_files()
    {
        var preview = await _server.PostAsync("/api/schedules/preview", """{"daily":{"at":"close-1h"},"calendar":"SHOP-DE","from":"2026-12-24T00:00:00Z","count":2}""");
        preview["occurrences"]!.AsArray().Select(o => o!["nominal"]!.ToString()).ShouldBe(["2026-12-24T12:00:00Z", "2026-12-28T18:00:00Z"]);
        preview["words"]!.ToString().ShouldBe("1 hour before the close of SHOP-DE every day");
        preview["warnings"]!.AsArray().Select(w => w!["code"]!.ToString()).ShouldBe(["SCH050"]);

        var calendar = await _server.PostAsync("/api/workflows/validate", "kind: calendar\nid: x\nbased_on: SHOP-D\n", type: "application/yaml");
        calendar["valid"]!.GetValue<bool>().ShouldBeFalse();
        calendar["problems"]![0]!["suggestion"]!.ToString().ShouldBe("Did you mean 'SHOP-DE'?");
    }

    [Fact]
    public async Task The_terminal_draws_a_strip_for_each_month_and_lists_calendars()
    {
        var strip = await AskAsync("coverage", "schedule-default-windowed-weekly", "--from", "2026-02-20", "--to", "2026-03-03");
        strip.Lines[2].ShouldBe("2026-02                     ×××××××××");
        strip.Lines[3].ShouldBe("2026-03  ××");
        strip.Out.ShouldContain("3 occurrences would close 1 hole:");

        var calendars = await AskAsync("calendars");
        calendars.Out.ShouldContain("SHOP-DE");
        calendars.Error.ShouldContain("bad.yaml:3:12 SCH016");
        (await AskAsync("calendars", "SHOP-DE", "--year", "2026")).Out.ShouldContain("2026-12-25  closed    Christmas");
        (await AskAsync("calendars", "NOPE")).Code.ShouldBe(1);
        JsonNode.Parse((await AskAsync("coverage", "schedule-default-windowed-weekly", "--from", "2026-02-20", "--to", "2026-03-03", "--json")).Out)!["missing"]!.GetValue<int>().ShouldBe(11);
    }

    private Task<Captured> AskAsync(params string[] args) => Captured.RunAsync([.. args, "--server", _server.Url]);
}
