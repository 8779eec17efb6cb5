using System.Net;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Api;

/// <summary>A preview reads the body that would make the schedule, and says what making it would say.</summary>
public sealed class PreviewApiTests(PreviewApiTests.Fed shared) : IClassFixture<PreviewApiTests.Fed>
{
    private const string Preview = "/api/schedules/preview";
    private const string Create = "/api/workflows/feed/schedules";

    private const string Feed =
        """
        id: feed
        input:
          symbol: { type: string, required: true }
        schedules:
          - { id: nightly, cron: "0 4 * * *", timezone: America/New_York, input: { symbol: AAPL } }
        tasks:
          - { id: a, uses: test.gate }
        """;

    private readonly ServerFixture _server = shared.Server;

    [Theory]
    [InlineData("""{ "cron": "99 * * 13 *", "timezone": "Mars/Olympus" }""", "cron SCH001, cron SCH001, timezone SCH017")]
    [InlineData("""{ "weekly": { "on": ["mon", "funday"], "at": ["09:00", "25:00"] }, "croon": 1 }""", "croon SCH010, weekly.at[1] SCH001, weekly.on[1] SCH001")]
    [InlineData("""{ "daily": { "at": "09:00" }, "run_window": { "from": "9" }, "jitter": "-5m", "catch_up": { "mode": "sometimes" } }""", null)]
    [InlineData("""{ "daily": { "at": "09:00" }, "calendar": "XNYSE", "window": { "length": "1h" }, "budget": -1, "auto_pause": { "after": 0 } }""", null)]
    [InlineData("""{ "cron": "0 9 * * *", "every": "1d" }""", null)]
    [InlineData("""{ "cron": "0 9 * * *", "id": "a b" }""", "id SCH016")]
    [InlineData("""{ "cron": "0 9 * * *", "id": "me", "depends_on": "feed/me" }""", "depends_on SCH059")]
    [InlineData("""{ "cron": "0 9 * * *", "input": { "symbol": "A", "colour": "red" } }""", "input.colour SCH020")]
    [InlineData("""{ "cron": "0 9 * * *", "input": {} }""", "input SCH020")]
    [InlineData("{}", null)]
    public async Task The_same_mistakes_have_the_same_problems(string body, string? expected)
    {
        var document = (JsonObject)JsonNode.Parse(body)!;
        document["input"] ??= new JsonObject { ["symbol"] = "AAPL" };

        var refused = await _server.PostAsync(Create, document.ToJsonString(), HttpStatusCode.UnprocessableEntity);
        document["workflow"] = "feed";
        var preview = await _server.PostAsync(Preview, document.ToJsonString(), HttpStatusCode.UnprocessableEntity);

        Errors(preview, "message").ShouldBe(Errors(refused, "message"));
        Errors(preview, "message").ShouldNotBeEmpty();
        if (expected is not null)
            string.Join(", ", Errors(preview, "code")).ShouldBe(expected);
    }

    [Fact]
    public async Task What_stands_beside_the_document_is_told_with_it()
    {
        var told = await _server.PostAsync(Preview, """{ "cron": "61 * * * *", "workflow": "fed", "from": "now", "count": 0, "cost_per_run": [] }""", HttpStatusCode.UnprocessableEntity);

        Errors(told, "code").ShouldBe(["cost_per_run SCH043", "count SCH043", "cron SCH001", "from SCH043", "workflow SCH006"]);
    }

    [Fact]
    public async Task The_body_that_makes_a_schedule_shows_what_it_will_do()
    {
        const string Body = """ "id": "early", "cron": "H H(3-5) * * *", "jitter": "30m", "timezone": "America/New_York", "window": { "lag": "14d" }, "input": { "symbol": "A" }, "by": "ann", "reason": "trial" """;

        var preview = await _server.PostAsync(Preview, $$"""{ "workflow": "feed", "from": "2027-01-05T00:00:00Z", "count": 20, "until": null, "anchor": null, {{Body}} }""");
        var made = await _server.PostAsync(Create, $"{{ {Body} }}", HttpStatusCode.Created);
        var next = await _server.GetAsync($"/api/schedules/{made["id"]}/next-runs?from=2027-01-05T00:00:00Z&count=20");

        preview["occurrences"]!.ToJsonString().ShouldBe(next["items"]!.ToJsonString());
        var edit = await _server.PostAsync(Preview, $$"""{ "workflow": "feed", "from": "2027-01-05T00:00:00Z", "count": 20, {{Body.Replace("early", made["id"]!.ToString(), StringComparison.Ordinal)}} }""");
        edit["occurrences"]!.ToJsonString().ShouldBe(next["items"]!.ToJsonString());
        var first = preview["occurrences"]![0]!;
        first["due"]!.ToString().ShouldNotBe(first["nominal"]!.ToString());
        (first["window"]!["start_date"]!.ToString(), first["window"]!["last_date"]!.ToString()).ShouldBe(("2026-12-21", "2026-12-21"));
    }

    [Theory]
    [InlineData("""{ "cron": "0 9 * * 1-5" }""", "2026-01-05T09:00:00Z 2026-01-06T09:00:00Z")]
    [InlineData("""{ "every": "14d", "at": "02:00", "anchor": "2026-01-05" }""", "2026-01-05T02:00:00Z 2026-01-19T02:00:00Z")]
    [InlineData("""{ "every": "6h" }""", "2026-01-05T00:00:00Z 2026-01-05T06:00:00Z")]
    [InlineData("""{ "daily": { "at": ["14:00", "09:00"] } }""", "2026-01-05T09:00:00Z 2026-01-05T14:00:00Z")]
    [InlineData("""{ "weekly": { "on": ["mon", "fri"], "at": "09:00" }, "timezone": "Asia/Tokyo" }""", "2026-01-05T00:00:00Z 2026-01-09T00:00:00Z")]
    [InlineData("""{ "monthly": { "on": [31, "first"], "at": "08:00" } }""", "2026-01-31T08:00:00Z 2026-02-01T08:00:00Z")]
    [InlineData("""{ "once": "2026-03-01T09:00" }""", "2026-03-01T09:00:00Z")]
    [InlineData("""{ "cron": "0 9 * * *", "calendar": "XNYS", "max_runs": 1, "input": { "any": 1 } }""", "2026-01-05T09:00:00Z")]
    public async Task Every_recurrence_is_previewed_without_a_workflow(string body, string expected)
    {
        var document = (JsonObject)JsonNode.Parse(body)!;
        document["from"] = "2026-01-05T00:00:00Z";
        document["count"] = 2;

        var preview = await _server.PostAsync(Preview, document.ToJsonString());

        string.Join(' ', preview["occurrences"]!.AsArray().Select(o => o!["nominal"]!.ToString())).ShouldBe(expected);
        preview["occurrences"]!.AsArray().ShouldAllBe(o => o!["window"] == null);
    }

    [Theory]
    [InlineData("""{ "every": "5m", "jitter": "10m" }""", "jitter", "jitter-beyond-period", "every: 5m\njitter: 2m30s")]
    [InlineData("""{ "every": "10s", "catch_up": { "mode": "all" } }""", "catch_up", "catch-up-without-limit", "every: 10s\ncatch_up: { mode: all, max_runs: 100 }")]
    [InlineData("""{ "cron": "0 8 L * 1-5" }""", "cron", "either-day", "monthly: { on: last_business_day, at: \"08:00\" }")]
    [InlineData("""{ "cron": "0 9 * * *", "timezone": "EST" }""", "timezone", "fixed-zone", null)]
    [InlineData("""{ "cron": "30 2 * * *", "timezone": "America/New_York" }""", "dst", "skipped-time", "cron: \"30 2 * * *\"\ndst: { gap: next }")]
    public async Task A_warning_names_its_field_its_rule_and_its_fix(string body, string field, string rule, string? fix)
    {
        var document = (JsonObject)JsonNode.Parse(body)!;
        document["from"] = "2027-03-01T00:00:00Z";

        var warning = (await _server.PostAsync(Preview, document.ToJsonString()))["warnings"]!.AsArray().ShouldHaveSingleItem()!;

        (warning["field"]?.ToString(), warning["rule"]?.ToString()).ShouldBe((field, rule));
        if (fix is not null)
            warning["fix"]!.ToString().ShouldBe(fix);
    }

    [Fact]
    public async Task What_stands_around_it_is_warned_of()
    {
        var preview = await _server.PostAsync(
            Preview, """{ "workflow": "feed", "cron": "0 4 * * *", "timezone": "America/New_York", "depends_on": "nobody", "run_window": { "from": "09:00", "to": "17:00" }, "from": "2027-06-01T00:00:00Z", "count": 1 }""");

        preview["warnings"]!.AsArray().Select(w => $"{w!["field"]} {w["code"]}").ShouldBe(["depends_on SCH060", " SCH002"], ignoreOrder: true);
        preview["occurrences"]![0]!["note"]!.ToString().ShouldContain("outside the run window");
    }

    [Theory]
    [InlineData("nightly")]
    [InlineData("schedule-default-feed-nightly")]
    public async Task A_stored_schedule_is_no_neighbour_of_itself(string id)
    {
        var preview = await _server.PostAsync(Preview, $$"""{ "workflow": "feed", "id": "{{id}}", "cron": "0 4 * * *", "timezone": "America/New_York", "input": { "symbol": "A" } }""");

        preview["warnings"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_id_seeds_what_is_hashed()
    {
        var minutes = new List<string>();
        foreach (var id in (string[])["a", "b", "a"])
            minutes.Add((await _server.PostAsync(Preview, $$"""{ "id": "{{id}}", "cron": "H H * * *", "from": "2027-01-05T00:00:00Z", "count": 1 }"""))["occurrences"]![0]!["nominal"]!.ToString());

        minutes[2].ShouldBe(minutes[0]);
        minutes[1].ShouldNotBe(minutes[0]);
    }

    private static List<string> Errors(JsonNode problem, string member) =>
        [.. problem["problems"]!.AsArray().Where(p => p!["severity"]!.ToString() == "error").Select(p => $"{p!["field"]} {p[member]}").Order(StringComparer.Ordinal)];

    public sealed class Fed() : SharedServer(new ServerFixture().File("feed.yaml", Feed));
}
