using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>What a month costs, and what it may.</summary>
public sealed class CostsTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task A_budget_is_set_and_taken_away_again()
    {
        var page = await Open("/costs");
        await page.Ready("text=Most expensive schedules");
        var schedule = (await Server.GetAsync("/api/costs"))["schedules"]![0]!["schedule_id"]!.ToString();

        await page.GetByRole(AriaRole.Button, new() { Name = $"Set budget of {schedule}" }).ClickAsync();
        await page.GetByLabel("A month may cost").FillAsync("77.5");
        await page.GetByLabel("Reason").FillAsync("Tried out");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Set budget" }).ClickAsync();

        await page.GetByText($"{schedule} may cost $77.50 a month").WaitForAsync();
        await page.Locator("tr", new() { HasText = schedule }).GetByText("$77.50 ·").WaitForAsync();
        ((decimal)(await Server.GetAsync($"/api/costs/budgets/schedule/{schedule}"))["month"]!).ShouldBe(77.5m);

        await page.GetByRole(AriaRole.Button, new() { Name = $"Set budget of {schedule}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it away" }).ClickAsync();
        await page.GetByText($"The budget of {schedule} is taken away").WaitForAsync();
        await Server.GetAsync($"/api/costs/budgets/schedule/{schedule}", System.Net.HttpStatusCode.NotFound);
    }
}
