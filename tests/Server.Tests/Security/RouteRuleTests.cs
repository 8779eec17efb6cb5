using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Security;

/// <summary>Every route, asked by no one, with the wrong scope, with the right one, by an administrator, and about what belongs to somebody else.</summary>
public sealed partial class RouteRuleTests : IAsyncLifetime
{
    private SignedServer _signed = null!;

    public async Task InitializeAsync()
    {
        _signed = await SignedServer.StartAsync(new ServerFixture()
            .File("greet.yaml", Samples.Greet)
            .File("hers.yaml", "id: hers\nowner: ann\nschedule: { weekly: { on: mon, at: \"02:00\" } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: hi, wait: true } }\n"));
        await _signed.PersonAsync("ann", "workflow:read", "workflow:write", "workflow.schedule:read", "workflow.schedule:write", "run:execute");
        await _signed.PersonAsync("bob", "workflow:read", "workflow:write", "workflow.schedule:read", "workflow.schedule:write", "run:execute");
    }

    public async Task DisposeAsync() => await _signed.DisposeAsync();

    [Fact]
    public async Task Every_route_lets_in_whom_its_scope_names_and_nobody_else()
    {
        var wrong = new List<string>();
        using var nobody = _signed.Browser();
        using var lost = _signed.Bearer("crl_unknown");
        var having = new Dictionary<Scope, HttpClient>();
        foreach (var scope in Scope.All)
            having[scope] = await _signed.TokenAsync("root", scope.Name);
        foreach (var (verb, path, scope) in Routes())
        {
            var isOpen = scope == Scope.Public;
            await ExpectAsync(wrong, nobody, verb, path, isOpen ? null : HttpStatusCode.Unauthorized, "no one");
            await ExpectAsync(wrong, lost, verb, path, isOpen ? null : HttpStatusCode.Unauthorized, "an unknown token");
            foreach (var (had, http) in having)
            {
                var mayIn = isOpen || scope == Scope.SignedIn || had == scope || had == Scope.Admin;
                await ExpectAsync(wrong, http, verb, path, mayIn ? null : HttpStatusCode.Forbidden, $"the scope {had.Name}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_change_of_what_belongs_to_somebody_else_is_refused_and_the_owner_may()
    {
        using var ann = await _signed.SignedInAsync("ann");
        using var bob = await _signed.SignedInAsync("bob");
        using var backfill = await ann.PostAsync("/api/schedules/schedule-default-hers/backfill", SignedServer.Json(new JsonObject { ["from"] = "2020-01-01", ["to"] = "2020-02-01" }));
        backfill.StatusCode.ShouldBe(HttpStatusCode.Accepted, await backfill.Content.ReadAsStringAsync());
        using var started = await ann.PostAsync("/api/workflows/hers/run-now", null);
        var run = JsonNode.Parse(await started.Content.ReadAsStringAsync())!["run_id"]!.ToString();
        (string Verb, string Path)[] changes =
        [
            ("PUT", "/api/schedules/schedule-default-hers"), ("DELETE", "/api/schedules/schedule-default-hers"), ("POST", "/api/schedules/schedule-default-hers/pause"),
            ("POST", "/api/schedules/schedule-default-hers/enable"), ("POST", "/api/schedules/schedule-default-hers/disable"), ("POST", "/api/schedules/schedule-default-hers/resume"),
            ("POST", "/api/schedules/schedule-default-hers/revert"), ("POST", "/api/schedules/schedule-default-hers/approve"), ("POST", "/api/schedules/schedule-default-hers/test-run"),
            ("POST", "/api/schedules/schedule-default-hers/backfill"), ("POST", "/api/workflows/hers/schedules"), ("POST", "/api/workflows/hers/run-now"), ("PUT", "/api/workflows/hers"),
            ("DELETE", "/api/workflows/hers"), ("PUT", "/api/v0/schedules/hers"), ("DELETE", "/api/v0/schedules/hers"), ("POST", $"/api/runs/{run}/cancel"), ("POST", $"/api/runs/{run}/retry"),
            ("POST", "/api/backfills/1/pause"), ("POST", "/api/backfills/1/resume"), ("POST", "/api/backfills/1/cancel"), ("PUT", "/api/costs/budgets/schedule/schedule-default-hers"),
            ("PUT", "/api/costs/budgets/owner/bob"),
        ];
        var wrong = new List<string>();
        foreach (var (verb, path) in changes)
            await ExpectAsync(wrong, bob, verb, path, HttpStatusCode.Forbidden, "somebody else");

        wrong.ShouldBeEmpty();
        // The same routes as the table of all: none is left out but those that are about nobody's thing.
        var left = Routes().Where(route => route.Scope is { IsReading: false } && route.Scope != Scope.Admin && route.Scope != Scope.SignedIn && route.Path.Contains("none", StringComparison.Ordinal) && !route.Path.Contains("strategies", StringComparison.Ordinal))
            .Where(route => !Array.Exists(changes, change => change.Verb == route.Verb && Regex.IsMatch(change.Path, "^" + route.Path.Replace("none", "[^/]+", StringComparison.Ordinal) + "$")))
            .Select(route => $"{route.Verb} {route.Path}").Except(["DELETE /api/costs/budgets/none/none"]);
        left.ShouldBeEmpty();
        using var paused = await ann.PostAsync("/api/schedules/schedule-default-hers/pause", null);
        paused.StatusCode.ShouldBe(HttpStatusCode.OK, await paused.Content.ReadAsStringAsync());
        using var root = await _signed.SignedInAsync("root");
        using var resumed = await root.PostAsync("/api/schedules/schedule-default-hers/resume", null);
        resumed.StatusCode.ShouldBe(HttpStatusCode.OK, await resumed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Of_many_schedules_those_of_others_are_refused_one_by_one()
    {
        using var bob = await _signed.SignedInAsync("bob");
        using var answer = await bob.PostAsync("/api/schedules/bulk/pause", SignedServer.Json(new JsonObject { ["ids"] = new JsonArray("none", "schedule-default-hers") }));

        var items = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["items"]!.AsArray();
        items.Select(item => item!["problem"]!["code"]!.ToString()).ShouldBe(["SCH031", "SCH072"]);
    }

    [Fact]
    public async Task Nobody_gives_a_token_more_than_they_have_or_sees_those_of_others()
    {
        using var bob = await _signed.SignedInAsync("bob");
        var hers = (await _signed.Accounts.CreateTokenAsync("ann", "hers", ["workflow:read"], null, "test")).Value.Token.Id;
        JsonObject Asked(string scope, string? account = null) => new() { ["name"] = "ci", ["scopes"] = new JsonArray(scope), ["account"] = account };

        (await bob.PostAsync("/api/tokens", SignedServer.Json(Asked("admin")))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await bob.PostAsync("/api/tokens", SignedServer.Json(Asked("workflow:read", "ann")))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await bob.DeleteAsync($"/api/tokens/{hers}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bob.GetStringAsync("/api/tokens")).ShouldNotContain(hers);
        (await bob.PostAsync("/api/tokens", SignedServer.Json(Asked("workflow:read")))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private List<(string Verb, string Path, Scope Scope)> Routes() =>
        [.. _signed.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(verb => (verb, Hole().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "none"), Scope.Of(endpoint)!)))];

    /// <summary>With a null status: let in, whatever becomes of it there.</summary>
    private static async Task ExpectAsync(List<string> wrong, HttpClient http, string verb, string path, HttpStatusCode? status, string who)
    {
        // Nothing that would be carried out: what is asked for is not there, or the body is empty.
        using var request = new HttpRequestMessage(new HttpMethod(verb), path) { Content = verb is "GET" ? null : SignedServer.Json(JsonNode.Parse("""{"unknown member":1}""")!) };
        if (path.EndsWith("/validate", StringComparison.Ordinal))
            request.Content!.Headers.ContentType = new("application/yaml");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isIn = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
        if (status is { } expected ? answer.StatusCode != expected : !isIn && !path.StartsWith("/api/sign-in", StringComparison.Ordinal))
            wrong.Add($"{verb} {path} by {who}: {(int)answer.StatusCode}");
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();
}
