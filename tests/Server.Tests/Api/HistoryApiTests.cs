using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Api;

public sealed class HistoryApiTests : IAsyncLifetime
{
    private const string Schedule = "/api/schedules/schedule-default-ticking";

    private const string Ticking =
        """
        id: ticking
        schedule: { every: 1s, overlap_policy: allow }
        tasks:
          - id: tick
            uses: test.gate
            cost: 0.1
            with: { say: "a,b\n1,2\n", keep: "out.csv", type: "text/csv" }
        """;

    private readonly ServerFixture _server = new ServerFixture().File("ticking.yaml", Ticking).File("greet.yaml", Samples.Greet).File("failing.yaml", Samples.Failing);

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        await _server.UntilAsync(Schedule + "/runs?status=completed", runs => runs["items"]!.AsArray().Count >= 2);
        await _server.PostAsync(Schedule + "/pause");
        await _server.UntilAsync("/api/runs?status=pending,running", runs => runs["items"]!.AsArray().Count == 0);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_schedule_says_what_its_runs_add_up_to_at_once()
    {
        var runs = (await _server.GetAsync(Schedule + "/runs"))["items"]!.AsArray().Count;

        var metrics = await _server.GetAsync(Schedule + "/metrics?period_days=7&series=day");

        metrics["total_runs"]!.GetValue<int>().ShouldBe(runs);
        metrics["success_rate"]!.GetValue<double>().ShouldBe(1);
        metrics["total_cost"]!.GetValue<decimal>().ShouldBe(runs * 0.1m);
        metrics["streak"]!["kind"]!.ToString().ShouldBe("successes");
        metrics["occurrences"]!["ran"]!.GetValue<int>().ShouldBe(runs);
        metrics["series"]!.AsArray().Sum(part => part!["total_runs"]!.GetValue<int>()).ShouldBe(runs);
        metrics["last_run"]!["cost"]!.GetValue<decimal>().ShouldBe(0.1m);
    }

    [Fact]
    public async Task A_workflow_without_a_schedule_has_metrics_too()
    {
        await _server.EndAsync(await _server.RunAsync("failing"));

        var metrics = await _server.GetAsync("/api/workflows/failing/metrics");

        (metrics["total_runs"]!.GetValue<int>(), metrics["failed_runs"]!.GetValue<int>()).ShouldBe((1, 1));
        metrics["streak"]!["kind"]!.ToString().ShouldBe("failures");
        metrics["schedule_id"].ShouldBeNull();
    }

    [Fact]
    public async Task Two_periods_are_compared_metric_by_metric()
    {
        var today = TimeProvider.System.GetUtcNow().Date;
        var answer = await _server.GetAsync($"{Schedule}/compare?period1_start=2001-01-01&period1_end=2001-02-01&period2_start={today:yyyy-MM-dd}&period2_end={today.AddDays(2):yyyy-MM-dd}");

        var total = answer["metrics"]!["total_runs"]!;
        (total["period1"]!.GetValue<int>(), total["change"]!.GetValue<int>() > 0, total["relative"]).ShouldBe((0, true, null));
        answer["metrics"]!["success_rate"]!["period1"].ShouldBeNull();
    }

    [Fact]
    public async Task Runs_are_found_by_their_times_and_a_run_of_another_schedule_is_not_found()
    {
        var run = (await _server.GetAsync(Schedule + "/runs?limit=1"))["items"]![0]!;
        var other = await _server.RunAsync("greet");

        (await _server.GetAsync($"{Schedule}/runs?by=nominal&from={run["nominal_at"]}"))["items"]!.AsArray().Select(r => r!["id"]!.ToString()).ShouldBe([run["id"]!.ToString()]);
        (await _server.GetAsync($"{Schedule}/runs?from=2001-01-01&to=2002-01-01"))["items"]!.AsArray().ShouldBeEmpty();
        (await _server.GetAsync($"/api/workflows/ticking/runs?trigger=schedule&limit=1"))["items"]![0]!["id"]!.ToString().ShouldBe(run["id"]!.ToString());
        (await _server.GetAsync($"{Schedule}/runs/{run["id"]}"))["input"].ShouldNotBeNull();
        (await _server.GetAsync($"{Schedule}/runs/{other}", HttpStatusCode.NotFound))["code"]!.ToString().ShouldBe("SCH030");
    }

    [Fact]
    public async Task Results_are_exported_as_an_archive_and_as_tables()
    {
        var runs = (await _server.GetAsync(Schedule + "/runs"))["items"]!.AsArray().Count;

        using var zip = new ZipArchive(new MemoryStream(await _server.Http.GetByteArrayAsync(Schedule + "/export")));
        var rows = await _server.Http.GetStringAsync(Schedule + "/export?format=csv");
        var joined = await _server.Http.GetStringAsync(Schedule + "/export?format=csv&of=artifacts&name=*.csv");

        zip.Entries.Count.ShouldBe(runs + 2);
        rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(runs + 1);
        joined.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1].ShouldEndWith(",tick,out.csv,,1,2");
        joined.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(runs + 1);
    }
}
