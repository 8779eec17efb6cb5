using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>The list of runs: filters in the address, all rows by scrolling, new ones on top.</summary>
public sealed class RunListTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task Filters_are_a_sentence_and_the_address()
    {
        var page = await Open("/runs");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^State:") }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Failed" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Canceled" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Workflow:") }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "fx-rates" }).ClickAsync();

        await page.WaitForURLAsync(url => url.Contains("workflow=fx-rates", StringComparison.Ordinal) && url.Contains("failed", StringComparison.Ordinal) && url.Contains("canceled", StringComparison.Ordinal));
        await page.WaitForFunctionAsync("() => { const rows = [...document.querySelectorAll('tbody tr[aria-rowindex]')]; return rows.length > 0 && rows.every(row => /Failed|Canceled/.test(row.textContent) && row.textContent.includes('fx-rates')); }");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "State: Failed or Canceled" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/runs", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Scrolling_reads_more_and_draws_only_what_is_in_sight()
    {
        var page = await Open("/runs");
        await page.Ready("tr[aria-rowindex='2']");

        await page.WaitForFunctionAsync("() => { window.scrollBy(0, 400); return document.querySelector('tr[aria-rowindex=\"320\"]') !== null; }", null, new() { PollingInterval = 50 });

        (await page.Locator("tbody tr[aria-rowindex]").CountAsync()).ShouldBeLessThan(80);
        var ids = await page.Locator("tbody a").EvaluateAllAsync<string[]>("links => links.map(link => link.pathname)");
        ids.Distinct().Count().ShouldBe(ids.Length);
    }

    [BrowserFact]
    public async Task A_new_run_comes_on_top_and_moves_nothing_that_is_read()
    {
        var page = await Open("/runs?workflow=hello");
        var first = await Server.RunAsync("hello");
        await page.Locator($"tr[aria-rowindex='2'] a[href='/runs/{first}']").WaitForAsync();
        await Server.EndAsync(first);

        await page.EvaluateAsync("() => window.scrollTo(0, 1200)");
        await page.Locator("tr[aria-rowindex='30']").WaitForAsync();
        var row = page.Locator("tr[aria-rowindex='30'] a");
        var address = await row.GetAttributeAsync("href");
        var before = (await row.BoundingBoxAsync())!.Y;
        var second = await Server.RunAsync("hello");
        await page.Locator($"tr[aria-rowindex='31'] a[href='{address}']").WaitForAsync();

        (await page.Locator($"a[href='{address}']").BoundingBoxAsync())!.Y.ShouldBe(before, 1);
        await Server.EndAsync(second);
    }

    [BrowserFact]
    public async Task Nothing_found_says_what_was_asked()
    {
        var page = await Open("/runs?trigger=test&workflow=hello");

        await page.GetByText("Asked for: runs of hello that are tests.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all runs" }).ClickAsync();
        await page.Locator("tr[aria-rowindex='2']").WaitForAsync();
    }
}
