using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>What the browser makes of how the server sends the pages.</summary>
public sealed class ServingTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task The_first_page_loads_and_has_a_title()
    {
        var page = await Open("/");

        (await page.TitleAsync()).ShouldContain("Carillon");
    }

    [BrowserFact]
    public async Task A_deep_link_stays_where_it_is_through_a_reload()
    {
        var page = await Open("/schedules/schedule-default-hello");

        await page.ReloadAsync();

        new Uri(page.Url).AbsolutePath.ShouldBe("/schedules/schedule-default-hello");
        (await page.Locator("#root").CountAsync()).ShouldBe(1);
    }

    [BrowserFact]
    public async Task The_policy_keeps_scripts_of_others_and_within_the_page_from_running()
    {
        Allow("Content Security Policy");
        Allow("csp");
        var page = await Open("/");

        await page.EvaluateAsync(
            """
            () => {
              const inline = document.createElement('script');
              inline.textContent = 'window.ranInline = true';
              document.head.append(inline);
              const other = document.createElement('script');
              other.src = 'http://localhost:1/other.js';
              document.head.append(other);
            }
            """);
        var refused = await page.EvaluateAsync<string>("() => fetch('http://localhost:1/').then(() => 'sent', () => 'refused')");

        (await page.EvaluateAsync<bool>("() => window.ranInline === true")).ShouldBeFalse();
        refused.ShouldBe("refused");
    }

    [BrowserFact]
    public async Task A_second_visit_asks_for_no_asset_again()
    {
        var page = await Open("/");
        var asked = new List<string>();
        page.Response += (_, response) =>
        {
            if (new Uri(response.Url).AbsolutePath.StartsWith("/assets/", StringComparison.Ordinal) && response.Status != 304)
                asked.Add(response.Url);
        };

        await page.GotoAsync("/");
        var carried = await page.EvaluateAsync<long>("() => performance.getEntriesByType('resource').filter(r => r.name.includes('/assets/')).reduce((sum, r) => sum + r.transferSize, 0)");

        carried.ShouldBe(0, string.Join(' ', asked));
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_systems_colours_hold_from_the_first_paint(bool isDark)
    {
        var page = await Open("/", new Look(isDark));

        (await page.Locator("html").GetAttributeAsync("data-mantine-color-scheme")).ShouldBe(isDark ? "dark" : "light");
    }
}
