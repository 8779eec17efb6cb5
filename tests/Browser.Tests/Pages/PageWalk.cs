using System.Globalization;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>
/// Every page in light and dark, on a screen and on a phone: it shows itself, breaks no rule of accessibility, and is no wider than the phone.
/// <c>./build.sh screenshots</c> also writes what it sees to <c>docs/screenshots</c>.
/// </summary>
public sealed class PageWalk(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("CARILLON_SCREENSHOTS") == "1" ? Path.Combine(Checkout.Root, "docs/screenshots") : null;

    // A name, a path, and what is there once the page is ready. {…} in a path is the id of that name in SeededServer.Ids.
    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("overview", "/", "text=Running now"),
        ("costs", "/costs", "text=Most expensive schedules"),
        ("health", "/health", "text=Punctuality"),
        ("admin", "/admin", "table"),
        ("admin-filtered", "/admin?subject=budget", "table"),
        ("schedule", "/schedules/{schedule}", "text=Completed"),
        ("schedule-table", "/schedules/{failing}?view=table", "table"),
        ("schedule-metrics", "/schedules/{schedule}?tab=metrics", "text=As a table"),
        ("schedule-coverage", "/schedules/schedule-default-transcripts?tab=coverage", "text=Holes"),
        ("schedule-ledger", "/schedules/{schedule}?tab=ledger", "table"),
        ("schedule-settings", "/schedules/{overridden}?tab=settings", "text=In the file"),
        ("schedule-audit", "/schedules/{paused}?tab=audit", "table"),
        ("problem", "/problems/SCH005", "text=Budget exceeded"),
    ];

    public static TheoryData<string, string> Table
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var page in Pages)
            {
                foreach (var look in Look.All)
                    rows.Add(page.Name, look.ToString());
            }

            return rows;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Table))]
    public async Task A_page_is_whole(string name, string look)
    {
        var (_, path, ready) = Array.Find(Pages, page => page.Name == name);
        var page = await Open(Server.Fill(path), Look.All.Single(known => known.ToString() == look));
        await page.Ready(ready);

        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{look}.png"), Animations = ScreenshotAnimations.Disabled });
        var width = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        width.ShouldBeLessThanOrEqualTo(await page.EvaluateAsync<int>("() => document.documentElement.clientWidth"), string.Create(CultureInfo.InvariantCulture, $"{path} is {width} wide"));
        await page.ShouldBeAccessible();
    }
}
