using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Server.Tests.Cli;
using Carillon.Tests.Shared;

namespace Carillon.Server.Tests.Notifications;

/// <summary>Channels, rules and what was told, over the API and the command line.</summary>
public sealed class NotificationApiTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture { SignIn = false }.File("failing.yaml", Samples.Failing);
    private readonly HttpReceiver _receiver = new();

    public async Task InitializeAsync() => await _server.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _receiver.Dispose();
    }

    [Fact]
    public async Task A_channel_is_made_tried_used_and_shows_what_became_of_it()
    {
        var made = await PutAsync("channels/ops", $$"""{ "kind": "webhook", "url": "{{_receiver.Url}}?token=hush", "by": "ann" }""", HttpStatusCode.Created);
        made["secret"]!.ToString().ShouldStartWith("whsec_");
        (await _server.PostAsync("/api/notifications/channels/ops/test"))["sent"]!.GetValue<bool>().ShouldBeTrue();
        await PutAsync("rules/all", """{ "channel": "ops", "events": ["failure"], "group": "0s" }""");

        var run = await _server.RunAsync("failing");
        await _receiver.UntilAsync(2, "the test and the failure");
        var told = (await _server.UntilAsync($"/api/notifications?run={run}&status=sent", list => list["items"]!.AsArray().Count == 1))["items"]![0]!;

        told["event"]!.ToString().ShouldBe("failure");
        told["rule"]!.ToString().ShouldBe("rule/all");
        told["answer"]!.ToString().ShouldBe("HTTP 200: ok");
        (await _server.GetAsync($"/api/notifications/{told["id"]}"))["title"]!.ToString().ShouldStartWith("Failed: ");
        var channel = await _server.GetAsync("/api/notifications/channels/ops");
        (channel["state"]!.ToString(), channel["sent_last_day"]!.GetValue<int>(), channel["waiting"]!.GetValue<int>()).ShouldBe(("ok", 1, 0));
        (await _server.Http.GetStringAsync("/api/notifications/channels") + await _server.Http.GetStringAsync("/api/audit")).ShouldNotContain("hush");
        (await _server.Http.GetStringAsync("/metrics")).ShouldContain("carillon_notifications_total{channel=\"ops\",outcome=\"sent\"} 2");
        (await _server.GetAsync("/api/audit?subject=channel"))["items"]!.AsArray().Select(entry => $"{entry!["actor"]} {entry["action"]}").ShouldBe(["api tested", "ann created"]);
    }

    [Fact]
    public async Task Everything_wrong_with_a_channel_or_a_rule_is_said_at_once_and_where()
    {
        Fields(await PutAsync("channels/ops", """{ "kind": "slack", "host": "x", "port": 1 }""", HttpStatusCode.UnprocessableEntity)).ShouldBe(["host", "port"]);
        Fields(await PutAsync("channels/ops", """{ "kind": "email", "host": "mail.example.com", "from": "x", "to": [] }""", HttpStatusCode.UnprocessableEntity)).ShouldBe(["from", "to"]);
        Fields(await PutAsync("channels/o%20ps", """{ "kind": "slack", "url": "https://x/" }""", HttpStatusCode.UnprocessableEntity)).ShouldBe(["name"]);
        Fields(await PutAsync("rules/r", """{ "channel": "ops", "events": ["failed"], "quiet": { "from": "25:00", "to": "07:00", "timezone": "Mars/Base" }, "group": "2d" }""", HttpStatusCode.UnprocessableEntity))
            .ShouldBe(["events", "quiet.from", "quiet.timezone", "group"]);
        Fields(await PutAsync("rules/r", """{ "events": ["failed"] }""", HttpStatusCode.UnprocessableEntity)).ShouldBe(["events", "channel"]);
        (await PutAsync("rules/r", """{ "channel": "nobody", "events": ["failure"] }""", HttpStatusCode.NotFound))["code"]!.ToString().ShouldBe("SCH080");
        (await _server.GetAsync("/api/notifications?status=lost", HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");
    }

    [Fact]
    public async Task The_list_has_pages_without_overlap()
    {
        await PutAsync("channels/ops", $$"""{ "kind": "webhook", "url": "{{_receiver.Url}}" }""", HttpStatusCode.Created);
        await PutAsync("rules/all", """{ "channel": "ops", "events": ["failure"] }""");
        for (var i = 0; i < 5; i++)
            await _server.EndAsync(await _server.RunAsync("failing"));

        var ids = new List<long>();
        for (var page = await _server.GetAsync("/api/notifications?limit=2"); ; page = await _server.GetAsync($"/api/notifications?limit=2&cursor={page["next_cursor"]}"))
        {
            ids.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<long>()));
            if (page["next_cursor"] is null)
                break;
        }

        ids.Count.ShouldBe(5);
        ids.ShouldBe(ids.Distinct().OrderDescending());
    }

    [Fact]
    public async Task The_command_line_does_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("carillon-channels-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "ops.json"), $$"""{ "kind": "webhook", "url": "{{_receiver.Url}}" }""");
            await File.WriteAllTextAsync(Path.Combine(folder, "rule.json"), """{ "channel": "ops", "events": ["failure", "recovered"], "tag": "night" }""");
            (await RunAsync("channels", "set", "ops", "--file", Path.Combine(folder, "ops.json"))).ShouldContain("shown once: whsec_");
            (await RunAsync("channels", "test", "ops")).ShouldContain("accepted");
            (await RunAsync("notifications", "rules", "set", "nights", "--file", Path.Combine(folder, "rule.json"))).ShouldContain("revision 1");
            (await RunAsync("notifications", "rules")).ShouldContain("failure, recovered  tag night");
            (await RunAsync("channels")).ShouldContain("webhook  ok");
            (await RunAsync("notifications")).ShouldContain("CHANNEL");
            _receiver.Down();
            var refused = await Captured.RunAsync("channels", "test", "ops", "--server", _server.Url);
            (refused.Code, refused.Out.Contains("not accepted", StringComparison.Ordinal)).ShouldBe((1, true));
            await RunAsync("notifications", "rules", "delete", "nights");
            (await RunAsync("channels", "delete", "ops")).ShouldContain("gone");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> RunAsync(params string[] args)
    {
        var ran = await Captured.RunAsync([.. args, "--server", _server.Url]);
        ran.Code.ShouldBe(0, ran.Error);
        return ran.Out;
    }

    private static List<string> Fields(JsonNode problem) => [.. problem["problems"]!.AsArray().Select(one => one!["field"]?.ToString() ?? "")];

    private async Task<JsonNode> PutAsync(string path, string json, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await _server.Http.PutAsync("/api/notifications/" + path, new StringContent(json, Encoding.UTF8, "application/json"));
        return await ServerFixture.ReadAsync(response, expected);
    }
}
