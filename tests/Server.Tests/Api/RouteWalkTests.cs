using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Server.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Api;

/// <summary>Every route that the specification and its seeds name, under the very path they name: it answers, knows what it does not know, and refuses a bad body.</summary>
public sealed class RouteWalkTests : IAsyncLifetime
{
    private const string Yearly = "schedule-default-yearly";
    private const string Problem = "application/problem+json";

    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("yearly.yaml", Samples.Yearly).File("failing.yaml", Samples.Failing).File("waiting.yaml", Samples.Waiting)
        .File("hello.yaml", "id: hello\nkind: template\nparameters: { who: { type: string, required: true } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: \"hello ${{ parameters.who }}\" } }\n")
        .File("weekly.yaml", "id: weekly\nschedule: { weekly: { on: mon, at: \"02:00\" }, window: { lag: 14d } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: hi, wait: true } }\n");

    // Verb, path, body, status, and with another id: the status and code. {s} a schedule, {r} a run of it, {f} a failed run, {w} a running one, {v} a version.
    private static readonly (string Verb, string Path, string? Body, int Status, string? Unknown)[] Walk =
    [
        ("GET", "/api/workflows", null, 200, null),
        ("POST", "/api/workflows", "yaml:id: added\ntasks:\n  - { id: a, uses: test.gate }\n", 201, null),
        ("POST", "/api/workflows/validate", "yaml:id: added\ntasks:\n  - { id: a, uses: test.gate }\n", 200, null),
        ("GET", "/api/workflows/yearly", null, 200, "/api/workflows/none SCH006"),
        ("GET", "/api/workflows/yearly/versions", null, 200, "/api/workflows/none/versions SCH006"),
        ("GET", "/api/workflows/yearly/versions/{v}", null, 200, "/api/workflows/yearly/versions/none SCH006"),
        ("GET", "/api/workflows/yearly/graph", null, 200, "/api/workflows/none/graph SCH006"),
        ("GET", "/api/workflows/yearly/graph?version={v}", null, 200, "/api/workflows/yearly/graph?version=none SCH006"),
        ("POST", "/api/workflows/greet/run-now", """{"input":{"who":"Ann"}}""", 202, "/api/workflows/none/run-now SCH006"),
        ("GET", "/api/workflows/yearly/schedules", null, 200, "/api/workflows/none/schedules SCH006"),
        ("POST", "/api/workflows/yearly/schedules", """{"cron":"0 9 * * 1-5","timezone":"America/New_York"}""", 201, "/api/workflows/none/schedules SCH006"),
        ("GET", "/api/schedules", null, 200, null),
        ("GET", "/api/schedules/facets", null, 200, null),
        ("GET", "/api/schedules/recent?ids={s},none", null, 200, null),
        ("GET", "/api/schedules/{s}", null, 200, "/api/schedules/none SCH031"),
        ("PUT", "/api/schedules/{s}", """{"cron":"0 10 1 1 *","timezone":"America/New_York"}""", 200, "/api/schedules/none SCH031"),
        ("POST", "/api/schedules/{s}/revert", null, 200, "/api/schedules/none/revert SCH031"),
        ("POST", "/api/schedules/{s}/disable", null, 200, "/api/schedules/none/disable SCH031"),
        ("GET", "/api/schedules/{s}/promote", null, 200, "/api/schedules/none/promote SCH031"),
        ("POST", "/api/schedules/{s}/enable", null, 200, "/api/schedules/none/enable SCH031"),
        ("POST", "/api/schedules/{s}/pause", """{"by":"ann","reason":"audit"}""", 200, "/api/schedules/none/pause SCH031"),
        ("POST", "/api/schedules/{s}/resume", null, 200, "/api/schedules/none/resume SCH031"),
        ("GET", "/api/schedules/{s}/runs", null, 200, "/api/schedules/none/runs SCH031"),
        ("GET", "/api/schedules/{s}/runs/{r}", null, 200, "/api/schedules/{s}/runs/none SCH030"),
        ("GET", "/api/schedules/{s}/next-runs", null, 200, "/api/schedules/none/next-runs SCH031"),
        ("GET", "/api/schedules/{s}/audit", null, 200, "/api/schedules/none/audit SCH031"),
        ("GET", "/api/schedules/{s}/ledger", null, 200, "/api/schedules/none/ledger SCH031"),
        ("GET", "/api/schedules/{s}/why?at=2026-01-01T00:00:00Z", null, 200, "/api/schedules/none/why SCH031"),
        ("POST", "/api/schedules/bulk/enable", """{"ids":["{s}"]}""", 200, null),
        ("POST", "/api/schedules/bulk/disable", """{"ids":["{s}"]}""", 200, null),
        ("POST", "/api/schedules/bulk/pause", """{"ids":["{s}"]}""", 200, null),
        ("POST", "/api/schedules/bulk/resume", """{"ids":["{s}"]}""", 200, null),
        ("DELETE", "/api/schedules/bulk", """{"ids":["none"]}""", 200, null),
        ("POST", "/api/schedules/preview", """{"cron":"0 9 * * 1-5","timezone":"America/New_York"}""", 200, null),
        ("GET", "/api/runs", null, 200, null),
        ("GET", "/api/runs/{r}", null, 200, "/api/runs/none SCH030"),
        ("GET", "/api/runs/{r}/tasks", null, 200, "/api/runs/none/tasks SCH030"),
        ("GET", "/api/runs/{r}/logs", null, 200, "/api/runs/none/logs SCH030"),
        ("GET", "/api/runs/{r}/artifacts", null, 200, "/api/runs/none/artifacts SCH030"),
        ("POST", "/api/runs/{w}/cancel", """{"by":"ann"}""", 202, "/api/runs/none/cancel SCH030"),
        ("POST", "/api/runs/{f}/retry", """{"by":"ann"}""", 202, "/api/runs/none/retry SCH030"),
        ("GET", "/api/v0/schedules", null, 200, null),
        ("GET", "/api/v0/schedules/yearly", null, 200, "/api/v0/schedules/none SCH031"),
        ("PUT", "/api/v0/schedules/yearly", """{"enabled":true}""", 200, "/api/v0/schedules/none SCH031"),
        ("DELETE", "/api/v0/schedules/yearly", null, 200, "/api/v0/schedules/none SCH031"),
        ("GET", "/api/internal/schedules/export", null, 200, null),
        ("GET", "/api/health-dashboard", null, 200, null),
        ("GET", "/api/nodes", null, 200, null),
        ("GET", "/api/occurrences", null, 200, null),
        ("GET", "/api/occurrences?schedule={s}", null, 200, "/api/occurrences?schedule=none SCH031"),
        ("GET", "/api/occurrences/band", null, 200, null),
        ("GET", "/api/occurrences/band?schedule={s}", null, 200, "/api/occurrences/band?schedule=none SCH031"),
        ("GET", "/api/about", null, 200, null),
        ("GET", "/api/task-types", null, 200, null),
        ("GET", "/api/schemas/workflow", null, 200, null),
        ("GET", "/api/schemas/calendar", null, 200, null),
        ("GET", "/api/audit", null, 200, null),
        ("GET", "/api/audit/export?format=ndjson", null, 200, null),
        ("GET", "/api/events", null, 200, null),
        ("POST", "/api/reconcile", null, 200, null),
        ("GET", "/api/reconcile", null, 200, null),
        ("GET", "/api/schedules/{s}/metrics", null, 200, "/api/schedules/none/metrics SCH031"),
        ("GET", "/api/schedules/{s}/compare?period1_start=2026-01-01&period1_end=2026-02-01&period2_start=2026-02-01&period2_end=2026-03-01", null, 200, "/api/schedules/none/compare SCH031"),
        ("GET", "/api/schedules/{s}/export?format=csv", null, 200, "/api/schedules/none/export SCH031"),
        ("GET", "/api/schedules/{s}/cost", null, 200, "/api/schedules/none/cost SCH031"),
        ("GET", "/api/costs", null, 200, null),
        ("GET", "/api/costs/forecast?months=2", null, 200, null),
        ("GET", "/api/costs/budgets", null, 200, null),
        ("PUT", "/api/costs/budgets/owner/ann", """{"month":12.5,"by":"ann"}""", 200, null),
        ("GET", "/api/costs/budgets/owner/ann", null, 200, null),
        ("DELETE", "/api/costs/budgets/owner/ann", null, 200, null),
        ("GET", "/api/notifications", null, 200, null),
        ("GET", "/api/notifications?channel=ops&event=failure&status=sent,failed&run={r}&schedule={s}&workflow=yearly", null, 200, null),
        ("GET", "/api/notifications/99", null, 404, null),
        ("GET", "/api/notifications/channels", null, 200, null),
        ("PUT", "/api/notifications/channels/ops", """{"kind":"webhook","url":"http://127.0.0.1:9/"}""", 201, null),
        ("GET", "/api/notifications/channels/ops", null, 200, "/api/notifications/channels/none SCH080"),
        ("POST", "/api/notifications/channels/ops/test", null, 200, "/api/notifications/channels/none/test SCH080"),
        ("GET", "/api/notifications/rules", null, 200, null),
        ("PUT", "/api/notifications/rules/all", """{"channel":"ops","events":["failure"]}""", 200, null),
        ("GET", "/api/notifications/rules/all", null, 200, "/api/notifications/rules/none SCH081"),
        ("DELETE", "/api/notifications/rules/all", null, 200, "/api/notifications/rules/none SCH081"),
        ("DELETE", "/api/notifications/channels/ops", null, 200, "/api/notifications/channels/none SCH080"),
        ("GET", "/api/schedules/{s}/explain", null, 200, "/api/schedules/none/explain SCH031"),
        ("GET", "/api/schedules/{s}/missed", null, 200, "/api/schedules/none/missed SCH031"),
        ("POST", "/api/schedules/{s}/approve", """{"at":"2026-01-01T09:00"}""", 409, "/api/schedules/none/approve SCH031"),
        ("POST", "/api/schedules/{s}/test-run", null, 202, "/api/schedules/none/test-run SCH031"),
        ("POST", "/api/schedules/{s}/backfill", """{"from":"2020-01-01","to":"2022-01-01"}""", 202, "/api/schedules/none/backfill SCH031"),
        ("GET", "/api/backfills", null, 200, null),
        ("GET", "/api/backfills/1", null, 200, "/api/backfills/99 SCH058"),
        ("GET", "/api/backfills/1/items", null, 200, "/api/backfills/99/items SCH058"),
        ("POST", "/api/backfills/{b}/pause", null, 200, "/api/backfills/99/pause SCH058"),
        ("POST", "/api/backfills/{b}/resume", null, 200, "/api/backfills/99/resume SCH058"),
        ("POST", "/api/backfills/{b}/cancel", null, 200, "/api/backfills/99/cancel SCH058"),
        ("GET", "/api/schedules/schedule-default-weekly/coverage", null, 200, "/api/schedules/none/coverage SCH031"),
        ("GET", "/api/calendars", null, 200, null),
        ("GET", "/api/calendars/XNYS?from=2026-01-01&to=2026-02-01", null, 200, "/api/calendars/none SCH022"),
        ("GET", "/api/workflows/yearly/runs", null, 200, "/api/workflows/none/runs SCH006"),
        ("GET", "/api/workflows/yearly/metrics", null, 200, "/api/workflows/none/metrics SCH006"),
        ("GET", "/api/templates", null, 200, null),
        ("GET", "/api/templates/hello", null, 200, "/api/templates/none SCH065"),
        ("POST", "/api/strategies/preview", """{"template":"hello","parameters":{"who":"Ann"}}""", 200, null),
        ("POST", "/api/strategies", """{"id":"hello-ann","template":"hello","parameters":{"who":"Ann"}}""", 201, null),
        ("GET", "/api/strategies", null, 200, null),
        ("GET", "/api/strategies/hello-ann", null, 200, "/api/strategies/none SCH066"),
        ("PUT", "/api/strategies/hello-ann", """{"template":"hello","parameters":{"who":"Bob"}}""", 200, "/api/strategies/none SCH066"),
        ("POST", "/api/strategies/hello-ann/disable", null, 200, "/api/strategies/none/disable SCH066"),
        ("POST", "/api/strategies/hello-ann/enable", null, 200, "/api/strategies/none/enable SCH066"),
        ("GET", "/api/strategies/hello-ann/audit", null, 200, "/api/strategies/none/audit SCH066"),
        ("DELETE", "/api/strategies/hello-ann", null, 200, "/api/strategies/none SCH066"),
        ("POST", "/api/simulate", """{"days":3}""", 200, null),
        ("POST", "/api/plan", """{"files":[]}""", 200, null),
        ("POST", "/api/apply", """{"files":[]}""", 409, null),
        ("PUT", "/api/workflows/added", """{"yaml":"id: added\ntasks:\n  - { id: b, uses: test.gate }\n"}""", 200, "/api/workflows/none SCH006"),
        ("DELETE", "/api/workflows/added", null, 200, "/api/workflows/none SCH006"),
        ("DELETE", "/api/schedules/{s}", null, 200, "/api/schedules/none SCH031"),
        ("GET", "/healthz", null, 200, null),
        ("GET", "/readyz", null, 200, null),
        ("GET", "/openapi.json", null, 200, null),
        ("GET", "/metrics", null, 200, null),
        ("GET", "/api/account", null, 200, null),
        ("POST", "/api/account/password", """{"current":"a","password":"a long password"}""", 400, null),
        ("POST", "/api/sign-in", """{"name":"ann","password":"wrong"}""", 401, null),
        ("GET", "/api/sign-in/openid", null, 404, null),
        ("GET", "/api/sign-in/openid/back", null, 404, null),
        ("POST", "/api/sign-in/link", """{"link":"none","password":"a long password"}""", 401, null),
        ("POST", "/api/sign-out", null, 200, null),
        ("GET", "/api/accounts", null, 200, null),
        ("PUT", "/api/accounts/none", """{"disabled":true}""", 404, null),
        ("POST", "/api/accounts/none/link", null, 404, null),
        ("GET", "/api/tokens", null, 200, null),
        ("POST", "/api/tokens", """{"name":"ci","scopes":["workflow:read"]}""", 409, null),
        ("DELETE", "/api/tokens/none", null, 404, null),
        ("GET", "/api/secrets", null, 200, null),
        ("PUT", "/api/secrets/TOKEN", """{"value":"a value"}""", 200, null),
        ("GET", "/api/secrets/TOKEN", null, 200, "/api/secrets/NONE SCH076"),
        ("DELETE", "/api/secrets/TOKEN", null, 200, "/api/secrets/NONE SCH076"),
        ("GET", "/api/secret-keys", null, 200, null),
        ("GET", "/api/connection-kinds", null, 200, null),
        ("GET", "/api/connections", null, 200, null),
        ("PUT", "/api/connections/shop", """{"kind":"http","settings":{"base_url":"http://127.0.0.1:1"}}""", 200, null),
        ("GET", "/api/connections/shop", null, 200, "/api/connections/none SCH078"),
        ("POST", "/api/connections/shop/check", null, 200, "/api/connections/none/check SCH078"),
        ("DELETE", "/api/connections/shop", null, 200, "/api/connections/none SCH078"),
        ("POST", "/api/accounts", """{"id":"ann","scopes":["admin"]}""", 201, null),
    ];

    // From the first account on the server asks who it is before it looks at anything.
    private const string Last = "/api/accounts";

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_route_answers_as_specified()
    {
        var names = await NamesAsync();
        var wrong = new List<string>();
        foreach (var (verb, path, body, status, unknown) in Walk)
        {
            using var answer = await SendAsync(verb, Fill(path, names), Fill(body, names));
            var type = path switch
            {
                "/api/events" => "text/event-stream",
                _ when status >= 400 => Problem,
                _ when path.EndsWith("/logs", StringComparison.Ordinal) || path == "/metrics" => "text/plain",
                _ when path.EndsWith("/export?format=csv", StringComparison.Ordinal) => "text/csv",
                _ when path.EndsWith("/export?format=ndjson", StringComparison.Ordinal) => "application/x-ndjson",
                _ => "application/json",
            };
            if ((int)answer.StatusCode != status || answer.Content.Headers.ContentType?.MediaType?.Replace("application/json;charset=utf-8", "application/json", StringComparison.Ordinal) != type)
                wrong.Add($"{verb} {path}: {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {(answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync())}");
            if (unknown?.Split(' ') is [var missing, var code])
                await ExpectProblemAsync(wrong, verb, Fill(missing, names), Fill(body, names), 404, code);
            if (verb is "POST" or "PUT" && path != Last && body?.StartsWith("yaml:", StringComparison.Ordinal) != true)
                await ExpectProblemAsync(wrong, verb, Fill(path, names), "{\"unknown member\": [}", 400, "SCH043");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_route_says_which_scope_it_needs_and_only_these_that_change_nothing_are_posted_to()
    {
        var endpoints = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        endpoints.Where(endpoint => Scope.Of(endpoint) is null).Select(endpoint => endpoint.RoutePattern.RawText).ShouldBeEmpty("say .Needs(Scope…) beside the endpoint or its group");
        endpoints
            .Where(endpoint => Scope.Of(endpoint) is { IsReading: true } scope && scope != Scope.Public && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { } verbs && !verbs.HttpMethods.Contains("GET"))
            .Select(endpoint => endpoint.RoutePattern.RawText)
            .Order().ShouldBe(["/api/plan", "/api/schedules/preview", "/api/simulate", "/api/strategies/preview", "/api/workflows/validate"]);
    }

    [Fact]
    public void Every_route_is_walked()
    {
        var walked = Walk.Select(step => $"{step.Verb} {step.Path.Split('?')[0]}").ToList();
        var left = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Select(verb => (Verb: verb, Route: "/" + endpoint.RoutePattern.RawText!.Trim('/'))) ?? [])
            .Where(route => route.Route is not "/api/runs/{id}/artifacts/{artifactId}")
            .Where(route => !walked.Exists(step => System.Text.RegularExpressions.Regex.IsMatch(step, $"^{route.Verb} {System.Text.RegularExpressions.Regex.Replace(route.Route, @"\{[^}]+\}", "[^/]+")}$")))
            .Select(route => $"{route.Verb} {route.Route}");

        left.ShouldBeEmpty("artifacts have tests of their own");
    }

    private async Task ExpectProblemAsync(List<string> wrong, string verb, string path, string? body, int status, string code)
    {
        using var answer = await SendAsync(verb, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode != status || answer.Content.Headers.ContentType?.MediaType != Problem || JsonNode.Parse(text)!["code"]!.ToString() != code)
            wrong.Add($"{verb} {path} is not {status} {code}: {(int)answer.StatusCode} {text}");
    }

    private async Task<Dictionary<string, string>> NamesAsync()
    {
        // A run of the schedule without waiting a year: its retry belongs to it as well.
        var failed = await _server.RunAsync("failing");
        await _server.EndAsync(failed);
        var run = await _server.RunAsync("yearly");
        await _server.EndAsync(run);
        var database = _server.Services.GetRequiredService<Carillon.Engine.Storage.Database>();
        await database.WriteAsync(sql => sql.Execute("update runs set schedule_id = $2 where id = $1", run, Yearly));
        return new Dictionary<string, string>
        {
            ["{s}"] = Yearly,
            ["{r}"] = run,
            ["{f}"] = failed,
            ["{w}"] = await _server.RunAsync("waiting"),
            ["{b}"] = (await _server.PostAsync("/api/schedules/schedule-default-weekly/backfill", """{"from":"2020-01-01","to":"2020-02-01"}""", System.Net.HttpStatusCode.Accepted))["id"]!.ToString(),
            ["{v}"] = (await _server.GetAsync("/api/workflows/yearly/versions"))["items"]![0]!["version"]!.ToString(),
        };
    }

    private static string Fill(string? text, Dictionary<string, string> names) => names.Aggregate(text ?? "", (filled, name) => filled.Replace(name.Key, name.Value, StringComparison.Ordinal));

    private async Task<HttpResponseMessage> SendAsync(string verb, string path, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (body?.Split("yaml:") is [_, var yaml])
            request.Content = new StringContent(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        else if (!string.IsNullOrEmpty(body))
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
