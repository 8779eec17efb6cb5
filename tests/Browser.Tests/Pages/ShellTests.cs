using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>What stays while pages come and go.</summary>
public sealed class ShellTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task The_palette_goes_anywhere_from_the_keyboard()
    {
        var page = await Open("/");
        await page.Ready("text=Running now");

        await page.Keyboard.PressAsync("Control+k");
        await page.GetByPlaceholder("Go to, run, pause").FillAsync("equity-daily");
        await page.GetByRole(AriaRole.Button, new() { Name = "schedule-default-equity-daily" }).First.WaitForAsync();
        await page.GetByPlaceholder("Go to, run, pause").FillAsync("cost");
        await page.Locator("[data-action][data-selected]", new() { HasText = "Costs" }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/costs");
    }

    [BrowserFact]
    public async Task The_palette_explains_a_cron_expression()
    {
        var page = await Open("/");
        await page.Ready("text=Running now");

        await page.Keyboard.PressAsync("Control+k");
        await page.GetByPlaceholder("Go to, run, pause").FillAsync("30 16 * * 1-5");

        await page.GetByText("At 16:30 on Monday to Friday. Next: Tue 10 Mar 2026, 16:30 CET").WaitForAsync();
    }

    [BrowserFact]
    public async Task The_palette_breaks_no_rule_of_accessibility()
    {
        var page = await Open("/");
        await page.Ready("text=Running now");

        await page.Keyboard.PressAsync("Control+k");
        await page.GetByPlaceholder("Go to, run, pause").FillAsync("equity");
        await page.GetByRole(AriaRole.Button, new() { Name = "schedule-default-equity-daily" }).First.WaitForAsync();

        await page.ShouldBeAccessible();
    }

    [BrowserFact]
    public async Task Times_are_shown_in_the_zone_that_was_chosen_and_stay_so()
    {
        var page = await Open("/");
        await page.Ready("text=Running now");
        (await page.Locator("main time").AllInnerTextsAsync()).ShouldContain(time => time.EndsWith(" EDT", StringComparison.Ordinal), "of schedules in New York");

        await page.GetByRole(AriaRole.Button, new() { Name = "Times in" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "UTC" }).ClickAsync();
        await page.ReloadAsync();
        await page.Ready("text=Running now");

        (await page.GetByRole(AriaRole.Button, new() { Name = "Times in: UTC" }).CountAsync()).ShouldBe(1);
        var times = await page.Locator("main time").AllInnerTextsAsync();
        times.Where(time => time.Contains(':', StringComparison.Ordinal)).ShouldAllBe(time => time.EndsWith(" UTC", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task The_chosen_colours_stay()
    {
        var page = await Open("/");
        await page.Ready("text=Running now");

        await page.GetByRole(AriaRole.Button, new() { Name = "Use dark colours" }).ClickAsync();
        await page.ReloadAsync();

        (await page.Locator("html").GetAttributeAsync("data-mantine-color-scheme")).ShouldBe("dark");
    }

    [BrowserFact]
    public async Task An_unknown_address_says_so_and_leads_back()
    {
        var page = await Open("/nowhere");

        await page.GetByRole(AriaRole.Link, new() { Name = "Go to the overview" }).ClickAsync();

        await page.GetByText("Running now").WaitForAsync();
    }

    [BrowserFact]
    public async Task Back_and_reload_land_on_the_same_view()
    {
        var page = await Open("/admin?subject=budget");
        await page.Ready("table");
        await page.GetByRole(AriaRole.Link, new() { Name = "Health" }).ClickAsync();
        await page.Ready("text=Punctuality");

        await page.GoBackAsync();
        await page.Ready("table");
        await page.ReloadAsync();
        await page.Ready("table");

        new Uri(page.Url).PathAndQuery.ShouldBe("/admin?subject=budget");
        (await page.Locator("tbody tr").CountAsync()).ShouldBe((await Server.GetAsync("/api/audit?subject=budget"))["items"]!.AsArray().Count);
    }
}
