using Carillon.Engine.Security;
using Carillon.Server.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>What somebody with few scopes sees: no page that would be refused, no act that would be. The browser's console shows every refusal, and <see cref="BrowserTest"/> fails for each.</summary>
public sealed class FewScopesTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    private const string Yaml = "id: one\nschedule: { cron: \"0 12 * * *\", timezone: America/New_York }\ntasks:\n  - { id: a, uses: test.gate }\n";
    private const string Schedule = "schedule-default-one";
    private const string Password = "correct horse battery";

    [BrowserFact]
    public async Task Who_reads_workflows_only_begins_with_the_runs_and_finds_nothing_to_press()
    {
        var own = await StartAsync();
        var page = await SignedInAsync(own, "workflow:read");

        await page.WaitForURLAsync($"{own.Url}/runs");
        (await RailAsync(page)).ShouldBe(["Runs", "Workflows", "Strategies", "Health", "Admin"]);
        await page.GotoAsync($"{own.Url}/workflows/one");
        await page.GetByText("test.gate").First.WaitForAsync();
        (await ActsAsync(page, "Run now", "Edit", "More")).ShouldBe(0);
        await page.GotoAsync($"{own.Url}/schedules");
        await page.GetByText("This page needs workflow.schedule:read").WaitForAsync();
        await page.ShouldBeAccessible();
        await page.GotoAsync($"{own.Url}/admin");
        await page.GetByText("There is no token yet").WaitForAsync();
        (await page.GetByRole(AriaRole.Tab).AllInnerTextsAsync()).ShouldBe(["Tokens", "Secrets", "Connections", "Channels", "Rules", "Messages"]);
        foreach (var (tab, ready) in new[] { ("Secrets", "There is no secret yet"), ("Connections", "There is no connection yet"), ("Channels", "There is no channel yet"), ("Rules", "There is no rule yet"), ("Messages", "Nobody was told anything yet") })
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            await page.GetByText(ready).WaitForAsync();
            (await ActsAsync(page, "Set a secret", "Add a")).ShouldBe(0, tab);
        }
    }

    [BrowserFact]
    public async Task Who_reads_everything_sees_everything_and_changes_nothing()
    {
        var own = await StartAsync();
        var page = await SignedInAsync(own, "workflow:read", "workflow.schedule:read");

        await page.GetByText("1 schedules active").WaitForAsync();
        (await ActsAsync(page, "New schedule")).ShouldBe(0);
        foreach (var (path, ready) in new[]
                 {
                     ("/schedules", "[data-row]"), ("/schedules?view=grid", "article"), ($"/schedules/{Schedule}", "text=No run yet"), ($"/schedules/{Schedule}?tab=settings", "text=Cost"),
                     ($"/schedules/{Schedule}?tab=coverage", "text=No backfill was made yet"), ("/costs", "#root h1"), ("/health", "text=Punctuality"), ("/runs", "#root h1"), ("/strategies", "#root h1"), ("/templates", "#root h1"),
                 })
        {
            await page.GotoAsync(own.Url + path);
            await page.Locator(ready).First.WaitForAsync();
            (await ActsAsync(page, "Run now", "Pause", "Resume", "Edit", "Disable", "Set budget", "New schedule", "New workflow", "New strategy", "Read the files again", "Backfill")).ShouldBe(0, path);
            (await page.GetByRole(AriaRole.Switch).CountAsync()).ShouldBe(0, path);
        }
        await page.GotoAsync($"{own.Url}/schedules/new");
        await page.GetByText("This page needs workflow.schedule:write").WaitForAsync();
    }

    [BrowserFact]
    public async Task Who_may_run_runs_and_may_not_edit()
    {
        var own = await StartAsync();
        var page = await SignedInAsync(own, "workflow:read", "workflow.schedule:read", "run:execute");

        await page.GotoAsync($"{own.Url}/schedules/{Schedule}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).WaitForAsync();
        (await ActsAsync(page, "Pause", "Edit")).ShouldBe(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "What to do with" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Test run" }).WaitForAsync();
        (await page.GetByRole(AriaRole.Menuitem).AllInnerTextsAsync()).ShouldNotContain("Delete");
    }

    private Task<ServerFixture> StartAsync() => OwnAsync(new ServerFixture().File("one.yaml", Yaml));

    private async Task<IPage> SignedInAsync(ServerFixture own, params string[] scopes)
    {
        var accounts = own.Services.GetRequiredService<AccountService>();
        (await accounts.CreateAsync("root", AccountKind.Person, [AccountService.Admin], "test")).IsOk.ShouldBeTrue();
        (await accounts.CreateAsync("ann", AccountKind.Person, scopes, "test")).IsOk.ShouldBeTrue();
        var page = await Open($"{own.Url}/welcome#{(await accounts.MakeLinkAsync("ann", "test")).Value}");
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password and go on" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).WaitForAsync();
        return page;
    }

    private static async Task<IReadOnlyList<string>> RailAsync(IPage page) => await page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link).AllInnerTextsAsync();

    /// <summary>How many buttons and links there are that begin with one of these words.</summary>
    private static async Task<int> ActsAsync(IPage page, params string[] words)
    {
        var count = 0;
        foreach (var one in words)
            count += await page.GetByRole(AriaRole.Button, new() { Name = one }).CountAsync() + await page.Locator("#page").GetByRole(AriaRole.Link, new() { Name = one, Exact = true }).CountAsync();
        return count;
    }
}
