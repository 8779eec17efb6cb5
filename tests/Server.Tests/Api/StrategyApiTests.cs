using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Api;

public sealed class StrategyApiTests : IAsyncLifetime
{
    internal const string Template =
        """
        id: greeting
        kind: template
        name: "Greet ${{ parameters.who }}"
        tags: [polite]
        parameters:
          who: { type: string, required: true, description: Whom to greet. }
          times: { type: integer, default: 2, minimum: 1, maximum: 5 }
          cron: { type: string, default: "0 9 1 1 *" }
        schedule: { cron: "${{ parameters.cron }}", timezone: America/New_York }
        tasks:
          - { id: say, uses: test.gate, with: { say: "hello ${{ parameters.who }} x${{ parameters.times }}" } }
        """;

    private readonly ServerFixture _server = new ServerFixture().File("greeting.yaml", Template).File("greet.yaml", Samples.Greet);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_template_is_listed_with_its_parameters_and_makes_no_workflow()
    {
        var listed = (await _server.GetAsync("/api/templates"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        var template = await _server.GetAsync("/api/templates/greeting");

        listed["yaml"].ShouldBeNull();
        template["yaml"]!.ToString().ShouldBe(Template);
        template["parameters"]!["required"]!.ToJsonString().ShouldBe("""["who"]""");
        template["parameters"]!["properties"]!["times"]!["maximum"]!.GetValue<int>().ShouldBe(5);
        (await _server.GetAsync("/api/workflows"))["items"]!.AsArray().Select(w => w!["id"]!.ToString()).ShouldBe(["greet"]);
        (await _server.GetAsync("/api/schedules"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_strategy_is_made_run_read_edited_switched_and_deleted()
    {
        var made = await CreateAsync("""{ "id": "ann", "template": "greeting", "parameters": { "who": "Ann" }, "tags": ["vip"], "owner": "desk", "by": "bob", "reason": "asked" }""");
        (made["status"]!.ToString(), made["name"]!.ToString(), made["created_by"]!.ToString(), made["revision"]!.GetValue<int>()).ShouldBe(("active", "Greet Ann", "bob", 1));
        made["next_run_at"]!.ToString().ShouldEndWith("-01-01T14:00:00Z");

        var run = await _server.EndAsync(await _server.RunAsync("ann"));
        run["version"]!.ToString().ShouldBe(made["version"]!.ToString());
        (await _server.GetAsync("/api/strategies/ann"))["last_run"]!["status"]!.ToString().ShouldBe("completed");
        (await _server.GetAsync("/api/workflows/ann"))["summary"]!["template"]!.ToString().ShouldBe("greeting");
        (await _server.GetAsync($"/api/workflows/ann/versions/{run["version"]}"))["yaml"]!.ToString().ShouldContain("hello Ann x2");
        (await _server.GetAsync("/api/v0/schedules/ann"))["yaml_config"]!["cron"]!.ToString().ShouldBe("0 9 1 1 *");

        var edited = await SendAsync(HttpMethod.Put, "/api/strategies/ann", """{ "template": "greeting", "parameters": { "who": "Ann", "cron": "0 9 2 1 *" }, "by": "eve" }""", match: "\"1\"");
        (edited["revision"]!.GetValue<int>(), edited["updated_by"]!.ToString(), edited["owner"]).ShouldBe((2, "eve", null));
        edited["next_run_at"]!.ToString().ShouldEndWith("-01-02T14:00:00Z");
        var stale = await SendAsync(HttpMethod.Put, "/api/strategies/ann", """{ "template": "greeting", "parameters": { "who": "Bo" } }""", HttpStatusCode.PreconditionFailed, "\"1\"");
        stale["detail"]!.ToString().ShouldContain("by eve");

        (await _server.PostAsync("/api/strategies/ann/disable"))["status"]!.ToString().ShouldBe("disabled");
        (await _server.GetAsync("/api/schedules/schedule-default-ann"))["status"]!.ToString().ShouldBe("disabled");
        (await _server.PostAsync("/api/strategies/ann/enable"))["status"]!.ToString().ShouldBe("active");
        (await SendAsync(HttpMethod.Delete, "/api/strategies/ann", """{ "by": "bob", "reason": "done" }"""))["status"]!.ToString().ShouldBe("archived");
        await _server.GetAsync("/api/workflows/ann", HttpStatusCode.NotFound);
        (await _server.GetAsync("/api/strategies/ann/audit"))["items"]!.AsArray().Select(a => $"{a!["actor"]} {a["action"]}")
            .ShouldBe(["bob deleted", "api enabled", "api disabled", "eve edited", "bob created"]);
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_pages_follow_each_other()
    {
        await CreateAsync("""{ "id": "ann", "template": "greeting", "parameters": { "who": "Ann" }, "tags": ["vip"], "owner": "desk" }""");
        await CreateAsync("""{ "id": "bo", "template": "greeting", "parameters": { "who": "Bo" }, "enabled": false }""");
        await CreateAsync("""{ "id": "cy", "template": "greeting", "parameters": { "who": "Cy", "times": 5 } }""");
        _server.File("greeting.yaml", Template.Replace("maximum: 5", "maximum: 4", StringComparison.Ordinal));
        await _server.PostAsync("/api/reconcile");

        foreach (var (query, expected) in new[]
        {
            ("", "ann bo cy"), ("?tag=vip", "ann"), ("?owner=desk", "ann"), ("?status=disabled", "bo"), ("?status=active", "ann cy"), ("?status=archived", ""), ("?template=none", ""),
            ("?template=greeting&text=CY", "cy"), ("?stale=true", "cy"), ("?stale=false", "ann bo"), ("?limit=2", "ann bo"),
        })
            string.Join(' ', (await _server.GetAsync("/api/strategies" + query))["items"]!.AsArray().Select(s => s!["id"]!.ToString())).ShouldBe(expected, query);
        var next = (await _server.GetAsync("/api/strategies?limit=2"))["next_cursor"];
        (await _server.GetAsync($"/api/strategies?limit=2&cursor={next}"))["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe("cy");
        (await _server.GetAsync("/api/strategies/cy"))["problems"]![0]!["field"]!.ToString().ShouldBe("parameters.times");
        (await _server.GetAsync("/api/reconcile"))["problems"]!.AsArray().ShouldContain(p => p!["field"]!.ToString() == "parameters.times");
        await _server.GetAsync("/api/strategies?status=sleepy", HttpStatusCode.BadRequest);
        await _server.GetAsync("/api/strategies?limit=0", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_preview_stores_nothing_and_shows_the_workflow_and_its_next_times()
    {
        var preview = await _server.PostAsync("/api/strategies/preview", """{ "template": "greeting", "parameters": { "who": "Ann" }, "overlay": { "schedule": { "timezone": "UTC" } }, "count": 2 }""");

        preview["valid"]!.GetValue<bool>().ShouldBeTrue();
        preview["yaml"]!.ToString().ShouldContain("Greet Ann");
        preview["schedules"]![0]!["preview"]!["occurrences"]!.AsArray().Count.ShouldBe(2);
        preview["schedules"]![0]!["preview"]!["timezone"]!.ToString().ShouldBe("UTC");
        (await _server.GetAsync("/api/strategies?status=all"))["items"]!.AsArray().ShouldBeEmpty();
        (await _server.PostAsync("/api/workflows/validate", preview["yaml"]!.ToString(), type: "application/yaml"))["valid"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{ "id": "a", "template": "greeting" }""", "parameters.who SCH020")]
    [InlineData("""{ "id": "a", "template": "greeting", "parameters": { "who": "x", "times": 9, "cron": "61 * * * *", "tims": 1 } }""", "parameters.cron SCH001, parameters.times SCH020, parameters.tims SCH020")]
    [InlineData("""{ "id": "a", "template": "greting", "parameters": { "who": "x" } }""", "template SCH065")]
    [InlineData("""{ "id": "greet", "template": "greeting", "parameters": { "who": "x" } }""", "id SCH013")]
    [InlineData("""{ "id": "a/b", "template": "greeting", "parameters": 5, "enabled": 1, "overlay": { "tasks": [] }, "nonsense": null, "tags": { } }""", "enabled SCH016, id SCH016, overlay.tasks SCH010, parameters SCH016, tags SCH016")]
    [InlineData("""{ "id": null, "template": "greeting" }""", " SCH011")]
    [InlineData("""{ "id": "a", "template": "greeting", "parameters": { "who": "${{ run.id }}" } }""", "parameters.who SCH020")]
    [InlineData("""{ "id": "a", "template": "greeting", "parameters": { "who": "x" }, "overlay": { "pools": 5, "schedule": 5 } }""", "overlay.pools SCH016, overlay.schedule SCH016")]
    public async Task What_is_wrong_is_told_at_once_with_fields(string body, string expected)
    {
        var refused = await _server.PostAsync("/api/strategies", body, expected == "id SCH013" ? HttpStatusCode.Conflict : HttpStatusCode.UnprocessableEntity);
        var preview = await _server.PostAsync("/api/strategies/preview", body);

        Told(refused).ShouldBe(expected);
        if (!expected.StartsWith(' '))
            Told(preview).ShouldBe(expected);
        (await _server.GetAsync("/api/strategies"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{ "by": "" }""")]
    [InlineData("""{ "by": 5 }""")]
    public async Task A_body_that_cannot_be_read_is_a_bad_request(string body)
    {
        await _server.PostAsync("/api/strategies", body, HttpStatusCode.BadRequest);
        await SendAsync(HttpMethod.Put, "/api/strategies/x", body, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await _server.GetAsync("/api/templates/x", HttpStatusCode.NotFound);
        await _server.GetAsync("/api/strategies/x", HttpStatusCode.NotFound);
        await _server.GetAsync("/api/strategies/x/audit", HttpStatusCode.NotFound);
        await _server.PostAsync("/api/strategies/x/enable", expected: HttpStatusCode.NotFound);
        await SendAsync(HttpMethod.Put, "/api/strategies/x", """{ "template": "greeting" }""", HttpStatusCode.NotFound);
        await SendAsync(HttpMethod.Delete, "/api/strategies/x", null, HttpStatusCode.NotFound);
        await SendAsync(HttpMethod.Delete, "/api/strategies/x", null, HttpStatusCode.BadRequest, match: "1");
        await _server.PostAsync("/api/strategies/preview", """{ "template": "greeting", "count": 0 }""", HttpStatusCode.BadRequest);
        await _server.PostAsync("/api/strategies/preview", """{ "template": "greeting", "count": "many" }""", HttpStatusCode.BadRequest);
    }

    private static string Told(JsonNode answer) =>
        string.Join(", ", answer["problems"]!.AsArray().Select(p => $"{p!["field"]} {p["code"]}").Order(StringComparer.Ordinal));

    private Task<JsonNode> CreateAsync(string body) => _server.PostAsync("/api/strategies", body, HttpStatusCode.Created);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? json, HttpStatusCode expected = HttpStatusCode.OK, string? match = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        using var response = await _server.Http.SendAsync(request);
        return await ServerFixture.ReadAsync(response, expected);
    }
}
