using System.Text.Json.Nodes;
using Carillon.Tests.Shared;

namespace Carillon.Server.Tests.Cli;

/// <summary>The verbs that ask a running server.</summary>
public sealed class ServerVerbTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("yearly.yaml", Samples.Yearly).File("failing.yaml", Samples.Failing).File("stepping.yaml", Stepping);

    private const string Stepping =
        """
        id: stepping
        input:
          month: { type: string, default: "" }
        tasks:
          - id: say
            uses: test.gate
            if: "${{ input.month != '' }}"
            with: { say: "in ${{ input.month }}'s <end>" }
        """;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_run_is_started_followed_shown_and_listed()
    {
        var started = await AskAsync("runs", "run-now", "greet", "--input", "who=Ann", "--input", "times=2");
        var run = started.Lines.ShouldHaveSingleItem();

        var logs = await AskAsync("logs", run, "--follow");
        logs.Lines[^1].ShouldEndWith("hello Ann again");

        var shown = await AskAsync("runs", "show", run);
        shown.Lines[0].ShouldBe($"✓ completed  greet  {run}");
        shown.Out.ShouldContain("""{"who":"Ann","times":2}""");

        var listed = await AskAsync("runs", "--workflow", "greet");
        listed.Lines.Length.ShouldBe(2);
        listed.Lines[1].ShouldContain(run);
        JsonNode.Parse((await AskAsync("runs", "--json")).Out)!["items"]![0]!["id"]!.ToString().ShouldBe(run);
    }

    [Fact]
    public async Task A_failed_run_is_retried()
    {
        var run = (await AskAsync("runs", "run-now", "failing")).Lines[0];
        await AskAsync("logs", run, "-f");

        (await AskAsync("runs", "show", run)).Out.ShouldContain("it broke");
        var retry = (await AskAsync("runs", "retry", run)).Lines[0];

        JsonNode.Parse((await AskAsync("runs", "show", retry, "--json")).Out)!["run"]!["retry_of"]!.ToString().ShouldBe(run);
    }

    [Theory]
    [InlineData("yearly")]
    [InlineData("schedule-default-yearly")]
    public async Task A_schedule_is_explained_by_its_workflow_or_its_id(string id)
    {
        (await AskAsync("explain", id)).Lines[0].ShouldBe("schedule-default-yearly");
        JsonNode.Parse((await AskAsync("explain", id, "--json")).Out)!["schedule"]!.ToString().ShouldBe("schedule-default-yearly");
    }

    [Fact]
    public async Task Metrics_are_printed_and_periods_compared()
    {
        var run = (await AskAsync("runs", "run-now", "failing")).Lines[0];
        await AskAsync("logs", run, "-f");

        (await AskAsync("metrics", "failing", "--workflow", "--series", "day")).Out.ShouldContain("1: 0 successful, 1 failed, 0 canceled; success rate 0 %");
        (await AskAsync("metrics", "schedule-default-yearly", "--days", "7")).Out.ShouldContain("0 expected, 0 ran");
        (await AskAsync("compare", "schedule-default-yearly", "2026-01-01/2026-02-01", "2026-02-01/2026-03-01")).Lines[1].ShouldMatch("^total_runs +0 +0 +0 +–$");
    }

    [Fact]
    public async Task Schedules_are_listed_paused_and_resumed()
    {
        (await AskAsync("schedules")).Lines[1].ShouldStartWith("schedule-default-yearly  active");
        (await AskAsync("schedules", "pause", "schedule-default-yearly", "--reason", "audit")).Out.ShouldBe("schedule-default-yearly is paused\n");
        (await AskAsync("schedules", "--status", "paused")).Lines[1].ShouldContain("paused");
        (await AskAsync("why", "schedule-default-yearly", "2099-01-01T09:00")).Out.ShouldContain("(audit)");
        (await AskAsync("schedules", "resume", "schedule-default-yearly")).Out.ShouldMatch(@"^schedule-default-yearly is active; next: \d{4}-01-01 14:00:00Z\n$");
    }

    [Fact]
    public async Task A_schedule_is_made_shown_edited_and_deleted()
    {
        (await AskAsync("schedules", "create", "greet", "--cron", "0 9 1 1 *", "--timezone", "Asia/Tokyo", "--owner", "ann", "--tag", "night", "--input", "who=Ann", "--reason", "new year")).Out
            .ShouldMatch(@"^schedule-default-greet-managed is active; next: \d{4}-01-01 00:00:00Z\n$");
        var shown = (await AskAsync("schedules", "show", "schedule-default-greet-managed")).Out;
        shown.ShouldContain("owner      ann");
        shown.ShouldContain("timezone: Asia/Tokyo");

        await AskAsync("schedules", "edit", "schedule-default-greet-managed", "--cron", "0 10 1 1 *");
        JsonNode.Parse((await AskAsync("schedules", "show", "schedule-default-greet-managed", "--json")).Out)!["definition"]!.ToJsonString().ShouldContain("0 10 1 1 *");
        (await AskAsync("schedules", "--kind", "managed", "--owner", "ann", "--tag", "night", "--sort", "next_run", "--desc")).Lines.Length.ShouldBe(2);
        (await AskAsync("schedules", "delete", "schedule-default-greet-managed")).Out.ShouldBe("schedule-default-greet-managed is archived\n");
        string.Join(' ', (await AskAsync("schedules", "audit", "schedule-default-greet-managed")).Lines.Skip(1).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[2])).ShouldBe("deleted edited created");
    }

    [Fact]
    public async Task An_override_comes_from_a_file_is_promoted_and_reverted()
    {
        using var folder = new Folder();
        var file = Path.Combine(folder.Root, "schedule.yaml");
        await File.WriteAllTextAsync(file, "schedule:\n  cron: \"0 9 2 1 *\"\n  timezone: America/New_York\n");

        await AskAsync("schedules", "edit", "schedule-default-yearly", "--file", file, "--until", "2099-01-01T00:00:00Z", "--reason", "holiday");
        (await AskAsync("schedules", "show", "schedule-default-yearly")).Out.ShouldContain("(holiday) until 2099-01-01 00:00:00Z");
        (await AskAsync("schedules", "promote", "schedule-default-yearly")).Out.ShouldContain("cron: \"0 9 2 1 *\"");
        (await AskAsync("schedules", "--overridden")).Lines.Length.ShouldBe(2);
        await AskAsync("schedules", "revert", "schedule-default-yearly");
        (await Captured.RunAsync("schedules", "promote", "schedule-default-yearly", "--server", _server.Url)).Code.ShouldBe(1);
    }

    [Fact]
    public async Task Many_schedules_are_switched_at_once_and_an_unknown_one_is_named()
    {
        var result = await Captured.RunAsync("schedules", "disable", "schedule-default-yearly", "nobody", "--server", _server.Url);

        result.Code.ShouldBe(1);
        result.Out.ShouldBe("schedule-default-yearly is disabled\n");
        result.Error.ShouldContain("SCH031");
        (await AskAsync("schedules", "enable", "schedule-default-yearly")).Out.ShouldStartWith("schedule-default-yearly is active");
        (await Captured.RunAsync("schedules", "pause", "schedule-default-yearly", "--until", "tomorrow")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_project_in_use_is_not_renamed()
    {
        var result = await Captured.RunAsync("project", "rename", "default", "shop", "--database", TestDatabase.UrlFor(_server.DataFolder));

        result.Code.ShouldBe(5);
        result.Error.ShouldContain("SCH036");
    }

    [Theory]
    [InlineData("mysql://ann:hush-hush@host/db")]
    [InlineData("postgresql://ann:hush-hush@/")]
    [InlineData("Host=db;Password=hush-hush;Colour=red")]
    [InlineData("sqlite:")]
    public async Task An_address_that_is_none_is_refused_by_the_name_of_its_option_and_without_its_password(string address)
    {
        var result = await Captured.RunAsync("project", "rename", "default", "shop", "--database", address);

        result.Code.ShouldBe(2);
        result.Error.ShouldContain("--database cannot be used");
        (result.Error + result.Out).ShouldNotContain("hush-hush");
    }

    [Fact]
    public async Task A_text_field_keeps_what_was_typed_and_json_is_printed_readably()
    {
        var run = (await AskAsync("runs", "run-now", "stepping", "-i", "month=202601")).Lines[0];
        await AskAsync("logs", run, "-f");

        var shown = (await AskAsync("runs", "show", run)).Out;
        shown.ShouldContain("""{"month":"202601"}""");
        shown.ShouldContain("""{"said":"in 202601's <end>"}""");
    }

    [Fact]
    public async Task A_condition_is_told_without_the_spaces_around_it()
    {
        var run = (await AskAsync("runs", "run-now", "stepping")).Lines[0];
        await AskAsync("logs", run, "-f");

        (await AskAsync("runs", "show", run)).Out.ShouldContain("condition is false: input.month != ''\n");
    }

    [Fact]
    public async Task A_schedule_without_a_definition_has_no_times()
    {
        File.Delete(Path.Combine(_server.Workflows, "yearly.yaml"));
        await _server.PostAsync("/api/reconcile");

        (await AskAsync("schedules", "--status", "archived")).Lines[1].ShouldEndWith("  –");
    }

    [Fact]
    public async Task What_the_server_refuses_is_printed_and_ends_with_1()
    {
        var result = await Captured.RunAsync("runs", "run-now", "gret", "--server", _server.Url);

        result.Code.ShouldBe(1);
        result.Error.ShouldContain("SCH006 There is no workflow 'gret'. Did you mean 'greet'?");
    }

    [Fact]
    public async Task Without_a_server_the_way_out_is_named()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = await Captured.RunAsync("schedules", "--server", $"http://127.0.0.1:{port}");

        result.Code.ShouldBe(5);
        result.Error.ShouldContain("). Start one with 'carillon serve'");
    }

    [Fact]
    public async Task A_port_in_use_is_said_plainly()
    {
        using var folder = new Folder();

        var result = await Captured.RunAsync("serve", "--workflows", folder.Root, "--data", Path.Combine(folder.Root, "data"), "--urls", _server.Url);

        result.Code.ShouldBe(5);
        result.Error.ShouldContain("SCH035");
    }

    [SqliteFact("its file belongs to one server; several nodes may share a PostgreSQL database")]
    public async Task Data_in_use_is_said_plainly()
    {
        var result = await Captured.RunAsync("serve", "--workflows", _server.Workflows, "--data", _server.DataFolder, "--urls", "http://127.0.0.1:0");

        result.Code.ShouldBe(5);
        result.Error.ShouldContain("SCH036");
    }

    private async Task<Captured> AskAsync(params string[] args)
    {
        var result = await Captured.RunAsync([.. args, "--server", _server.Url]);
        result.Code.ShouldBe(0, result.Error);
        return result;
    }
}
