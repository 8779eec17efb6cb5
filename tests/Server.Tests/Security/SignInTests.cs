using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Carillon.Engine;
using Carillon.Engine.Security;
using NodaTime;

namespace Carillon.Server.Tests.Security;

/// <summary>Signing in, staying in and getting out.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private SignedServer _signed = null!;

    public async Task InitializeAsync() => _signed = await SignedServer.StartAsync();

    public async Task DisposeAsync() => await _signed.DisposeAsync();

    [Fact]
    public async Task Who_has_signed_in_is_known_and_acts_under_the_own_name()
    {
        using var http = await _signed.SignedInAsync("root");

        var account = JsonNode.Parse(await http.GetStringAsync("/api/account"))!;
        (account["account"]!.ToString(), account["scopes"]![0]!.ToString(), (bool)account["sign_in"]!).ShouldBe(("root", "admin", true));
        using var started = await http.PostAsync("/api/workflows/greet/run-now", SignedServer.Json(new JsonObject { ["by"] = "somebody else" }));
        var run = JsonNode.Parse(await started.Content.ReadAsStringAsync())!["run_id"]!.ToString();
        JsonNode.Parse(await http.GetStringAsync($"/api/runs/{run}"))!["created_by"]!.ToString().ShouldBe("root");
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        using var http = _signed.Browser();
        using var answer = await SignedServer.SignInAsync(http, "root", SignedServer.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        foreach (var part in new[] { "httponly", "samesite=strict", "path=/" })
            cookie.ToLowerInvariant().ShouldContain(part);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task A_proxy_on_this_machine_says_who_asked_and_that_it_was_by_https()
    {
        using var http = _signed.Browser();
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var answer = await SignedServer.SignInAsync(http, "root", SignedServer.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ToLowerInvariant().ShouldContain("secure");
        using var root = _signed.Browser();
        root.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        // By http it is worth nothing: its name says that it came by https.
        (await root.GetAsync("/api/audit?subject=account")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        root.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        (await root.GetStringAsync("/api/audit?subject=account")).ShouldContain("203.0.113.7");
    }

    [Fact]
    public async Task An_unknown_name_and_a_wrong_password_look_alike_and_are_in_the_audit_trail()
    {
        using var http = _signed.Browser();
        var (unknown, wrong) = (await RefusedAsync(http, "nobody", "x"), await RefusedAsync(http, "root", "x"));

        unknown.ShouldBe(wrong);
        unknown.ShouldContain("SCH073");
        using var root = await _signed.SignedInAsync("root");
        var failed = JsonNode.Parse(await root.GetStringAsync("/api/audit?subject=account"))!["items"]!.AsArray().Where(e => e!["action"]!.ToString() == "sign_in_failed");
        failed.Select(e => e!["actor"]!.ToString()).Order().ShouldBe(["nobody", "root"]);
    }

    [Fact]
    public async Task An_unknown_name_takes_as_long_as_a_wrong_password()
    {
        using var http = _signed.Browser();
        var (unknown, wrong) = (new List<double>(), new List<double>());
        for (var i = 0; i < 5; i++)
        {
            await _signed.PersonAsync($"ann{i}", "workflow:read");
            unknown.Add(await TimeAsync(http, $"nobody{i}"));
            wrong.Add(await TimeAsync(http, $"ann{i}"));
        }

        // Without the comparison with nobody's password it would be a tenth or less.
        (unknown.Min() / wrong.Min()).ShouldBeInRange(0.5, 2);
    }

    [Fact]
    public async Task What_no_name_can_be_is_not_kept_because_it_may_be_a_password()
    {
        using var http = _signed.Browser();
        await RefusedAsync(http, "my secret pass word!", "x");

        using var root = await _signed.SignedInAsync("root");
        (await root.GetStringAsync("/api/audit?subject=account")).ShouldNotContain("my secret");
    }

    [Fact]
    public async Task A_new_session_takes_the_place_of_whatever_the_browser_brought()
    {
        using var http = _signed.Browser();
        http.DefaultRequestHeaders.Add("Cookie", $"{Cookie}=crs_planted");
        using var answer = await SignedServer.SignInAsync(http, "root", SignedServer.Password);

        answer.Headers.GetValues("Set-Cookie").Single().ShouldNotContain("planted");
        using var planted = _signed.Browser();
        planted.DefaultRequestHeaders.Add("Cookie", $"{Cookie}=crs_planted");
        (await planted.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_that_somebody_else_put_into_the_browser_is_not_the_one_that_is_signed_in_and_ends()
    {
        await _signed.PersonAsync("bob", "workflow:read");
        using var bob = _signed.Browser();
        using var his = await SignedServer.SignInAsync(bob, "bob", SignedServer.Password);
        var planted = his.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var victim = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = _signed.Server.Http.BaseAddress };
        victim.DefaultRequestHeaders.Add("Cookie", planted);
        using var entered = await SignedServer.SignInAsync(victim, "root", SignedServer.Password);

        var own = entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        own.ShouldNotBe(planted);
        (await victim.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await bob.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task How_long_a_name_must_wait_is_known_after_a_restart()
    {
        for (var i = 0; i < 12; i++)
            await _signed.Server.Services.GetRequiredService<SignInService>().FailedAsync("nobody", "127.0.0.1");
        await _signed.Server.RestartAsync(() => Task.CompletedTask);
        using var again = _signed.Browser();

        using var waits = await SignedServer.SignInAsync(again, "nobody", "wrong");
        waits.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        waits.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_sign_in_that_had_to_wait_is_in_the_audit_trail_and_makes_nobody_wait_longer()
    {
        using var http = _signed.Browser();
        for (var i = 0; i < 3; i++)
            await RefusedAsync(http, "nobody", "wrong");
        var waited = 0;
        for (var i = 0; i < 5; i++)
        {
            using var answer = await SignedServer.SignInAsync(http, "nobody", "wrong");
            waited += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        waited.ShouldBeGreaterThan(0);
        using var root = await _signed.SignedInAsync("root");
        var entries = JsonNode.Parse(await root.GetStringAsync("/api/audit?subject=account&id=nobody&limit=50"))!["items"]!.AsArray();
        entries.Count.ShouldBe(8);
        entries.Count(entry => (string?)entry!["detail"]!["why"] == "delay").ShouldBe(waited);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        using var http = _signed.Browser();
        using var answer = await SignedServer.SignInAsync(http, "root", SignedServer.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using (await http.PostAsync("/api/sign-out", null))
        {
        }

        using var thief = _signed.Browser();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        (await thief.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_password_ends_every_other_session()
    {
        using var one = await _signed.SignedInAsync("root");
        using var other = await _signed.SignedInAsync("root");

        using var changed = await one.PostAsync("/api/account/password", SignedServer.Json(new JsonObject { ["current"] = SignedServer.Password, ["password"] = "another long one" }));

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await one.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("root root")]
    public async Task A_weak_password_is_refused(string password)
    {
        using var http = await _signed.SignedInAsync("root");
        using var changed = await http.PostAsync("/api/account/password", SignedServer.Json(new JsonObject { ["current"] = SignedServer.Password, ["password"] = password }));

        changed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await changed.Content.ReadAsStringAsync()).ShouldContain("\"field\":\"password\"");
    }

    [Fact]
    public async Task A_link_is_good_once_and_only_the_newest()
    {
        var old = (await _signed.Accounts.MakeLinkAsync("root", "test")).Value;
        var link = (await _signed.Accounts.MakeLinkAsync("root", "test")).Value;

        (await UseAsync(old)).ShouldBe(HttpStatusCode.Unauthorized);
        (await UseAsync(link)).ShouldBe(HttpStatusCode.OK);
        (await UseAsync(link)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_token_and_a_disabled_account_are_worth_nothing_at_once()
    {
        await _signed.PersonAsync("ann", "workflow:read");
        using var session = await _signed.SignedInAsync("ann");
        var made = (await _signed.Accounts.CreateTokenAsync("ann", "ci", ["workflow:read"], null, "test")).Value;
        using var token = _signed.Bearer(made.Secret);
        using var second = await _signed.TokenAsync("ann", "workflow:read");
        (await token.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await _signed.Accounts.RevokeTokenAsync(made.Token.Id, "test");
        (await token.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await _signed.Accounts.ChangeAsync("ann", null, disabled: true, "test");
        (await second.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await session.GetAsync("/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await SignedServer.SignInAsync(session, "ann", SignedServer.Password);
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        (await _signed.Accounts.ChangeAsync("root", ["workflow:read"], null, "test")).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH033");
        (await _signed.Accounts.ChangeAsync("root", null, disabled: true, "test")).IsOk.ShouldBeFalse();
        await _signed.PersonAsync("ann", "admin");
        (await _signed.Accounts.ChangeAsync("root", null, disabled: true, "test")).IsOk.ShouldBeTrue();
    }

    /// <summary>What the session's cookie is called on this server's port.</summary>
    private string Cookie => $"carillon_session_{_signed.Server.Http.BaseAddress!.Port}";

    private async Task<HttpStatusCode> UseAsync(string link)
    {
        using var http = _signed.Browser();
        using var answer = await http.PostAsync("/api/sign-in/link", SignedServer.Json(new JsonObject { ["link"] = link, ["password"] = SignedServer.Password }));
        return answer.StatusCode;
    }

    private static async Task<string> RefusedAsync(HttpClient http, string name, string password)
    {
        using var answer = await SignedServer.SignInAsync(http, name, password);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<double> TimeAsync(HttpClient http, string name)
    {
        var watch = Stopwatch.StartNew();
        await RefusedAsync(http, name, "wrong");
        return watch.Elapsed.TotalMilliseconds;
    }
}
