using Carillon.Server.Tests;

namespace Carillon.Browser.Tests.Pages;

/// <summary>A page outlives its server: it says that it is cut off, and shows the truth once there is one again.</summary>
public sealed class RestartTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    private const string Yaml = "schedule: { cron: \"0 12 * * *\", timezone: America/New_York }\ntasks:\n  - { id: a, uses: test.gate }\n";

    [BrowserFact]
    public async Task A_restart_is_announced_and_over_without_a_reload()
    {
        Allow("net::ERR_");
        var own = await OwnAsync(new ServerFixture().File("one.yaml", "id: one\n" + Yaml));
        var page = await Open(own.Url + "/");
        await page.GetByText("1 schedules active").WaitForAsync();
        await page.EvaluateAsync("() => { window.sameDocument = true; }");

        await own.RestartAsync(async () =>
        {
            await page.GetByRole(Microsoft.Playwright.AriaRole.Alert).GetByText("The server does not answer").WaitForAsync();
            own.File("two.yaml", "id: two\n" + Yaml);
        });

        await page.GetByText("2 schedules active").WaitForAsync();
        (await page.GetByText("The server does not answer").CountAsync()).ShouldBe(0);
        (await page.EvaluateAsync<bool>("() => window.sameDocument === true")).ShouldBeTrue();
    }
}
