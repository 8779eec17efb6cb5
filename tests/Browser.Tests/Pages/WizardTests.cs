using System.Net;
using System.Text;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>Making a schedule and editing one, in four steps.</summary>
public sealed class WizardTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    [BrowserFact]
    public async Task From_nothing_to_a_daily_schedule()
    {
        var page = await Open("/schedules/new");
        await page.Ready("text=What this means");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Workflow" }).FillAsync("hello");
        await page.GetByRole(AriaRole.Option, new() { Name = "hello" }).First.ClickAsync();
        await Text(page, "Key").FillAsync("daily-two");
        await Text(page, "Owner").FillAsync("ann");
        await Next(page);

        await page.GetByRole(AriaRole.Radio, new() { Name = "Daily" }).ClickAsync();
        await Text(page, "At").FillAsync("02:00, 14:00");
        await page.GetByText("At 02:00 and 14:00 every day").First.WaitForAsync();
        await Next(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Keep one waiting" }).CheckAsync();
        await Next(page);
        await page.GetByText("overlap_policy: buffer_one").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();

        await page.GetByText("Created. First run").WaitForAsync();
        await page.WaitForURLAsync("**/schedules/schedule-*");
        var made = await Server.GetAsync("/api/schedules/" + page.Url.Split('/')[^1]);
        made["kind"]!.ToString().ShouldBe("managed");
        made["timezone"]!.ToString().ShouldBe(SeededServer.ViewerZone);
        made["words"]!.ToString().ShouldBe("At 02:00 and 14:00 every day");
    }

    [BrowserFact]
    public async Task A_warning_is_put_right_with_one_click()
    {
        var page = await Open("/schedules/new?workflow=hello&step=when&cron=0+2+*%2F14+*+*");
        await page.GetByText("does not mean every 14 days").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this instead" }).First.ClickAsync();

        await page.GetByText("Every 14 days at 02:00").First.WaitForAsync();
        (await page.GetByRole(AriaRole.Radio, new() { Name = "Every N days" }).GetAttributeAsync("aria-checked")).ShouldBe("true");
        await page.GetByText("does not mean every 14 days").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [BrowserFact]
    public async Task A_wrong_cron_is_marked_at_its_field_and_on_its_step()
    {
        Allow("422");
        var page = await Open("/schedules/new?workflow=hello&step=when&preset=cron");
        var cron = Text(page, "Cron");
        await cron.FillAsync("0 25 * * *");

        await page.GetByText("25 is outside 0-23").First.WaitForAsync();
        (await cron.GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" }).GetByText("1 problem").WaitForAsync();
        await Next(page);
        await page.GetByText("When the last run still runs").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_cron_and_its_fields_follow_each_other()
    {
        var page = await Open("/schedules/new?workflow=hello&step=when&preset=cron");
        await Text(page, "Cron").FillAsync("*/20 8-10 * * mon");
        (await page.GetByRole(AriaRole.Combobox, new() { Name = "Minute: how" }).InputValueAsync()).ShouldBe("step");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Minute: how" }).SelectOptionAsync("every");
        (await Text(page, "Cron").InputValueAsync()).ShouldBe("* 8-10 * * mon");
    }

    [BrowserFact]
    public async Task A_reload_keeps_the_draft_and_leaving_asks()
    {
        var page = await Open("/schedules/new?workflow=hello&step=what");
        await Text(page, "Description").FillAsync("Half done");
        await page.ReloadAsync();
        await page.GetByText("This is your draft from before").WaitForAsync();
        (await Text(page, "Description").InputValueAsync()).ShouldBe("Half done");

        await page.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        page.Url.ShouldContain("/schedules/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        (await Text(page, "Description").InputValueAsync()).ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Two_who_edit_one_schedule_overwrite_nothing()
    {
        var made = await Server.PostAsync("/api/workflows/hello/schedules", """{"id":"shared","daily":{"at":"09:00"},"timezone":"UTC","by":"ann"}""", HttpStatusCode.Created);
        var path = "/api/schedules/" + made["id"];
        var page = await Open($"/schedules/{made["id"]}/edit?step=when");
        await Text(page, "At").FillAsync("10:00");
        using var http = new HttpClient { BaseAddress = new Uri(Server.Url) };
        using var theirs = new StringContent("""{"daily":{"at":"11:00"},"timezone":"UTC","jitter":"30s","by":"bea"}""", Encoding.UTF8, "application/json");
        (await http.PutAsync(path, theirs)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await page.GetByText("Changed meanwhile").WaitForAsync();
        await page.GetByText("1 field changed by both").WaitForAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Which when it runs: Mine" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on with these" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Review" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        await page.GetByText("Saved. Next run").WaitForAsync();
        var saved = (await Server.GetAsync(path))["definition"]!;
        saved["daily"]!["at"]!.ToString().ShouldBe("10:00");
        saved["jitter"]!.ToString().ShouldBe("30s");
    }

    [BrowserFact]
    public async Task An_edit_of_a_declared_schedule_says_that_it_is_an_override()
    {
        var page = await Open(Server.Fill("/schedules/{schedule}/edit?step=review"));
        await page.GetByText("This schedule is declared in a file").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as override" }).WaitForAsync();
        await page.GetByText("Nothing is changed yet.").WaitForAsync();
    }

    private static ILocator Text(IPage page, string name) => page.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true });

    private static Task Next(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Next", Exact = true }).ClickAsync();
}
