using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Cli;

/// <summary><c>carillon costs</c>, and runs over budget.</summary>
public sealed class CostsVerbTests : IAsyncLifetime
{
    private const string Paid =
        """
        id: paid
        owner: ann
        cost: { per_run: 0.25 }
        schedule: { cron: "* * * * *", enabled: false, budget: 0.3 }
        tasks:
          - { id: a, uses: test.gate, with: { say: "hello" } }
        """;

    private readonly ServerFixture _server = new ServerFixture().File("paid.yaml", Paid);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_month_is_shown_with_bars_for_people_and_whole_for_scripts()
    {
        await _server.PostAsync("/api/schedules/schedule-default-paid/test-run", expected: System.Net.HttpStatusCode.Accepted);
        await _server.UntilAsync("/api/runs?status=completed", runs => runs["items"]!.AsArray().Count == 1);

        var shown = await Captured.RunAsync("costs", "--server", _server.Url);
        var one = await Captured.RunAsync("costs", "schedule-default-paid", "--server", _server.Url);
        var json = await Captured.RunAsync("costs", "--json", "--server", _server.Url);
        var forecast = await Captured.RunAsync("costs", "--forecast", "2", "--server", _server.Url);

        shown.Lines[0].ShouldEndWith(": spent 0.25, reserved 0.00, projected 0.25");
        shown.Lines.ShouldContain(line => line.StartsWith("schedule-default-paid  0.25", StringComparison.Ordinal) && line.Contains("83.3 %", StringComparison.Ordinal) && line.EndsWith(new string('█', 17), StringComparison.Ordinal));
        shown.Lines.ShouldContain(line => line.StartsWith("ann", StringComparison.Ordinal));
        one.Out.ShouldContain("budget     0.30 (of the definition), 83.3 % used");
        JsonNode.Parse(json.Out)!["total"]!["spent"]!.GetValue<decimal>().ShouldBe(0.25m);
        forecast.Lines.Length.ShouldBe(3);
        (shown.Code, one.Code, json.Code, forecast.Code).ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public async Task A_run_over_budget_needs_a_reason_on_the_command_line_too()
    {
        using var body = new StringContent("""{ "month": 0.1 }""", System.Text.Encoding.UTF8, "application/json");
        (await _server.Http.PutAsync("/api/costs/budgets/owner/ann", body)).EnsureSuccessStatusCode();

        var refused = await Captured.RunAsync("runs", "run-now", "paid", "--server", _server.Url);
        var made = await Captured.RunAsync("runs", "run-now", "paid", "--over-budget", "month end", "--server", _server.Url);

        refused.Code.ShouldNotBe(0);
        refused.Error.ShouldContain("SCH005");
        made.Code.ShouldBe(0, made.Error);
    }

    [Fact]
    public async Task A_schedule_that_is_not_there_is_said() =>
        (await Captured.RunAsync("costs", "nobody", "--server", _server.Url)).Error.ShouldContain("SCH031");
}
