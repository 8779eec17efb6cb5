using System.Net;
using System.Text.Json.Nodes;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Tests;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Carillon.Browser.Tests;

/// <summary>
/// A server as after some weeks of use, the same each time: for tests of pages and for their pictures. It has the examples and the files of <c>Seed</c>, history of
/// every outcome, and real runs. Its schedules start nothing by themselves, so that nothing changes under a test.
/// </summary>
public sealed class SeededServer : IAsyncLifetime
{
    /// <summary>What browsers hold to be now: a Tuesday, 10:40 in New York, two days after its clocks went forward. Theirs stands still; the server's goes on.</summary>
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 10, 14, 40);

    /// <summary>The zone of the person at the browser.</summary>
    public const string ViewerZone = "Europe/Berlin";

    private static readonly Duration ToFill = Duration.FromSeconds(40);

    private readonly ServerFixture _server = new() { Engine = options => options with { Time = new ShiftedTime(Now - ToFill), RunSchedules = false } };

    public string Url => _server.Url;

    /// <summary>
    /// Ids by the names that paths of tests use: <c>{schedule}</c> (active, long history), <c>{failing}</c>, <c>{paused}</c>, <c>{overridden}</c>, <c>{managed}</c>; the workflow <c>{workflow}</c>; the strategy
    /// <c>{strategy}</c>; the runs <c>{run}</c> (charts, CSV, Markdown), <c>{failed_run}</c> (three attempts), <c>{running_run}</c>, <c>{fan_out_run}</c>, <c>{sql_run}</c>, <c>{waiting_run}</c>.
    /// </summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal)
    {
        ["schedule"] = "schedule-default-equity-daily",
        ["failing"] = "schedule-default-vendor-prices",
        ["paused"] = "schedule-default-month-end",
        ["overridden"] = "schedule-default-fx-rates",
        ["workflow"] = "equity-daily",
        ["strategy"] = "momentum-tsla",
    };

    /// <summary>The path with ids in place of their names.</summary>
    public string Fill(string path) => Ids.Aggregate(path, (text, id) => text.Replace("{" + id.Key + "}", Uri.EscapeDataString(id.Value), StringComparison.Ordinal));

    public Task<JsonNode> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK) => _server.GetAsync(Fill(path), expected);

    public Task<JsonNode> PostAsync(string path, string? json = null, HttpStatusCode expected = HttpStatusCode.OK) => _server.PostAsync(Fill(path), json, expected);

    /// <summary>Starts a run and gives its id.</summary>
    public Task<string> RunAsync(string workflow, string? json = null) => _server.RunAsync(workflow, json);

    /// <summary>Waits until the run has ended.</summary>
    public Task<JsonNode> EndAsync(string run) => _server.EndAsync(run);

    public async Task InitializeAsync()
    {
        if (Chromium.WhyNot is not null)
            return;
        Copy(Path.Combine(Checkout.Root, "examples"), _server.Workflows);
        Copy(Path.Combine(AppContext.BaseDirectory, "Seed"), _server.Workflows);
        await _server.StartAsync();
        await MakeStrategiesAsync();
        Ids["managed"] = (await PostAsync("/api/workflows/fan-out/schedules", """{"cron":"0 9 * * 1-5","timezone":"Asia/Tokyo","tags":["tokyo"],"by":"ann","description":"Every working morning in Tokyo."}""", HttpStatusCode.Created))["id"]!.ToString();
        await WriteHistoryAsync();
        await KeepAsync();
        await StartRunsAsync();
        await EditAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private async Task MakeStrategiesAsync()
    {
        foreach (var (symbol, lookback) in new[] { ("googl", 120), ("tsla", 60), ("coke", 250) })
            await PostAsync("/api/strategies", $$$"""{"id":"momentum-{{{symbol}}}","template":"momentum","parameters":{"symbol":"{{{symbol.ToUpperInvariant()}}}","lookback":{{{lookback}}}},"tags":["demo"],"owner":"eve"}""", HttpStatusCode.Created);
    }

    private async Task WriteHistoryAsync()
    {
        var live = _server.Services.GetRequiredService<LiveSchedules>();
        var schedules = _server.Services.GetRequiredService<ScheduleReader>().List(new ScheduleFilter(), null, 200).Items;
        await new SeededHistory(_server.Services.GetRequiredService<Database>(), Now).WriteAsync([.. schedules.Select(record => (record, live.Of(record).Value))]);
    }

    // The receiver of messages is no receiver: what goes there is not accepted.
    private async Task KeepAsync()
    {
        await SendAsync(HttpMethod.Put, "/api/secrets/SHOP_TOKEN", """{"value":"not a secret at all"}""");
        await SendAsync(HttpMethod.Put, "/api/connections/shop", """{"kind":"http","description":"The shop's API","settings":{"base_url":"https://api.example.com/v2","token":"${{ secrets.SHOP_TOKEN }}"}}""");
        await SendAsync(HttpMethod.Put, "/api/notifications/channels/ops-hook", $$"""{"kind":"webhook","url":"{{Url}}/healthz","by":"ann"}""");
        await SendAsync(HttpMethod.Put, "/api/notifications/rules/trouble", """{"channel":"ops-hook","events":["failure","recovered","missed"],"quiet":{"from":"22:00","to":"07:00","timezone":"Europe/Berlin"},"by":"ann"}""");
    }

    private async Task StartRunsAsync()
    {
        Ids["run"] = await RunAsync("equity-daily");
        Ids["failed_run"] = await RunAsync("vendor-prices");
        Ids["fan_out_run"] = await RunAsync("fan-out");
        Ids["sql_run"] = await RunAsync("nightly-sql");
        Ids["waiting_run"] = await RunAsync("wait-for-file");
        Ids["running_run"] = await RunAsync("long-import");
        foreach (var name in new[] { "run", "failed_run", "fan_out_run", "sql_run" })
            await EndAsync(Ids[name]);
    }

    private async Task EditAsync()
    {
        await PostAsync("/api/schedules/{paused}/pause", """{"by":"ann","reason":"Auditors are in the house until Friday.","until":"2026-03-13T17:00:00Z"}""");
        await SendAsync(HttpMethod.Put, "/api/schedules/{overridden}", """{"cron":"45 16 * * 1-5","timezone":"Europe/Berlin","by":"bob","reason":"The bank publishes later this week.","until":"2026-03-16T00:00:00Z"}""");
        await SendAsync(HttpMethod.Put, "/api/costs/budgets/owner/ann", """{"month": 6.5, "by": "eve", "reason": "As last month"}""");
        await PostAsync("/api/schedules/schedule-default-nightly-sql/backfill", """{"from":"2025-12-01","to":"2025-12-06","by":"ann"}""", HttpStatusCode.Accepted);
    }

    private async Task SendAsync(HttpMethod verb, string path, string json)
    {
        using var request = new HttpRequestMessage(verb, Fill(path)) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        using var answer = await _server.Http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
