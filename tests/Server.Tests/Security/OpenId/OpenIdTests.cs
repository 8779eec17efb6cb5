using System.Net;
using System.Text.Json.Nodes;
using Carillon.Adapters.OpenId;
using Carillon.Core.Security;
using Carillon.Server.Security;

namespace Carillon.Server.Tests.Security.OpenId;

/// <summary>People sign in at a real issuer and come back.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private readonly int _port = Issuer.FreePort();
    private SignedServer _signed = null!;
    private Issuer? _issuer;

    private string Url => $"http://127.0.0.1:{_port}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _issuer?.Dispose();
        if (_signed is not null)
            await _signed.DisposeAsync();
    }

    [IssuerTheory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task Whom_the_issuer_names_is_signed_in_as_the_account_of_that_name_and_goes_on_to_the_page(string alg)
    {
        await StartAsync(new ClaimRules(), alg);
        await _signed.PersonAsync("ann", "workflow:read");
        using var ann = new Person(Url);

        (await ann.SignInAsync("s-1|Ann", "/runs?status=failed")).ShouldBe("/runs?status=failed");

        (await ann.WhoAsync()).ShouldBe("ann");
        (await ann.Http.GetAsync(Url + "/api/workflows")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.Http.GetAsync(Url + "/api/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var entry = (await AuditAsync()).First(entry => entry["action"]!.ToString() == "signed_in" && entry["actor"]!.ToString() == "ann" && entry["detail"]!["issuer"] is not null);
        entry["detail"]!["subject"]!.ToString().ShouldBe("s-1|Ann");
    }

    [IssuerFact]
    public async Task Without_an_account_nobody_gets_in_and_the_audit_trail_says_who_tried()
    {
        await StartAsync(new ClaimRules());
        using var bob = new Person(Url);

        (await bob.SignInAsync("s-2|bob")).ShouldBe("/?sign_in=SCH087");

        (await bob.WhoAsync()).ShouldBeNull();
        var failed = (await AuditAsync()).First(entry => entry["action"]!.ToString() == "sign_in_failed");
        failed["subject_id"]!.ToString().ShouldBe("bob");
        failed["detail"]!["why"]!.ToString().ShouldContain("There is no account 'bob'");
    }

    [IssuerFact]
    public async Task Who_has_a_name_of_somebody_else_later_does_not_get_their_account_until_it_is_let_go()
    {
        await StartAsync(new ClaimRules());
        await _signed.PersonAsync("ann", "workflow:read");
        using (var ann = new Person(Url))
            (await ann.SignInAsync("s-1|ann")).ShouldBe("/");
        using var other = new Person(Url);

        (await other.SignInAsync("s-9|ann")).ShouldBe("/?sign_in=SCH087");

        await _signed.Accounts.UnbindAsync("ann", "test");
        using var again = new Person(Url);
        (await again.SignInAsync("s-9|ann")).ShouldBe("/");
    }

    [IssuerFact]
    public async Task A_disabled_account_and_a_programs_are_not_opened_by_the_issuer_either()
    {
        await StartAsync(new ClaimRules { NewScopes = ["workflow:read"] });
        await _signed.PersonAsync("ann", "workflow:read");
        await _signed.Accounts.ChangeAsync("ann", null, disabled: true, "test");
        await _signed.Accounts.CreateAsync("ci", Engine.Security.AccountKind.Service, ["admin"], "test");
        using var ann = new Person(Url);
        using var ci = new Person(Url);

        (await ann.SignInAsync("s-1|ann")).ShouldBe("/?sign_in=SCH087");
        (await ci.SignInAsync("s-2|ci")).ShouldBe("/?sign_in=SCH087");
    }

    [IssuerFact]
    public async Task Nobody_becomes_an_administrator_by_their_name()
    {
        await StartAsync(new ClaimRules { NewScopes = ["workflow:read"] });
        using var root = new Person(Url);
        using var same = new Person(Url);

        (await root.SignInAsync("s-1|root")).ShouldBe("/?sign_in=SCH087");

        (await same.SignInAsync("s-1|somebody")).ShouldBe("/", "the refusal has tied nothing");
    }

    [IssuerFact]
    public async Task Accounts_are_made_at_the_first_sign_in_where_that_is_allowed()
    {
        await StartAsync(new ClaimRules { NewScopes = ["workflow:read", "run:execute"] });
        using var bob = new Person(Url);

        (await bob.SignInAsync("s-2|bob")).ShouldBe("/");

        _signed.Accounts.Find("bob")!.Scopes.ShouldBe(["workflow:read", "run:execute"]);
        _signed.Accounts.Find("bob")!.HasPassword.ShouldBeFalse();
    }

    [IssuerFact]
    public async Task Groups_say_at_each_sign_in_what_somebody_may_do()
    {
        await StartAsync(new ClaimRules { Groups = ClaimRules.ParseGroups("ops=admin,dev=workflow:read,dev=run:execute")! });
        using (var bob = new Person(Url))
            (await bob.SignInAsync("s-2|bob|dev,cooks")).ShouldBe("/");
        _signed.Accounts.Find("bob")!.Scopes.ShouldBe(["workflow:read", "run:execute"]);
        using var cook = new Person(Url);

        (await cook.SignInAsync("s-3|cook|cooks")).ShouldBe("/?sign_in=SCH087");
        _signed.Accounts.Find("cook").ShouldBeNull();
    }

    [IssuerFact]
    public async Task What_comes_back_ends_a_sign_in_of_the_same_browser_once_and_no_other()
    {
        await StartAsync(new ClaimRules());
        await _signed.PersonAsync("ann", "workflow:read");
        using var ann = new Person(Url);
        var back = await ann.ComeBackAsync("s-1|ann");
        using var thief = new Person(Url);
        await thief.BeginAsync();

        (await new Person(Url).EndAsync(back)).ShouldBe("/?sign_in=SCH086");
        (await thief.EndAsync(back)).ShouldBe("/?sign_in=SCH086");
        (await thief.WhoAsync()).ShouldBeNull();
        (await ann.EndAsync(back.Replace("state=", "state=x", StringComparison.Ordinal))).ShouldBe("/?sign_in=SCH086");
        // The failed try has used the sign-in up: the browser begins again.
        (await ann.EndAsync(back)).ShouldBe("/?sign_in=SCH086");
        (await ann.WhoAsync()).ShouldBeNull();
    }

    [IssuerFact]
    public async Task A_sign_in_goes_on_when_the_server_was_started_anew_meanwhile_as_it_would_on_another_node()
    {
        await StartAsync(new ClaimRules());
        await _signed.PersonAsync("ann", "workflow:read");
        using var ann = new Person(Url);
        var back = await ann.ComeBackAsync("s-1|ann", "/runs");
        await _signed.Server.RestartAsync(() => Task.CompletedTask);

        (await ann.EndAsync(back)).ShouldBe("/runs");
        (await ann.WhoAsync()).ShouldBe("ann");
    }

    [IssuerFact]
    public async Task A_code_is_worth_nothing_a_second_time_and_what_the_issuer_refuses_is_in_the_audit_trail()
    {
        await StartAsync(new ClaimRules());
        using var ann = new Person(Url);
        var state = new Uri(await ann.BeginAsync()).Query.Split('&', '?').First(part => part.StartsWith("state=", StringComparison.Ordinal));

        (await ann.EndAsync($"{Url}/api/sign-in/openid/back?code=made-up&{state}")).ShouldBe("/?sign_in=SCH086");
        var denied = new Uri(await ann.BeginAsync()).Query.Split('&', '?').First(part => part.StartsWith("state=", StringComparison.Ordinal));
        (await ann.EndAsync($"{Url}/api/sign-in/openid/back?error=access_denied&{denied}")).ShouldBe("/?sign_in=SCH086");

        var why = (await AuditAsync()).Where(entry => entry["action"]!.ToString() == "sign_in_failed").Select(entry => entry["detail"]!["why"]!.ToString()).ToList();
        why[0].ShouldContain("access");
        why[1].ShouldContain("invalid_grant");
    }

    [IssuerFact]
    public async Task An_issuer_that_is_down_keeps_no_server_from_starting_and_is_asked_again()
    {
        var port = Issuer.FreePort();
        await StartAsync(new ClaimRules(), at: port);
        await _signed.PersonAsync("ann", "workflow:read");
        using var ann = new Person(Url);
        (await ann.BeginAsync()).ShouldBe("/?sign_in=SCH085");
        (await _signed.SignedInAsync("root")).Dispose();

        _issuer = await Issuer.StartAsync(Url, port: port);
        var began = TimeProvider.System.GetTimestamp();
        while (!(await ann.BeginAsync()).StartsWith(_issuer.Url, StringComparison.Ordinal))
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        (await ann.SignInAsync("s-1|ann")).ShouldBe("/");
    }

    [IssuerFact]
    public async Task The_session_is_a_new_one_whatever_the_browser_brought_and_ends_with_the_sign_out()
    {
        await StartAsync(new ClaimRules());
        await _signed.PersonAsync("ann", "workflow:read");
        using var ann = new Person(Url);
        var back = await ann.ComeBackAsync("s-1|ann");
        ann.Http.DefaultRequestHeaders.Add("X-Test", "1");
        (await ann.EndAsync(back)).ShouldBe("/");
        using var out_ = await ann.Http.PostAsync(Url + "/api/sign-out", null);

        (await ann.WhoAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_without_an_issuer_says_so_and_shows_no_button()
    {
        _signed = await SignedServer.StartAsync(new ServerFixture { Port = _port }.File("greet.yaml", Samples.Greet));
        using var answer = await _signed.Browser().GetAsync("/api/sign-in/openid");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("SCH089");
        (await _signed.Server.GetAsync("/api/account"))["issuer"].ShouldBeNull();
    }

    private async Task StartAsync(ClaimRules claims, string alg = "RS256", int? at = null)
    {
        if (at is null)
            _issuer = await Issuer.StartAsync(Url, alg);
        var settings = new OpenIdSettings(_issuer?.Url ?? $"http://127.0.0.1:{at}", Issuer.Client) { Secret = Issuer.Secret };
        _signed = await SignedServer.StartAsync(new ServerFixture { Port = _port, Setup = options => options with { OpenId = new OpenIdSignIn(settings, claims) } }.File("greet.yaml", Samples.Greet));
        (await _signed.Server.GetAsync("/api/account"))["issuer"]!.ToString().ShouldBe(new Uri(settings.Issuer).Authority);
    }

    private async Task<List<JsonNode>> AuditAsync()
    {
        using var root = await _signed.SignedInAsync("root");
        return [.. JsonNode.Parse(await root.GetStringAsync("/api/audit?subject=account&limit=50"))!["items"]!.AsArray().Select(entry => entry!)];
    }
}
