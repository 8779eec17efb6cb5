using System.Net;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Cli;

/// <summary><c>carillon plan</c>, <c>carillon apply</c>, and workflows changed one by one over HTTP.</summary>
public sealed class FolderVerbTests : IAsyncLifetime
{
    private const string Daily = "id: daily\nschedule: { cron: \"0 9 * * *\" }\ntasks:\n  - { id: a, uses: shell, with: { run: \"true\" } }\n";
    private readonly ServerFixture _server = new ServerFixture().File("daily.yaml", Daily);
    private readonly Folder _next = new();

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        _next.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_saved_plan_is_shown_and_applied()
    {
        _next.Write("daily.yaml", Daily.Replace("0 9", "0 10", StringComparison.Ordinal));
        _next.Write("below/more.yaml", Daily.Replace("id: daily", "id: more", StringComparison.Ordinal));
        var saved = Path.Combine(_next.Root, "plan.json");

        var plan = await AskAsync("plan", _next.Root, "--out", saved, "--exit-code");
        var applied = await AskAsync("apply", _next.Root, "--plan", saved);
        var after = await AskAsync("plan", _next.Root, "--exit-code");

        plan.Code.ShouldBe(6);
        plan.Out.ShouldContain("~ schedule-default-daily  At 09:00 every day → At 10:00 every day (UTC)  [cron]");
        plan.Out.ShouldContain("next 30 days: +30, −30 runs");
        plan.Out.ShouldContain("+ schedule-default-more  At 09:00 every day (UTC)");
        plan.Out.ShouldContain("1 to add, 1 to change, 0 to archive. Next 30 days: +60, −30 runs.");
        applied.Code.ShouldBe(0, applied.Error);
        (after.Code, after.Lines[^1]).ShouldBe((0, "Nothing to apply."));
        (await _server.GetAsync("/api/schedules/schedule-default-daily"))["words"]!.ToString().ShouldBe("At 10:00 every day");
    }

    [Fact]
    public async Task Without_a_terminal_apply_wants_a_yes_or_a_plan()
    {
        _next.Write("daily.yaml", Daily.Replace("0 9", "0 10", StringComparison.Ordinal));

        (await AskAsync("apply", _next.Root)).Code.ShouldBe(1);
        (await AskAsync("apply", _next.Root, "--yes")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Files_with_errors_are_named_and_nothing_is_applied()
    {
        _next.Write("daily.yaml", Daily.Replace("cron", "corn", StringComparison.Ordinal));

        var plan = await AskAsync("plan", _next.Root);
        var applied = await AskAsync("apply", _next.Root, "--yes");

        (plan.Code, applied.Code).ShouldBe((1, 1));
        plan.Error.ShouldContain("daily.yaml:2:13 SCH010");
        applied.Error.ShouldContain("daily.yaml:2:13 SCH010");
    }

    [Fact]
    public async Task A_file_that_is_no_plan_is_refused()
    {
        _next.Write("daily.yaml", Daily);

        (await AskAsync("apply", _next.Root, "--plan", _next.Write("plan.json", "[]"))).Code.ShouldBe(1);
        (await AskAsync("plan", Path.Combine(_next.Root, "nowhere"))).Code.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}", "SCH043")]
    [InlineData("""{ "files": [ { "path": "a.yaml" } ] }""", "SCH043")]
    [InlineData("""{ "files": [ { "path": "../a.yaml", "text": "x" } ] }""", "SCH043")]
    [InlineData("""{ "files": "all" }""", "SCH043")]
    public async Task What_is_no_folder_is_refused(string body, string code)
    {
        (await _server.PostAsync("/api/plan", body, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe(code);
        (await _server.PostAsync("/api/apply", body, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe(code);
    }

    [Fact]
    public async Task A_workflow_is_made_over_http_and_a_second_of_its_id_is_a_conflict()
    {
        var body = new JsonObject { ["yaml"] = Daily.Replace("id: daily", "id: fresh", StringComparison.Ordinal), ["by"] = "ann" }.ToJsonString();

        var made = await _server.PostAsync("/api/workflows", body, HttpStatusCode.Created);
        var again = await _server.PostAsync("/api/workflows", body, HttpStatusCode.Conflict);

        made["summary"]!["id"]!.ToString().ShouldBe("fresh");
        again["code"]!.ToString().ShouldBe("SCH013");
        File.Exists(Path.Combine(_server.Workflows, "fresh.yaml")).ShouldBeTrue();
    }

    private Task<Captured> AskAsync(params string[] args) => Captured.RunAsync([.. args, "--server", _server.Url]);
}
