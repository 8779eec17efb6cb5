using System.Net;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Cli;

/// <summary>Looking ahead: <c>carillon simulate</c> and <c>/api/simulate</c>.</summary>
public sealed class SimulateVerbTests : IAsyncLifetime
{
    private const string Tight = "id: tight\nschedule: { cron: \"*/5 * * * *\" }\ntasks:\n  - { id: a, uses: shell, with: { run: \"true\" } }\n";
    private readonly ServerFixture _server = new ServerFixture().File("yearly.yaml", Samples.Yearly).File("tight.yaml", Tight);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_folder_is_simulated_without_a_server()
    {
        using var folder = new Folder();
        folder.Write("tight.yaml", Tight);

        var result = await Captured.RunAsync("simulate", folder.Root, "--days", "1", "--from", "2026-03-02T00:00:00Z", "--run-seconds", "420", "--json");
        var answer = JsonNode.Parse(result.Out)!;

        result.Code.ShouldBe(0);
        (answer["runs"]!.GetValue<int>(), answer["skipped"]!.GetValue<int>()).ShouldBe((144, 144));
        answer["schedules"]![0]!["reasons"]![0]!["reason"]!.ToString().ShouldBe("overlap: the previous run is still open");
        answer["schedules"]![0]!["months"]![0]!["month"]!.ToString().ShouldBe("2026-03");
    }

    [Fact]
    public async Task A_servers_schedules_are_shown_as_a_table_those_with_trouble_first()
    {
        var result = await Captured.RunAsync("simulate", "--days", "366", "--run-seconds", "420", "--server", _server.Url);

        result.Code.ShouldBe(0, result.Error);
        result.Lines[0].ShouldStartWith("366 days from ");
        result.Lines[2].ShouldContain("schedule-default-tight");
        result.Lines[2].ShouldContain("overlap: the previous run is still open");
    }

    [Theory]
    [InlineData("""{ "days": 0 }""")]
    [InlineData("""{ "days": 100000 }""")]
    [InlineData("""{ "from": "9999-01-01T00:00:00Z" }""")]
    [InlineData("""{ "factor": -1, "run_seconds": 1e300, "list_hours": 9999 }""")]
    [InlineData("""{ "daze": 1 }""")]
    public async Task What_cannot_be_simulated_is_refused(string body) =>
        (await _server.PostAsync("/api/simulate", body, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");
}
