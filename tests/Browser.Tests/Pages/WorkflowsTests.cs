using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>Workflows written, mended, saved and run in the browser.</summary>
public sealed class WorkflowsTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task A_new_workflow_has_its_mistake_marked_is_mended_saved_and_run()
    {
        var page = await Open("/workflows/new");
        await WriteAsync(page, "id: written-here\ntasks:\n  - id: hello\n    uses: shel\n    with:\n      run: echo hi\n");

        await page.GetByRole(AriaRole.Button, new() { Name = "Line 4" }).WaitForAsync();
        (await page.Locator(".cm-lintRange-error").TextContentAsync()).ShouldBe("shel");

        await page.GetByRole(AriaRole.Button, new() { Name = "Line 4" }).ClickAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.TypeAsync("l");
        await page.GetByText("No problems").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review and create" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/workflows/written-here");

        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await page.WaitForURLAsync("**/runs/*");
    }

    [BrowserFact]
    public async Task The_editor_offers_the_task_types_of_the_server()
    {
        var page = await Open("/workflows/new");
        await WriteAsync(page, "id: offered\ntasks:\n  - id: hello\n    uses: ");

        await page.Keyboard.PressAsync("Control+Space");
        await page.Locator(".cm-tooltip-autocomplete li").First.WaitForAsync();

        (await page.Locator(".cm-tooltip-autocomplete .cm-completionLabel").AllTextContentsAsync()).ShouldContain("market.bars");
    }

    [BrowserFact]
    public async Task An_edit_over_somebody_elses_overwrites_nothing_and_versions_stand_side_by_side()
    {
        await Server.PostAsync("/api/workflows", """{"yaml":"id: edited-here\ntasks: [{ id: a, uses: shell, with: { run: echo first } }]\n"}""", System.Net.HttpStatusCode.Created);
        var page = await Open("/workflows/edited-here/edit");
        await WriteAsync(page, "id: edited-here\ntasks: [{ id: a, uses: shell, with: { run: echo mine } }]\n");
        await page.GetByText("No problems").WaitForAsync();
        using (var http = new HttpClient { BaseAddress = new Uri(Server.Url) })
        using (var theirs = new StringContent("id: edited-here\ntasks: [{ id: a, uses: shell, with: { run: echo theirs } }]\n", System.Text.Encoding.UTF8, "application/yaml"))
            (await http.PutAsync("/api/workflows/edited-here", theirs)).EnsureSuccessStatusCode();

        Allow("412");
        await page.GetByRole(AriaRole.Button, new() { Name = "Review and save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByText("Somebody else saved it meanwhile").WaitForAsync();
        (await Server.GetAsync("/api/workflows/edited-here"))["yaml"]!.ToString().ShouldContain("theirs");

        await page.GetByRole(AriaRole.Button, new() { Name = "Keep mine and review again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/workflows/edited-here");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Versions" }).ClickAsync();
        await page.Locator(".cm-merge-a").GetByText("echo theirs").WaitForAsync();
        await page.Locator(".cm-merge-b").GetByText("echo mine").WaitForAsync();
    }

    private static async Task WriteAsync(IPage page, string text)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Text of the workflow" }).ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(text);
    }
}
