using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>The page of all schedules: its filters, its acts on one and on many, and its calendar.</summary>
public sealed class SchedulesTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task The_filters_are_in_the_address_and_outlive_reload_and_back()
    {
        var page = await Open("/schedules");
        await page.Ready("[data-row]");

        await page.GetByRole(AriaRole.Button, new() { Name = "State: All" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "disabled" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByText("1 schedule fits").WaitForAsync();
        new Uri(page.Url).Query.ShouldContain("status=disabled");

        await page.ReloadAsync();
        await page.GetByText("1 schedule fits").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Custody statement" }).WaitForAsync();
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "State: All" }).WaitForAsync();
        new Uri(page.Url).Query.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_is_typed_narrows_the_list_and_can_be_cleared()
    {
        var page = await Open("/schedules");
        await page.GetByLabel("Search schedules").FillAsync("no such thing");
        await page.GetByText("No schedule fits").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Clear the filters" }).ClickAsync();
        await page.Ready("[data-row]");
        (await page.GetByLabel("Search schedules").InputValueAsync()).ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Two_schedules_are_paused_together_and_go_on_together()
    {
        var ids = (await Server.GetAsync("/api/schedules?status=active&limit=2"))["items"]!.AsArray().Select(one => one!["id"]!.ToString()).ToList();
        var page = await Open("/schedules?status=active");
        await page.Ready("[data-row]");
        foreach (var row in new[] { 0, 1 })
            await page.Locator($"[data-row='{row}']").GetByRole(AriaRole.Checkbox).CheckAsync();
        var bar = page.GetByRole(AriaRole.Region, new() { Name = "What to do with the selected schedules" });

        await bar.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Why").FillAsync("Maintenance");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.GetByText("2 schedules: paused").WaitForAsync();
        foreach (var id in ids)
            (await Server.GetAsync("/api/schedules/" + id))["pause_reason"]!.ToString().ShouldBe("Maintenance");

        await bar.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.GetByText("2 schedules: resumed").WaitForAsync();
        foreach (var id in ids)
            (await Server.GetAsync("/api/schedules/" + id))["status"]!.ToString().ShouldBe("active");
    }

    [BrowserFact]
    public async Task Before_schedules_are_deleted_it_is_said_what_is_kept()
    {
        var page = await Open("/schedules");
        await page.Ready("[data-row]");
        await page.GetByRole(AriaRole.Button, new() { Name = "What to do with Exchange rates" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete…" }).ClickAsync();

        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("Kept: every run with its logs and artifacts, the ledger and the audit trail").WaitForAsync();
        await dialog.GetByText("the next reload of the files brings it back").WaitForAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).Last.ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        (await Server.GetAsync("/api/schedules/{overridden}"))["archived_at"].ShouldBeNull();
    }

    [BrowserFact]
    public async Task A_wrong_value_of_a_run_is_marked_at_its_field()
    {
        Allow("422");
        var page = await Open("/schedules?workflow=equity-daily");
        await page.Ready("[data-row]");
        await page.GetByRole(AriaRole.Button, new() { Name = "What to do with Equities, after the close" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Run now…" }).ClickAsync();

        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("lookback").FillAsync("many");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await dialog.GetByText("Input 'lookback' must be a whole number, not text.").WaitForAsync();
        (await dialog.GetByLabel("lookback").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await dialog.GetByLabel("as_of").GetAttributeAsync("aria-invalid")).ShouldNotBe("true");

        await dialog.GetByLabel("symbols").FillAsync("[1, ");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await dialog.GetByText("A list is written [1, 2, 3].").WaitForAsync();
    }

    [BrowserFact]
    public async Task The_keyboard_moves_selects_and_opens()
    {
        var page = await Open("/schedules");
        await page.Ready("[data-row]");
        await page.Locator("[data-row='0']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("x");
        await page.GetByText("1 selected").WaitForAsync();
        (await page.Locator("[data-row='1']").GetAttributeAsync("aria-selected")).ShouldBe("true");

        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/schedules/schedule-*");
    }

    [BrowserFact]
    public async Task The_calendar_goes_from_the_month_to_the_day_and_names_the_clock_change()
    {
        var page = await Open("/schedules?view=calendar");
        await page.GetByRole(AriaRole.Heading, new() { Name = "March 2026" }).WaitForAsync();
        await page.GetByText("Days and hours of Europe/Berlin").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Sun 29 March: .*02:00") }).WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Mon 9 March: ") }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Monday 9 March 2026" }).WaitForAsync();
        new Uri(page.Url).Query.ShouldContain("date=2026-03-09");

        await page.GetByText("Week", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "9 – 15 March 2026" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "The next week" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "16 – 22 March 2026" }).WaitForAsync();
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "9 – 15 March 2026" }).WaitForAsync();
    }
}
