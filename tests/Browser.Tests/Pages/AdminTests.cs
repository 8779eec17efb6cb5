using Carillon.Server.Tests;
using Carillon.Tests.Shared;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>What an administrator keeps beside the files, made on the pages and seen in the API.</summary>
public sealed class AdminTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    private const string Value = "kept-from-everybody";

    [BrowserFact]
    public async Task A_secret_is_set_and_set_anew_and_never_shown()
    {
        Allow("422");
        var own = await OwnAsync(new ServerFixture());
        var page = await Open($"{own.Url}/admin?tab=secrets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set a secret" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("SHOP_TOKEN");
        await dialog.GetByLabel("Value").FillAsync("abc");
        await page.ShouldBeAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await dialog.GetByRole(AriaRole.Alert).WaitForAsync();
        await dialog.GetByLabel("Value").FillAsync(Value);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "SHOP_TOKEN", Exact = true }).WaitForAsync();
        await page.GetByText("seals from now on").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Set anew SHOP_TOKEN" }).ClickAsync();
        await dialog.GetByLabel("Value").FillAsync(Value + "-2");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "2", Exact = true }).WaitForAsync();
        (await page.ContentAsync()).ShouldNotContain(Value);
        (await own.GetAsync("/api/secrets")).ToJsonString().ShouldNotContain(Value);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete SHOP_TOKEN" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("There is no secret yet").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_connection_is_made_by_its_form_and_checked()
    {
        var own = await OwnAsync(new ServerFixture());
        var page = await Open($"{own.Url}/admin?tab=connections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a connection" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true }).FillAsync("self");
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "base_url" }).FillAsync(own.Url);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "token", Exact = true }).FillAsync(Value);
        await page.ShouldBeAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check self" }).ClickAsync();
        await page.GetByText("answered").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit self" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "base_url" }).FillAsync("http://127.0.0.1:1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "base_url http://127.0.0.1:1" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check self" }).ClickAsync();
        await page.GetByText("No connection:").WaitForAsync();
        var kept = await own.GetAsync("/api/connections/self");
        kept["sealed"]!.AsArray().Count.ShouldBe(1, "the token stayed");
        kept.ToJsonString().ShouldNotContain(Value);
    }

    [BrowserFact]
    public async Task A_channel_and_a_rule_are_made_and_a_failing_run_is_told_of()
    {
        using var receiver = new HttpReceiver();
        var own = await OwnAsync(new ServerFixture().File("bad.yaml", "id: bad\ntasks:\n  - { id: a, uses: shell, with: { run: exit 3 } }\n"));
        var page = await Open($"{own.Url}/admin?tab=channels");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a channel" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("ops");
        await dialog.GetByLabel("Kind").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Webhook" }).ClickAsync();
        await dialog.GetByLabel("Address").FillAsync(receiver.Url);
        await page.ShouldBeAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("whsec_").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test message to ops" }).ClickAsync();
        await page.GetByText("Accepted in").WaitForAsync();

        await page.GetByRole(AriaRole.Tab, new() { Name = "Rules" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("trouble");
        await page.ShouldBeAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "trouble", Exact = true }).WaitForAsync();
        var run = await own.RunAsync("bad");
        await own.EndAsync(run);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Messages" }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "Failed: bad" }).WaitForAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "accepted" }).First.WaitForAsync();
        receiver.Posts.Count(post => post.Body.Contains(run, StringComparison.Ordinal)).ShouldBe(1);
        await page.ShouldBeAccessible();
    }
}
