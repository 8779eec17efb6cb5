using System.Text.Json;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests;

/// <summary>axe-core's rules of accessibility.</summary>
public static class Axe
{
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(Path.Combine(Checkout.Root, "web/node_modules/axe-core/axe.min.js")));

    /// <summary>What of it is serious or critical: rule, place and what helps.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page)
    {
        // Through the debugger, which the page's policy does not bind.
        await page.EvaluateAsync("() => {" + Script.Value + "\n}");
        var found = await page.EvaluateAsync<JsonElement>("() => window.axe.run(document, { resultTypes: ['violations'] })");
        return
        [
            .. from violation in found.GetProperty("violations").EnumerateArray()
               where violation.GetProperty("impact").GetString() is "serious" or "critical"
               from node in violation.GetProperty("nodes").EnumerateArray()
               select $"{violation.GetProperty("id")}: {node.GetProperty("target")} {violation.GetProperty("help")} {node.GetProperty("failureSummary")} {violation.GetProperty("helpUrl")}",
        ];
    }

    /// <summary>Fails with every serious or critical finding.</summary>
    public static async Task ShouldBeAccessible(this IPage page) => (await FindingsAsync(page)).ShouldBeEmpty();
}
