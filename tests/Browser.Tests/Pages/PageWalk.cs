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
        ("wizard-what", "/schedules/new?workflow=equity-daily", "text=symbols"),
        ("wizard-when", "/schedules/new?workflow=equity-daily&preset=cron&step=when", "text=Next"),
        ("wizard-if", "/schedules/new?workflow=equity-daily&preset=weekly&step=if", "text=Data window"),
        ("wizard-review", "/schedules/{overridden}/edit?step=review", "text=Next ten runs"),
        ("schedules", "/schedules", "[data-row]"),
        ("schedules-grid", "/schedules?view=grid", "article"),
        ("schedules-month", "/schedules?view=calendar", "text=March 2026"),
        ("schedules-week", "/schedules?view=calendar&scale=week", "text=9 – 15 March 2026"),
        ("schedules-day", "/schedules?view=calendar&scale=day&date=2026-03-09", "table"),
        ("costs", "/costs", "text=Most expensive schedules"),
        ("health", "/health", "text=Punctuality"),
        ("admin", "/admin", "table"),
        ("admin-filtered", "/admin?subject=budget", "table"),
        ("admin-users", "/admin?tab=users", "text=Nobody has to sign in"),
        ("admin-tokens", "/admin?tab=tokens", "text=There is no token yet"),
        ("admin-secrets", "/admin?tab=secrets", "text=SHOP_TOKEN"),
        ("admin-connections", "/admin?tab=connections", "text=https://api.example.com"),
        ("admin-channels", "/admin?tab=channels", "text=ops-hook"),
        ("admin-rules", "/admin?tab=rules", "text=Completed again"),
        ("admin-messages", "/admin?tab=messages", "td >> text=ops-hook"),
        ("runs", "/runs", "tr[aria-rowindex='2']"),
        ("runs-none", "/runs?text=nothing-like-this", "text=Show all runs"),
        ("run", "/runs/{run}?task=charts&item=0&tab=artifacts", "img[alt^=chart]"),
        ("run-failed", "/runs/{failed_run}?task=validate&tab=attempts", "[data-task=validate]"),
        ("run-going", "/runs/{running_run}", "[data-task=nyse]"),
        ("run-values", "/runs/{fan_out_run}?task=count&item=2&tab=values", "[data-task=count]"),
        ("schedule", "/schedules/{schedule}", "text=Completed"),
        ("schedule-table", "/schedules/{failing}?view=table", "table"),
        ("schedule-metrics", "/schedules/{schedule}?tab=metrics", "text=As a table"),
        ("schedule-coverage", "/schedules/schedule-default-transcripts?tab=coverage", "text=Holes"),
        ("schedule-ledger", "/schedules/{schedule}?tab=ledger", "table"),
        ("schedule-settings", "/schedules/{overridden}?tab=settings", "text=In the file"),
        ("schedule-audit", "/schedules/{paused}?tab=audit", "table"),
        ("problem", "/problems/SCH005", "text=Budget exceeded"),
        ("workflows", "/workflows", "table"),
        ("workflow", "/workflows/equity-daily?task=bars", "text=market.bars"),
        ("workflow-yaml", "/workflows/equity-daily?tab=yaml", ".cm-content"),
        ("workflow-versions", "/workflows/equity-daily?tab=versions", ".cm-content"),
        ("editor", "/workflows/equity-daily/edit", ".cm-content"),
        ("templates", "/templates", "article"),
        ("template", "/templates/momentum", ".cm-content"),
        ("strategies", "/strategies", "#root h1"),
        ("strategy-new", "/strategies/new?template=momentum", ".cm-content"),
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
        var seen = Look.All.Single(known => known.ToString() == look);
        var page = await Open(Server.Fill(path), seen);
        await page.Ready(ready);

        // Phones are looked at, not kept: the pictures would be most of the repository.
        if (Pictures is not null && !seen.IsPhone)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{look}.png"), Animations = ScreenshotAnimations.Disabled });
        var width = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        width.ShouldBeLessThanOrEqualTo(await page.EvaluateAsync<int>("() => document.documentElement.clientWidth"), string.Create(CultureInfo.InvariantCulture, $"{path} is {width} wide"));
        await page.ShouldBeAccessible();
    }
}
