using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>From a template to a strategy.</summary>
public sealed class StrategiesTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task A_wrong_parameter_is_marked_at_its_field_and_a_right_one_makes_the_strategy()
    {
        var page = await Open("/templates");
        await page.GetByRole(AriaRole.Link, new() { Name = "Use momentum" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Id", Exact = true }).FillAsync("made-here");
        var days = page.GetByRole(AriaRole.Textbox, new() { Name = "lookback" });

        await days.FillAsync("5");
        await page.GetByText("must be at least 60").WaitForAsync();
        (await days.GetAttributeAsync("aria-invalid")).ShouldBe("true");

        await days.FillAsync("90");
        await page.GetByText("At 16:45 on Monday to Friday").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await page.WaitForURLAsync("**/strategies/made-here");
        ((int)(await Server.GetAsync("/api/strategies/made-here"))["parameters"]!["lookback"]!).ShouldBe(90);
    }
}
