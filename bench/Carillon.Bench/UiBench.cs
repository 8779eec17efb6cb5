using System.Globalization;
using Microsoft.Playwright;

namespace Carillon.Bench;

/// <summary>
/// Each page in Chromium over a large history, server and browser on the same cores: from the start of the navigation until its content is there and the page's
/// main thread has nothing left to do. Cold is a browser that has seen nothing yet; warm is the median of five loads after that.
/// </summary>
internal static class UiBench
{
    private const int Rounds = 5;
    private const float Patience = 60_000;

    // A name, a path, and what is there once the first rows are shown. {run} is the latest failed run, {schedule} and {workflow} whose it is.
    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("overview", "/", "section[aria-label='Next'] a[href^='/schedules/schedule']"),
        ("schedules", "/schedules", "[data-row] a"),
        ("schedules-grid", "/schedules?view=grid", "article a"),
        ("schedules-month", "/schedules?view=calendar", "button[data-heat]"),
        ("schedules-week", "/schedules?view=calendar&scale=week", "main [class*='weekHead']"),
        ("wizard", "/schedules/new?workflow={workflow}&step=when", "main input"),
        ("schedule", "/schedules/{schedule}", "main canvas"),
        ("schedule-metrics", "/schedules/{schedule}?tab=metrics", ".recharts-surface"),
        ("schedule-ledger", "/schedules/{schedule}?tab=ledger", "main tbody tr"),
        ("runs", "/runs", "tr[aria-rowindex='2']"),
        ("run", "/runs/{run}", "[role='treeitem']"),
        ("workflows", "/workflows", "main tbody tr"),
        ("workflow", "/workflows/{workflow}", "[data-task]"),
        ("editor", "/workflows/{workflow}/edit", ".cm-content"),
        ("strategies", "/strategies", "main h1"),
        ("costs", "/costs", "main pre, main table"),
        ("health", "/health", "main table"),
        ("admin", "/admin", "main h1"),
    ];

    public static async Task RunAsync(TextWriter output)
    {
        using var folder = new BenchFolder(HistoryMaker.Kept);
        using var server = await HistoryMaker.ServeAsync(folder);
        using var client = new HttpClient { BaseAddress = server.Address };
        var run = System.Text.Json.Nodes.JsonNode.Parse(await client.GetStringAsync("/api/runs?status=failed&limit=1"))!["items"]![0]!;
        string Fill(string path) => path.Replace("{run}", run["id"]!.ToString(), StringComparison.Ordinal)
            .Replace("{schedule}", run["schedule_id"]!.ToString(), StringComparison.Ordinal).Replace("{workflow}", run["workflow_id"]!.ToString(), StringComparison.Ordinal);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CARILLON_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Headless = true,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
        // The browser's own start, and what the server does once after its own, are nobody's page.
        await LoadAsync(browser, server.Address, Pages[0], []);
        foreach (var page in Pages)
        {
            var times = new List<double>();
            var script = await LoadAsync(browser, server.Address, page with { Path = Fill(page.Path) }, times);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure ui-{page.Name}-cold {times[0]:0} ms"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure ui-{page.Name} {times.Skip(1).Order().ElementAt(Rounds / 2):0} ms"));
            if (page.Path == "/")
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure ui-first-load-js {script / 1000:0.0} kB"));
        }

        await ScrollAsync(browser, server.Address, output);
    }

    /// <summary>Scrolls through the list at 240 pixels every second frame, some 7,000 a second, and counts frames in which the middle of the window shows no row, or one without its schedule.</summary>
    private static async Task ScrollAsync(IBrowser browser, Uri address, TextWriter output)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1440, Height = 900 } });
        var tab = await context.NewPageAsync();
        await tab.GotoAsync("/schedules");
        await tab.WaitForSelectorAsync("[data-row] a");
        var blank = await tab.EvaluateAsync<int>(
            """
            async () => {
              const frame = () => new Promise((done) => requestAnimationFrame(done));
              let blank = 0;
              for (let y = 0; y < 120_000; y += 240) {
                window.scrollTo(0, y);
                await frame();
                await frame();
                const row = document.elementFromPoint(700, 500)?.closest('[role=row]');
                if (!row || row.getAttribute('aria-busy') === 'true') blank++;
              }
              return blank;
            }
            """);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure ui-scroll-blank {blank} frames"));
    }

    /// <summary>Loads the page once cold and then warm, and adds the times. Returns the bytes of JavaScript that the first load carried, packed.</summary>
    private static async Task<double> LoadAsync(IBrowser browser, Uri address, (string Name, string Path, string Ready) page, List<double> times)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        await context.AddInitScriptAsync(
            $$"""
            (() => {
              const ready = {{System.Text.Json.JsonSerializer.Serialize(page.Ready)}};
              const look = () => {
                if (!document.querySelector(ready)) return false;
                requestIdleCallback(() => { window.readyAfter = performance.now(); });
                return true;
              };
              const watch = new MutationObserver(() => { if (look()) watch.disconnect(); });
              watch.observe(document, { childList: true, subtree: true, attributes: true });
            })();
            """);
        var tab = await context.NewPageAsync();
        var script = 0.0;
        for (var round = 0; round <= Rounds; round++)
        {
            await tab.GotoAsync(page.Path, new() { Timeout = Patience });
            await tab.WaitForFunctionAsync("() => window.readyAfter", null, new() { Timeout = Patience });
            times.Add(await tab.EvaluateAsync<double>("() => window.readyAfter"));
            if (round == 0)
                script = await tab.EvaluateAsync<double>("() => performance.getEntriesByType('resource').filter(r => new URL(r.name).pathname.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0)");
        }

        return script;
    }
}
