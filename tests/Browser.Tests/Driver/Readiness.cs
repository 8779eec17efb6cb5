using Microsoft.Playwright;

namespace Carillon.Browser.Tests;

/// <summary>When a page may be looked at.</summary>
public static class Readiness
{
    /// <summary>Waits until something is there, nothing is a placeholder any more, letters have their shapes, and the page has nothing left to do.</summary>
    public static async Task Ready(this IPage page, string selector)
    {
        await page.Locator(selector).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.WaitForFunctionAsync("() => !document.querySelector('[class*=\"Skeleton-root\"]')");
        await page.EvaluateAsync("() => document.fonts.ready.then(() => new Promise(done => requestIdleCallback(() => done(), { timeout: 2000 })))");
    }
}
