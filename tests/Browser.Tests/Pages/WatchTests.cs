namespace Carillon.Browser.Tests.Pages;

/// <summary>What watches the other tests sees what it is there for.</summary>
public sealed class WatchTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task Axe_finds_what_cannot_be_read_or_named()
    {
        var page = await Open("/");
        await page.EvaluateAsync("() => { document.body.innerHTML = '<main><h1>x</h1><button></button><p style=\"color:#ccc;background:#fff\">pale</p></main>'; }");

        var found = await Axe.FindingsAsync(page);

        found.ShouldContain(finding => finding.StartsWith("button-name: [\"button\"]", StringComparison.Ordinal));
        found.ShouldContain(finding => finding.StartsWith("color-contrast: [\"p\"]", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Errors_of_a_page_fail_its_test()
    {
        var watched = new Watched(Server, Browser);

        await watched.GoWrongAsync();

        var said = (await Record.ExceptionAsync(watched.DisposeAsync)).ShouldBeOfType<ShouldAssertException>().Message;
        said.ShouldContain("console error: said aloud");
        said.ShouldContain("/api/runs/none: 404");
    }

    private sealed class Watched(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
    {
        public async Task GoWrongAsync()
        {
            var page = await Open("/");
            await page.EvaluateAsync("() => { console.error('said aloud'); return fetch('/api/runs/none').then(answer => answer.status); }");
        }
    }
}
