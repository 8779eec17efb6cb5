using System.Text.Json.Nodes;

namespace Carillon.Browser.Tests.Pages;

/// <summary>The server of these tests has something of everything that pages show.</summary>
public sealed class SeedTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task Every_outcome_of_occurrences_is_there()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schedule in Items(await Server.GetAsync("/api/schedules?limit=200")))
            found.UnionWith(Items(await Server.GetAsync($"/api/schedules/{schedule["id"]}/ledger?limit=200")).Select(row => row["outcome"]!.ToString()));

        found.ShouldBe(["ran", "skipped", "missed"], ignoreOrder: true);
    }

    [BrowserFact]
    public async Task Every_status_of_runs_is_there()
    {
        foreach (var status in new[] { "completed", "failed", "canceled", "running" })
            Items(await Server.GetAsync("/api/runs?status=" + status)).ShouldNotBeEmpty(status);
    }

    [BrowserFact]
    public async Task The_named_runs_are_what_their_names_say()
    {
        (await Server.GetAsync("/api/runs/{run}"))["status"]!.ToString().ShouldBe("completed");
        Items(await Server.GetAsync("/api/runs/{run}/artifacts")).Select(file => file["media_type"]!.ToString().Split(';')[0]).ShouldContain("text/csv");
        Items(await Server.GetAsync("/api/runs/{run}/artifacts")).Select(file => file["media_type"]!.ToString().Split(';')[0]).ShouldContain("text/markdown");
        Items(await Server.GetAsync("/api/runs/{run}/artifacts")).ShouldContain(file => file["media_type"]!.ToString().StartsWith("image/", StringComparison.Ordinal));
        Items(await Server.GetAsync("/api/runs/{failed_run}/tasks")).Single(task => task["task_id"]!.ToString() == "validate")["attempts"]!.AsArray().Count.ShouldBe(3);
        (await Server.GetAsync("/api/runs/{running_run}"))["status"]!.ToString().ShouldBe("running");
        (await Server.GetAsync("/api/runs/{sql_run}"))["status"]!.ToString().ShouldBe("completed");
    }

    [BrowserFact]
    public async Task Metrics_costs_and_switches_have_something_to_show()
    {
        ((int)(await Server.GetAsync("/api/schedules/{schedule}/metrics?from=2026-02-01&to=2026-03-10"))["total_runs"]!).ShouldBeGreaterThan(20);
        ((decimal)(await Server.GetAsync("/api/costs"))["total"]!["spent"]!).ShouldBeGreaterThan(0);
        (await Server.GetAsync("/api/schedules/{paused}"))["status"]!.ToString().ShouldBe("paused");
        Items(await Server.GetAsync("/api/schedules?overridden=true")).Select(schedule => schedule["id"]!.ToString()).ShouldBe([Server.Ids["overridden"]]);
    }

    private static IEnumerable<JsonNode> Items(JsonNode list) => list["items"]!.AsArray().Select(item => item!);
}
