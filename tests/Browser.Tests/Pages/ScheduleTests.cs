using System.Globalization;
using System.Net;
using Carillon.Server.Tests;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>The page of one schedule: its history, what became of each occurrence, and what waits for a person.</summary>
public sealed class ScheduleTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserTheory]
    [InlineData("history", "All runs")]
    [InlineData("metrics", "Compare two periods")]
    [InlineData("coverage", "This schedule works on no dates")]
    [InlineData("ledger", "Any outcome")]
    [InlineData("settings", "Cost of this month")]
    [InlineData("audit", "Nobody has changed anything yet")]
    public async Task Each_part_has_an_address(string tab, string words)
    {
        var page = await Open(Server.Fill($"/schedules/{{schedule}}?tab={tab}"));

        await page.GetByText(words).Or(page.GetByPlaceholder(words)).First.WaitForAsync();
        (await page.GetByRole(AriaRole.Tab, new() { Selected = true }).InnerTextAsync()).ToUpperInvariant().ShouldBe(tab.ToUpperInvariant());
    }

    [BrowserFact]
    public async Task History_is_looked_at_and_exported()
    {
        var page = await Open(Server.Fill("/schedules/{schedule}"));
        await page.GetByRole(AriaRole.List, new() { Name = "Runs, latest first" }).GetByRole(AriaRole.Button).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Details of the run" }).GetByText("Scheduled for").WaitForAsync();
        page.Url.ShouldContain("run=");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = "Runs as CSV" }).ClickAsync());

        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!);
        lines[0].ShouldStartWith("run_id,run_number,workflow_id");
        var known = (await Server.GetAsync("/api/schedules/{schedule}/metrics?period_days=90"))["total_runs"]!.GetValue<int>();
        lines.Length.ShouldBe(known + 1, string.Create(CultureInfo.InvariantCulture, $"one line for each of {known} runs"));
    }

    [BrowserFact]
    public async Task The_filter_of_the_ledger_survives_a_reload()
    {
        var page = await Open(Server.Fill("/schedules/{schedule}?tab=ledger"));
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Outcome" }).Or(page.GetByRole(AriaRole.Textbox, new() { Name = "Outcome" })).First.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Missed" }).ClickAsync();
        await page.WaitForURLAsync("**outcome=missed**");

        await page.ReloadAsync();

        await page.GetByRole(AriaRole.Cell, new() { Name = "downtime" }).First.WaitForAsync();
        (await page.GetByRole(AriaRole.Cell, new() { Name = "on time" }).CountAsync()).ShouldBe(0);
    }

    [BrowserFact]
    public async Task An_override_is_undone()
    {
        const string Id = "schedule-default-hello";
        var page = await Open("/");
        var put = await page.APIRequest.PutAsync($"{Server.Url}/api/schedules/{Id}", new() { DataObject = new { cron = "*/2 * * * *", by = "bob", reason = "too often" } });
        put.Ok.ShouldBeTrue(await put.TextAsync());
        await page.GotoAsync($"/schedules/{Id}?tab=settings");
        await page.GetByText("too often").First.WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo override", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Undo override" }).ClickAsync();

        await Assertions.Expect(page.GetByText("too often")).ToHaveCountAsync(0);
        ((bool)(await Server.GetAsync($"/api/schedules/{Id}"))["is_override"]!).ShouldBeFalse();
    }

    [BrowserFact]
    public async Task A_hole_is_closed_by_a_backfill()
    {
        var made = await Server.PostAsync("/api/workflows/hello/schedules", """{"cron":"0 9 * * *","timezone":"Asia/Tokyo","window":{"lag":"1d"},"by":"ann"}""", HttpStatusCode.Created);
        var id = made["id"]!.ToString();
        var page = await Open($"/schedules/{id}?tab=coverage&from=2026-03-01T00:00:00Z&to=2026-03-03T00:00:00Z");

        await page.GetByRole(AriaRole.Button, new() { Name = "Backfill 2026-03-01 to 2026-03-03" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start 3 runs" }).ClickAsync();

        await page.GetByText("3 of 3 done").WaitForAsync();
        var covered = await Server.GetAsync($"/api/schedules/{id}/coverage?from=2026-03-01&to=2026-03-04");
        covered["holes"]!.AsArray().ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task After_failures_it_pauses_itself_and_goes_on_once_a_retry_succeeds()
    {
        await using var own = new ServerFixture();
        var cause = Path.Combine(own.Workflows, "mended");
        own.File("quotes.yaml", $"id: quotes\nschedule: {{ every: 1s, auto_pause: 2 }}\ntasks:\n  - {{ id: fetch, uses: shell, with: {{ run: \"test -f '{cause}'\" }} }}\n");
        await own.StartAsync();
        var page = await Open(own.Url + "/schedules/schedule-default-quotes");
        await page.GetByText("Nothing runs until somebody resumes it.").WaitForAsync();

        await File.WriteAllTextAsync(cause, "");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the last run" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Dialog, new() { Name = "Details of the run" });
        await panel.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await panel.GetByText("Completed").WaitForAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();

        await page.GetByText("Nothing runs until somebody resumes it.").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await own.UntilAsync("/api/schedules/schedule-default-quotes/runs?status=completed&trigger=schedule", runs => runs["items"]!.AsArray().Count > 0);
        // It asks for news until it is closed; this server ends before the browser does.
        await page.CloseAsync();
    }
}
