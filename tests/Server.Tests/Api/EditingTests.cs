using System.Net;
using System.Text;
using Carillon.Server.Hosting;

namespace Carillon.Server.Tests.Api;

/// <summary>Who may change schedules is a switch of the server; reading stays.</summary>
public sealed class EditingTests
{
    private const string Schedule = "/api/schedules/schedule-default-yearly";

    private static readonly (string Verb, string Path, string Body)[] Changes =
    [
        ("POST", "/api/workflows/yearly/schedules", """{"cron":"0 9 * * *","by":"ann"}"""),
        ("PUT", Schedule, """{"cron":"0 9 2 1 *","by":"ann"}"""),
        ("POST", Schedule + "/enable", """{"by":"ann"}"""),
        ("POST", Schedule + "/disable", """{"by":"ann"}"""),
        ("POST", Schedule + "/pause", """{"by":"ann"}"""),
        ("POST", Schedule + "/resume", """{"by":"ann"}"""),
        ("POST", Schedule + "/revert", """{"by":"ann"}"""),
        ("POST", "/api/schedules/bulk/pause", """{"ids":["schedule-default-yearly"],"by":"ann"}"""),
        ("DELETE", "/api/schedules/bulk", """{"ids":["none"],"by":"ann"}"""),
        ("PUT", "/api/v0/schedules/yearly", """{"enabled":false}"""),
        ("DELETE", Schedule, """{"by":"ann"}"""),
        ("DELETE", "/api/v0/schedules/yearly", ""),
    ];

    [Fact]
    public async Task Switched_off_every_change_is_refused_and_reading_stays()
    {
        await using var server = await StartAsync("off");
        foreach (var change in Changes)
            (await SendAsync(server, change)).ShouldBe(HttpStatusCode.Forbidden, change.Path);

        (await server.GetAsync(Schedule))["revision"]!.GetValue<int>().ShouldBe(1);
        (await server.GetAsync("/api/audit"))["items"]!.AsArray().ShouldBeEmpty();
        await server.PostAsync("/api/schedules/preview", """{"cron":"0 9 * * *"}""");
        await server.PostAsync("/api/workflows/yearly/run-now", expected: HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Named_users_may_and_others_may_not()
    {
        await using var server = await StartAsync("users:ann,cy");
        foreach (var change in Changes)
        {
            var named = change.Body.Contains("ann", StringComparison.Ordinal);
            (await SendAsync(server, change with { Body = change.Body.Replace("\"ann\"", "\"bob\"", StringComparison.Ordinal) })).ShouldBe(HttpStatusCode.Forbidden, change.Path);
            if (named)
                (await SendAsync(server, change)).ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
        }

        (await server.GetAsync("/api/audit?actor=bob"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("on", true, null)]
    [InlineData("off", false, "")]
    [InlineData("users:ann,cy", true, "ann cy")]
    public async Task The_server_tells_who_may_with_what_a_page_needs_of_it(string editing, bool may, string? editors)
    {
        await using var server = await StartAsync(editing);
        var about = await server.GetAsync("/api/about");

        about["editing"]!.GetValue<bool>().ShouldBe(may);
        (about["editors"] is { } named ? string.Join(' ', named.AsArray().Select(name => name!.ToString())) : null).ShouldBe(editors);
        (about["project"]!.ToString(), about["default_timezone"]!.ToString(), about["keeps_runs_days"]!.GetValue<int>()).ShouldBe(("default", "UTC", 90));
        about["tzdb"]!.ToString().ShouldMatch("^20[0-9]{2}[a-z]$");
        about["version"]!.ToString().ShouldBe((await server.GetAsync("/healthz"))["version"]!.ToString());
        var now = DateTimeOffset.Parse(about["now"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        now.ShouldBeGreaterThanOrEqualTo(DateTimeOffset.Parse(about["started_at"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("off", false)]
    [InlineData("users:bob", false)]
    [InlineData("users: ann , bob", true)]
    public void The_option_says_who(string text, bool ann) => EditingPolicy.Parse(text)!.Allows("ann").ShouldBe(ann);

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("users:")]
    [InlineData("ann")]
    public void Other_words_are_no_policy(string text) => EditingPolicy.Parse(text).ShouldBeNull();

    private static Task<ServerFixture> StartAsync(string editing) =>
        new ServerFixture { Editing = EditingPolicy.Parse(editing)! }.File("yearly.yaml", Samples.Yearly).StartAsync();

    private static async Task<HttpStatusCode> SendAsync(ServerFixture server, (string Verb, string Path, string Body) change)
    {
        using var request = new HttpRequestMessage(new HttpMethod(change.Verb), change.Path);
        if (change.Body.Length > 0)
            request.Content = new StringContent(change.Body, Encoding.UTF8, "application/json");
        using var response = await server.Http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.Forbidden)
            (await ServerFixture.ReadAsync(response, HttpStatusCode.Forbidden))["code"]!.ToString().ShouldBe("SCH057");
        return response.StatusCode;
    }
}
