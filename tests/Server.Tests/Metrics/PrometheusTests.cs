using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Server.Tests.Security;

namespace Carillon.Server.Tests.Metrics;

/// <summary><c>/metrics</c>: what happens is counted, and the real Prometheus and its checker take it.</summary>
public sealed partial class PrometheusTests : IAsyncLifetime
{
    private static readonly string Deploy = Path.Combine(Root(), "deploy");
    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("yearly.yaml", Samples.Yearly).File("failing.yaml", Samples.Failing);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Runs_attempts_and_changes_of_schedules_are_counted()
    {
        await _server.EndAsync(await _server.RunAsync("greet"));
        await _server.EndAsync(await _server.RunAsync("failing"));
        await _server.PostAsync("/api/schedules/schedule-default-yearly/pause");
        await _server.PostAsync("/api/schedules/none/pause", expected: HttpStatusCode.NotFound);

        var page = await PageAsync();

        Value(page, "carillon_runs_total", "project=\"default\",status=\"completed\",trigger=\"api\"").ShouldBe(1);
        Value(page, "carillon_runs_total", "project=\"default\",status=\"failed\",trigger=\"api\"").ShouldBe(1);
        Value(page, "carillon_task_attempts_total", "uses=\"test.gate\",outcome=\"succeeded\"").ShouldBe(3);
        Value(page, "carillon_task_duration_seconds_count", "uses=\"test.gate\",outcome=\"failed\"").ShouldBe(1);
        Value(page, "carillon_run_duration_seconds_bucket", "project=\"default\",status=\"completed\",le=\"+Inf\"").ShouldBe(1);
        Value(page, "carillon_schedule_operations_total", "operation=\"pause\",status=\"ok\"").ShouldBe(1);
        Value(page, "carillon_schedule_operations_total", "operation=\"pause\",status=\"refused\"").ShouldBe(1);
        Value(page, "carillon_scheduled_workflows_total", "project=\"default\",status=\"paused\"").ShouldBe(1);
        Value(page, "carillon_schedule_reconcile_duration_seconds_count", "project=\"default\"").ShouldBeGreaterThan(0);
        Value(page, "carillon_schedule_reconcile_inflight", "project=\"default\"").ShouldBe(0);
        Value(page, "carillon_queue_depth", "pool=\"none\"").ShouldBe(0);
        Value(page, "carillon_database_up", "").ShouldBe(1);
    }

    [Fact]
    public async Task A_path_that_a_client_makes_up_makes_no_series()
    {
        for (var i = 0; i < 20; i++)
        {
            using var _ = await _server.Http.GetAsync($"/api/runs/made-up-{i}");
            using var __ = await _server.Http.GetAsync($"/nowhere/{i}");
        }

        var page = await PageAsync();
        page.ShouldNotContain("made-up");
        page.ShouldNotContain("nowhere");
    }

    [Fact]
    public async Task Another_server_in_the_same_process_is_counted_apart()
    {
        using (await _server.Http.GetAsync("/api/about"))
        {
            await using var other = new ServerFixture();
            await other.StartAsync();
            for (var i = 0; i < 3; i++)
                (await other.Http.GetAsync("/api/about")).Dispose();
        }
        // Counted when it has ended, which is before the next one of its connection begins.
        (await _server.Http.GetAsync("/api/about")).Dispose();

        Value(await PageAsync(), "http_server_request_duration_seconds_count", "http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/api/about\"").ShouldBe(2);
    }

    [Fact]
    public async Task It_takes_a_token_that_may_read_where_people_sign_in()
    {
        await using var signed = await SignedServer.StartAsync();
        using var nobody = signed.Browser();
        (await nobody.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var reader = await signed.TokenAsync("root", "workflow:read");
        (await reader.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [PrometheusFact]
    public async Task Its_checker_accepts_the_page_and_the_alert_rules()
    {
        await _server.EndAsync(await _server.RunAsync("greet"));

        var (code, said) = await ToolAsync("promtool", await PageAsync(), "check", "metrics");
        (code, said).ShouldSatisfyAllConditions(
            () => code.ShouldBeOneOf(0, 3),
            // A name of the specification: it is a gauge.
            () => said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("carillon_scheduled_workflows_total", StringComparison.Ordinal)).ShouldBeEmpty());
        (await ToolAsync("promtool", "", "check", "rules", Path.Combine(Deploy, "prometheus/carillon-alerts.yml"))).Code.ShouldBe(0);
    }

    [PrometheusFact]
    public async Task Prometheus_scrapes_it_and_every_expression_of_the_rules_and_the_dashboard_has_its_metrics()
    {
        await _server.EndAsync(await _server.RunAsync("greet"));
        using (var made = await _server.Http.PutAsync("/api/connections/shop", new StringContent("""{ "kind": "http", "settings": { "base_url": "http://127.0.0.1:1" } }""", System.Text.Encoding.UTF8, "application/json")))
            made.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await PageAsync();
        var folder = Directory.CreateTempSubdirectory("carillon-prometheus-");
        var port = Free();
        File.Copy(Path.Combine(Deploy, "prometheus/carillon-alerts.yml"), Path.Combine(folder.FullName, "carillon-alerts.yml"));
        var configuration = (await File.ReadAllTextAsync(Path.Combine(Deploy, "prometheus/prometheus.yml"))).Replace("15s", "1s", StringComparison.Ordinal).Replace("127.0.0.1:8080", _server.Http.BaseAddress!.Authority, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prometheus.yml"), configuration);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "carillon-token"), "crl_none");
        using var prometheus = Process.Start(new ProcessStartInfo("prometheus", [$"--config.file={folder.FullName}/prometheus.yml", $"--storage.tsdb.path={folder.FullName}/data", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}")]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        try
        {
            prometheus.BeginErrorReadLine();
            prometheus.BeginOutputReadLine();
            using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
            (await ScrapedAsync(http, "carillon_runs_total{status=\"completed\"}")).ShouldBe("1");
            JsonNode.Parse(await http.GetStringAsync("/api/v1/rules"))!["data"]!["groups"]![0]!["rules"]!.AsArray().Select(rule => rule!["health"]!.ToString()).Distinct().ShouldBeSubsetOf(["ok", "unknown"]);
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
            folder.Delete(recursive: true);
        }

        var known = TypeLine().Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        // What nothing has happened of yet is not on the page: the meter knows it.
        known.UnionWith(["carillon_lease_losses_total", "carillon_notifications_total", "carillon_run_lateness_seconds", "carillon_schedule_cost_month", "carillon_schedule_operations_total"]);
        var used = Name().Matches(await File.ReadAllTextAsync(Path.Combine(Deploy, "prometheus/carillon-alerts.yml")) + await File.ReadAllTextAsync(Path.Combine(Deploy, "grafana/carillon.json")))
            .Select(match => Suffix().Replace(match.Value, ""));
        used.Where(name => !known.Contains(name)).Distinct().ShouldBeEmpty();
    }

    private async Task<string> PageAsync()
    {
        using var answer = await _server.Http.GetAsync("/metrics");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        return await answer.Content.ReadAsStringAsync();
    }

    private static double Value(string page, string name, string labels)
    {
        var begin = labels.Length == 0 ? name + " " : $"{name}{{{labels}}} ";
        var line = page.Split('\n').SingleOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal));
        return line is null ? throw new InvalidOperationException($"no {begin} in\n{page}") : double.Parse(line[begin.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task<string?> ScrapedAsync(HttpClient http, string query)
    {
        var began = Stopwatch.StartNew();
        while (began.Elapsed < TimeSpan.FromSeconds(30))
        {
            try
            {
                var answer = JsonNode.Parse(await http.GetStringAsync("/api/v1/query?query=" + Uri.EscapeDataString(query)))!;
                if (answer["data"]!["result"]!.AsArray() is [var first, ..])
                    return first!["value"]![1]!.ToString();
            }
            catch (HttpRequestException)
            {
                // It is still starting.
            }
            await Task.Delay(200);
        }
        return null;
    }

    private static async Task<(int Code, string Said)> ToolAsync(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, arguments[1] == "metrics" ? error + await said : error);
    }

    private static int Free()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Carillon.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("^# TYPE ([a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("(carillon|process|http_server)_[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Suffix();
}

/// <summary>A test that needs Prometheus: skipped, with the reason, where it is not installed, unless CARILLON_REQUIRE_ALL is 1.</summary>
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        if (!File.Exists("/usr/bin/promtool") && Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ALL") != "1")
            Skip = "Prometheus is not installed";
    }
}
