using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Api;

/// <summary>One change of many schedules: an answer for each, and each is done whole or not at all.</summary>
public sealed class BulkTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("yearly.yaml", Samples.Yearly).File("many.yaml", Many(1000));

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Each_id_is_answered_in_the_order_asked_and_an_unknown_one_hinders_nobody()
    {
        var answer = await _server.PostAsync("/api/schedules/bulk/pause", """{"ids":["schedule-default-yearly","nobody","schedule-default-many-s7","schedule-default-yearly"],"by":"ann","reason":"audit"}""");

        string.Join(' ', answer["items"]!.AsArray().Select(i => $"{i!["id"]}:{i["ok"]}:{i["status"] ?? i["problem"]!["code"]}"))
            .ShouldBe("schedule-default-yearly:true:paused nobody:false:SCH031 schedule-default-many-s7:true:paused schedule-default-yearly:true:paused");
        (answer["done"]!.GetValue<int>(), answer["failed"]!.GetValue<int>()).ShouldBe((3, 1));
        (await _server.GetAsync("/api/schedules/schedule-default-many-s7"))["paused_by"]!.ToString().ShouldBe("ann");
        (await _server.GetAsync("/api/schedules/schedule-default-yearly/audit"))["items"]!.AsArray().Count.ShouldBe(1, "an id that comes twice is done once");
    }

    [Theory]
    [InlineData("POST", "/enable", "active")]
    [InlineData("POST", "/disable", "disabled")]
    [InlineData("POST", "/pause", "paused")]
    [InlineData("POST", "/resume", "active")]
    [InlineData("DELETE", "", "archived")]
    public async Task A_thousand_are_done_within_a_second(string verb, string path, string status)
    {
        var ids = new JsonArray([.. Enumerable.Range(0, 999).Select(i => JsonValue.Create(Id(i))), JsonValue.Create("nobody")]);
        using var request = new HttpRequestMessage(new HttpMethod(verb), "/api/schedules/bulk" + path) { Content = Json(new JsonObject { ["ids"] = ids }) };
        var began = Stopwatch.GetTimestamp();

        using var response = await _server.Http.SendAsync(request);
        var answer = await ServerFixture.ReadAsync(response, HttpStatusCode.OK);

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        answer["done"]!.GetValue<int>().ShouldBe(999);
        answer["items"]!.AsArray().Take(999).ShouldAllBe(item => item!["status"]!.ToString() == status);
        answer["items"]![999]!["problem"]!["code"]!.ToString().ShouldBe("SCH031");
        (await _server.GetAsync("/api/schedules/" + Id(998)))["status"]!.ToString().ShouldBe(status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ids":[]}""")]
    [InlineData("""{"ids":[null]}""")]
    [InlineData("""{"ids":["a"],"by":""}""")]
    [InlineData("""{"ids":"a"}""")]
    public async Task A_body_without_ids_is_refused(string json) =>
        (await _server.PostAsync("/api/schedules/bulk/disable", json, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");

    [Fact]
    public async Task More_than_a_thousand_are_refused() => await _server.PostAsync(
        "/api/schedules/bulk/disable", new JsonObject { ["ids"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => JsonValue.Create(Id(i)))]) }.ToJsonString(), HttpStatusCode.BadRequest);

    [Fact]
    public async Task An_end_in_the_past_is_refused_for_each()
    {
        var answer = await _server.PostAsync("/api/schedules/bulk/pause", """{"ids":["schedule-default-yearly"],"until":"2020-01-01T00:00:00Z"}""");

        answer["items"]![0]!["problem"]!["code"]!.ToString().ShouldBe("SCH016");
        (await _server.GetAsync("/api/schedules/schedule-default-yearly"))["status"]!.ToString().ShouldBe("active");
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"schedule-default-many-s{number}");

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static string Many(int count) =>
        "id: many\nschedules:\n" + string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"  - {{ id: s{i}, cron: \"0 9 1 1 *\" }}\n"))) + "tasks:\n  - { id: a, uses: test.gate }\n";
}
