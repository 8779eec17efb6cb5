using System.Globalization;
using System.Net;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Thousands of tasks fail at once and are tried again; a thousand clients ask for the same run.</summary>
/// <param name="said">Where the figures go.</param>
public sealed class StormTests(ITestOutputHelper said)
{
    [Theory]
    [Trait("Row", "24")]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Retries_of_tasks_that_failed_together_are_spread(DatabaseKind database)
    {
        var figures = new Figures("24", said);
        var count = Scale.Of(1_000, 5_000);
        await using var folder = new FaultFolder(database);
        figures.On(database);
        folder.Write("storm.yaml",
            $$$"""
            id: storm
            tasks:
              - id: many
                uses: shell
                with: { run: "seq 1 {{{count}}}", output: lines }
              - id: each
                uses: http
                needs: [many]
                for_each: "${{ tasks.many.output.lines }}"
                retry: { max_attempts: 3, backoff: exponential, initial: 10s, max: 10s }
                with: { url: "http://127.0.0.1:1/" }
            """);
        await using var carillon = await ServerProcess.StartAsync(folder);
        var run = await carillon.RunAsync("storm");
        (await carillon.EndAsync(run, TimeSpan.FromMinutes(5)))["status"]!.ToString().ShouldBe("failed");
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);

        figures.Exactly("storm-attempts", folder.Number("select count(*) from attempt_history where task_id = 'each'"), count * 3, "attempts");
        figures.Exactly("storm-doubled", folder.Number("select count(*) from (select 1 from attempt_history group by run_id, task_id, item, number having count(*) > 1) as d"), 0, "attempts");
        // Of the second attempts, which the first failures would have had come all at once.
        var seconds = folder.Rows("select ready_at / 1000000, count(*) from attempt_history where task_id = 'each' and number = 2 group by 1 order by 1")
            .Select(row => row.Split('|').Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToList();
        var mean = (double)count / (seconds[^1][0] - seconds[0][0] + 1);
        figures.AtMost("storm-fullest-second", seconds.Max(s => s[1]) / mean, 2, "x mean");
    }

    [Theory]
    [Trait("Row", "25")]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_thousand_requests_with_one_key_make_one_run(DatabaseKind database)
    {
        var figures = new Figures("25", said);
        await using var folder = new FaultFolder(database);
        figures.On(database);
        folder.Write("once.yaml", "id: once\ntasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n");
        await using var carillon = await ServerProcess.StartAsync(folder);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => AskAsync(carillon.Http)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted || (answer.Status == HttpStatusCode.Conflict && answer.RetryAfter));
        figures.Exactly("runs-told", answers.Where(a => a.Run is not null).Select(a => a.Run).Distinct(StringComparer.Ordinal).Count(), 1, "runs");
        await carillon.EndAsync(answers.First(a => a.Run is not null).Run!);
        // Who was told to come again does, and hears of the same run.
        (await AskAsync(carillon.Http)).Run.ShouldBe(answers.First(a => a.Run is not null).Run);
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        figures.Exactly("runs", folder.Number("select count(*) from runs"), 1, "runs");
    }

    private static async Task<(HttpStatusCode Status, string? Run, bool RetryAfter)> AskAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workflows/once/run-now");
        request.Headers.Add("Idempotency-Key", "the-only-one");
        using var response = await http.SendAsync(request);
        var answer = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (response.StatusCode, answer["run_id"]?.ToString(), response.Headers.RetryAfter is not null);
    }
}
