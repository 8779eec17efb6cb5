using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Cli;

public sealed class BackfillVerbTests : IAsyncLifetime
{
    private const string Schedule = "schedule-default-yearly";
    private readonly ServerFixture _server = new ServerFixture().File("yearly.yaml", Samples.Yearly);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task It_shows_what_would_run_and_starts_nothing_without_a_yes()
    {
        var dry = await AskAsync(0, "backfill", Schedule, "--from", "2020-01-01", "--to", "2024-01-01", "--dry-run");
        dry.Lines[0].ShouldStartWith("4 runs from 2020-01-01 05:00:00Z");
        dry.Lines[1].Trim().ShouldBe("2020-01-01 14:00:00Z");

        (await AskAsync(2, "backfill", Schedule, "--from", "2020-01-01", "--to", "2024-01-01")).Error.ShouldContain("--yes");
        (await AskAsync(0, "backfills")).Error.ShouldContain("No backfill fits.");
    }

    [Fact]
    public async Task It_runs_to_the_end_and_is_listed()
    {
        var done = await AskAsync(0, "backfill", Schedule, "--from", "2020-01-01", "--to", "2024-01-01", "--concurrency", "2", "--yes");
        done.Lines[^1].ShouldBe("Backfill 1 completed: 4 of 4");

        (await AskAsync(0, "backfills")).Lines[1].ShouldStartWith("1         completed  4/4   0       " + Schedule);
        (await AskAsync(1, "backfills", "cancel", "1")).Error.ShouldContain("SCH033");
        JsonNode.Parse((await AskAsync(0, "backfill", Schedule, "--from", "2024-01-01", "--to", "2025-01-01", "--yes", "--json")).Out)!["status"]!.ToString().ShouldBe("completed");
        (await AskAsync(1, "backfill", Schedule, "--from", "2020-01-01", "--to", "2024-01-01", "--yes")).Error.ShouldContain("SCH033");
    }

    [Fact]
    public async Task A_schedule_is_tried_resumed_and_asked_what_it_missed()
    {
        (await AskAsync(0, "schedules", "test-run", Schedule)).Lines[0].ShouldStartWith("Run ");
        await AskAsync(0, "schedules", "pause", Schedule);
        (await AskAsync(0, "schedules", "missed", Schedule)).Lines[0].ShouldStartWith("0 occurrences missed since ");
        (await AskAsync(0, "schedules", "resume", Schedule, "--missed", "all")).Lines[0].ShouldStartWith(Schedule + " is active");
        (await AskAsync(1, "schedules", "approve", Schedule, "2026-01-01T09:00")).Error.ShouldContain("SCH033");
    }

    private async Task<Captured> AskAsync(int expected, params string[] args)
    {
        var captured = await Captured.RunAsync([.. args, "--server", _server.Url]);
        captured.Code.ShouldBe(expected, captured.Out + captured.Error);
        return captured;
    }
}
