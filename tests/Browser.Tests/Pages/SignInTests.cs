using Carillon.Adapters.OpenId;
using Carillon.Core.Security;
using Carillon.Engine.Security;
using Carillon.Server.Security;
using Carillon.Server.Tests;
using Carillon.Server.Tests.Security.OpenId;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests.Pages;

/// <summary>From the link of the first start to a second user with a token.</summary>
public sealed class SignInTests(SeededServer server, Chromium chromium) : BrowserTest(server, chromium)
{
    private const string Yaml = "id: one\nschedule: { cron: \"0 12 * * *\", timezone: America/New_York }\ntasks:\n  - { id: a, uses: test.gate }\n";
    private const string Password = "correct horse battery";

    [BrowserFact]
    public async Task A_link_makes_a_password_and_the_password_lets_in_and_nothing_else_does()
    {
        Allow("401");
        Allow("422");
        var own = await OwnAsync(new ServerFixture().File("one.yaml", Yaml));
        var link = await own.Services.GetRequiredService<AccountService>().BeginAsync();
        var page = await Open($"{own.Url}/welcome#{link}");
        await page.GetByLabel("New password").FillAsync("short");
        await page.ShouldBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password and go on" }).ClickAsync();
        await page.GetByText("A password has at least 10 characters.").WaitForAsync();
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password and go on" }).ClickAsync();
        await page.GetByText("1 schedules active").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).ClickAsync();
        await page.GetByText("You may do everything.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).WaitForAsync();
        await page.ShouldBeAccessible();
        await SignInAsync(page, "admin", "wrong");
        await page.GetByText("Name or password is wrong.").WaitForAsync();
        await SignInAsync(page, "admin", Password);
        await page.GetByText("1 schedules active").WaitForAsync();
    }

    [BrowserFact]
    public async Task Somebody_signs_in_at_an_issuer_and_comes_back_to_the_page_they_wanted()
    {
        Allow("401");
        // The issuer's page asks for a font of somebody else.
        Allow("fonts.googleapis.com");
        Allow("favicon.ico");
        Allow("ERR_");
        var port = Issuer.FreePort();
        using var issuer = await Issuer.StartAsync($"http://127.0.0.1:{port}");
        var own = await OwnAsync(new ServerFixture
        {
            Port = port,
            Setup = options => options with { OpenId = new OpenIdSignIn(new OpenIdSettings(issuer.Url, Issuer.Client) { Secret = Issuer.Secret }, new ClaimRules()) },
        }.File("one.yaml", Yaml));
        var accounts = own.Services.GetRequiredService<AccountService>();
        await accounts.BeginAsync();
        (await accounts.CreateAsync("ann", AccountKind.Person, ["workflow:read"], "test")).IsOk.ShouldBeTrue();
        var page = await Open($"{own.Url}/runs?status=failed");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).WaitForAsync();
        await page.ShouldBeAccessible();

        // Nobody here has that name.
        await AtIssuerAsync(page, issuer, "s-1|somebody");
        await page.GetByText("there is no account for you here").WaitForAsync();
        page.Url.ShouldBe($"{own.Url}/");
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync($"{own.Url}/runs?status=failed");
        await AtIssuerAsync(page, issuer, "s-2|Ann");
        await page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).WaitForAsync();
        page.Url.ShouldContain("/runs?status=failed");
    }

    [BrowserFact]
    public async Task An_administrator_adds_a_user_and_makes_and_revokes_a_token()
    {
        var own = await OwnAsync(new ServerFixture().File("one.yaml", Yaml));
        var accounts = own.Services.GetRequiredService<AccountService>();
        var page = await Open($"{own.Url}/welcome#{await accounts.BeginAsync()}");
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password and go on" }).ClickAsync();
        await page.GetByText("1 schedules active").WaitForAsync();

        await page.GotoAsync($"{own.Url}/admin?tab=users");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a user" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Ann");
        await dialog.GetByLabel("start, cancel and retry runs").CheckAsync();
        await page.ShouldBeAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await page.GetByText("/welcome#crk_").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "no password yet" }).WaitForAsync();
        accounts.Find("ann")!.Scopes.ShouldContain("run:execute");

        await page.GetByRole(AriaRole.Tab, new() { Name = "Tokens" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();
        await dialog.GetByLabel("What it is for").FillAsync("nightly build");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        var secret = await page.GetByText("crl_").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        using var http = new HttpClient { BaseAddress = new Uri(own.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", secret.Trim());
        (await http.GetAsync("/api/workflows")).IsSuccessStatusCode.ShouldBeTrue();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "revoked" }).WaitForAsync();
        (await http.GetAsync("/api/workflows")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    private static async Task AtIssuerAsync(IPage page, Issuer issuer, string login)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = $"Sign in with {new Uri(issuer.Url).Authority}" }).ClickAsync();
        await page.Locator("input[name=login]").FillAsync(login);
        await page.Locator("input[name=password]").FillAsync("any");
        await page.Locator("button[type=submit]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    private static async Task SignInAsync(IPage page, string name, string password)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
