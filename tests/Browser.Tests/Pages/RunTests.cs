using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>The page of one run: it goes on by itself, can be acted on, and shows what its tasks wrote.</summary>
public sealed class RunTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task A_run_goes_on_to_its_end_without_a_reload_and_then_asks_for_nothing()
    {
        var run = await Server.RunAsync("equity-daily");
        var page = await Open($"/runs/{run}");
        await page.GetByText("Running", new() { Exact = true }).First.WaitForAsync();
        await Server.EndAsync(run);

        await Standing(page).GetByText("tasks done").WaitForAsync();

        await page.Ready("[data-task=report][data-state=completed]");
        var asked = new List<string>();
        page.Request += (_, request) =>
        {
            // Not the icon, which the browser reads when it likes.
            if (new Uri(request.Url).AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
                asked.Add(request.Url);
        };
        await Server.EndAsync(await Server.RunAsync("fan-out"));
        await page.GetByRole(AriaRole.Tab, new() { Name = "Input and output" }).ClickAsync();
        await page.GetByText("as_of").WaitForAsync();
        asked.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task It_is_canceled_with_a_reason()
    {
        var run = await Server.RunAsync("wait-for-file");
        var page = await Open($"/runs/{run}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why").FillAsync("the file is not coming");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();

        await Standing(page).GetByText("the file is not coming").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry from failed" }).WaitForAsync();
        (await Server.EndAsync(run))["cancel_reason"]!.ToString().ShouldBe("the file is not coming");
    }

    [BrowserFact]
    public async Task A_failed_run_is_retried_from_the_task_that_failed()
    {
        var failed = await Server.RunAsync("vendor-prices");
        await Server.EndAsync(failed);
        var page = await Open($"/runs/{failed}");
        await Standing(page).GetByText("column 'close' is empty").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Retry from failed" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "an earlier run" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "a later run" }).ClickAsync();
        await page.GetByText("As a retry").WaitForAsync();
        var retry = new Uri(page.Url).Segments[^1];
        (await Server.EndAsync(retry))["retry_of"]!.ToString().ShouldBe(failed);
    }

    [BrowserFact]
    public async Task Graph_timeline_and_details_show_the_same_task_and_so_does_a_reload()
    {
        var page = await Open(Server.Fill("/runs/{run}"));

        await page.Locator("[data-task=coverage]").ClickAsync();

        await page.Locator("[role=treeitem][data-key=coverage][aria-selected=true]").WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "coverage" }).WaitForAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        (await page.EvaluateAsync<string>("() => document.activeElement.dataset.task")).ShouldBe("bars");
        await page.Locator("[role=treeitem][data-key=bars]").ClickAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.GetByRole(AriaRole.Heading, new() { Name = "bars[0]" }).WaitForAsync();
        await page.ReloadAsync();
        await page.Locator("[role=treeitem][data-key='bars[0]'][aria-selected=true]").WaitForAsync();
        await page.Locator("[data-task=bars][aria-pressed=true]").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_link_leads_to_the_log_of_one_attempt()
    {
        var page = await Open(Server.Fill("/runs/{failed_run}?task=validate&attempt=2&tab=log"));

        await page.GetByRole(AriaRole.Log).GetByText("attempt 2: column 'close' is empty").First.WaitForAsync();
        (await page.GetByRole(AriaRole.Log).GetByText("attempt 1").CountAsync()).ShouldBe(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "All attempts" }).ClickAsync();
        await page.GetByRole(AriaRole.Log).GetByText("attempt 1: column 'close' is empty").First.WaitForAsync();
    }

    [BrowserFact]
    public async Task A_log_is_searched_and_downloaded()
    {
        var page = await Open(Server.Fill("/runs/{fan_out_run}?task=gather"));
        await page.GetByLabel("Search the log").FillAsync("CARILLON");
        await page.GetByText("1 of 1", new() { Exact = true }).WaitForAsync();
        (await page.Locator("mark").First.InnerTextAsync()).ShouldBe("carillon");
        await page.GetByLabel("Search the log").FillAsync("no such words");
        await page.GetByText("none", new() { Exact = true }).WaitForAsync();

        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());

        file.SuggestedFilename.ShouldBe($"fan-out-{Server.Ids["fan_out_run"]}-gather.log");
        (await File.ReadAllTextAsync(await file.PathAsync())).ShouldContain("5 results");
    }

    [BrowserFact]
    public async Task Artifacts_are_seen_as_picture_table_and_text()
    {
        var page = await Open(Server.Fill("/runs/{run}?tab=artifacts"));

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new(@"^chart-\w+\.png$") }).First.ClickAsync();
        await page.WaitForFunctionAsync("() => { const picture = document.querySelector('img[alt$=\".png\"]'); return picture !== null && picture.complete && picture.naturalWidth > 100; }");
        await page.GetByRole(AriaRole.Button, new() { Name = "bars.csv" }).ClickAsync();
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "close", Exact = true }).WaitForAsync();
        await page.GetByText("The first 500 rows.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "report.md" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Equities before") }).WaitForAsync();
        await page.ShouldBeAccessible();
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Equities before") }).WaitForAsync();
    }

    [BrowserFact]
    public async Task A_run_that_is_not_there_is_said_so()
    {
        Allow("404");
        var page = await Open("/runs/none");

        await page.GetByText("There is no run with this id").WaitForAsync();
    }

    private static ILocator Standing(IPage page) => page.Locator("header [role=status]");
}
