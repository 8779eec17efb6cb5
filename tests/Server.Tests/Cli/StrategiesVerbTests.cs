using System.Text.Json.Nodes;
using Carillon.Server.Tests.Api;

namespace Carillon.Server.Tests.Cli;

/// <summary><c>carillon strategies</c>, and templates in the verbs that read files.</summary>
public sealed class StrategiesVerbTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("greeting.yaml", StrategyApiTests.Template);
    private readonly Folder _folder = new();

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_strategy_is_made_shown_edited_switched_and_deleted()
    {
        var file = _folder.Write("p.yaml", "who: File\ntimes: 3\n");
        var overlay = _folder.Write("o.yaml", "schedule: { daily: { at: \"07:00\" } }\n");

        (await AskAsync("strategies", "create", "ann", "--template", "greeting", "--file", file, "--set", "who=5", "--overlay", overlay, "--tag", "vip", "--owner", "desk", "--reason", "asked")).Out
            .ShouldMatch(@"^ann is active; next: \d{4}-\d\d-\d\d 1[12]:00:00Z\n$");
        (await AskAsync("strategies")).Lines[1].ShouldEndWith("greeting  times=3 who=\"5\"", customMessage: "a text parameter keeps what was typed");
        (await AskAsync("strategies", "edit", "ann", "--set", "times=4", "--unset", "none")).Lines[0].ShouldStartWith("ann is active");
        var shown = await AskAsync("strategies", "show", "ann");
        shown.Out.ShouldContain("\"07:00\"");
        shown.Out.ShouldContain("(revision 2)");
        (await AskAsync("strategies", "disable", "ann")).Out.ShouldBe("ann is disabled\n");
        (await AskAsync("strategies", "--status", "active")).Error.ShouldBe("No strategy fits.\n");
        (await AskAsync("strategies", "enable", "ann")).Lines[0].ShouldStartWith("ann is active");
        (await AskAsync("strategies", "delete", "ann")).Out.ShouldBe("ann is archived\n");
        JsonNode.Parse((await AskAsync("strategies", "--status", "archived", "--json")).Out)!["items"]![0]!["id"]!.ToString().ShouldBe("ann");
    }

    [Fact]
    public async Task A_preview_prints_the_workflow_and_stores_nothing()
    {
        var preview = await AskAsync("strategies", "create", "ann", "-t", "greeting", "--set", "who=Ann", "--preview");

        preview.Out.ShouldContain("id: ann\nname: \"Greet Ann\"\n");
        preview.Lines[^1].ShouldMatch(@"^#   \d{4}-01-01T09:00:00-05:00$");
        (await AskAsync("strategies")).Error.ShouldBe("No strategy fits.\n");
        var bad = await Captured.RunAsync("strategies", "create", "ann", "-t", "greeting", "--preview", "--server", _server.Url);
        bad.Code.ShouldBe(1);
        bad.Error.ShouldBe("parameters.who: SCH020 Parameter 'who' is required. It means: Whom to greet.\n");
    }

    [Fact]
    public async Task Templates_are_listed_with_what_they_take()
    {
        (await AskAsync("strategies", "templates")).Lines.ShouldBe(["TEMPLATE  STRATEGIES  FILE           PARAMETERS", "greeting  0           greeting.yaml  who* times=2 cron=\"0 9 1 1 *\""]);
        JsonNode.Parse((await AskAsync("strategies", "templates", "--json")).Out)!["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, "parameters.times: SCH020 Parameter 'times' must be a whole number, not text.", "create", "a", "-t", "greeting", "--set", "who=x", "times=many")]
    [InlineData(1, "greeting.yaml:9:19 parameters.cron: SCH001", "create", "a", "-t", "greeting", "--set", "who=x", "cron=61 * * * *")]
    [InlineData(1, "SCH065 There is no template 'none'.", "create", "a", "-t", "none", "--set", "who=x")]
    [InlineData(1, "SCH043 'who' is not an input. Write name=value.", "create", "a", "-t", "greeting", "--set", "who")]
    [InlineData(1, "SCH044 The file 'none.yaml' does not exist.", "create", "a", "-t", "greeting", "--file", "none.yaml")]
    [InlineData(1, "SCH066 There is no strategy 'x'.", "show", "x")]
    [InlineData(1, "SCH066 There is no strategy 'x'.", "edit", "x", "--set", "who=y")]
    [InlineData(1, "SCH066 There is no strategy 'x'.", "delete", "x")]
    [InlineData(2, "Option '--template' is required.", "create", "a")]
    public async Task Bad_input_is_told_and_ends_with_its_code(int code, string error, params string[] args)
    {
        var result = await Captured.RunAsync(["strategies", .. args, "--server", _server.Url]);

        result.Code.ShouldBe(code, result.Error);
        result.Error.ShouldContain(error);
    }

    [Fact]
    public async Task Validate_takes_templates_and_run_refuses_them()
    {
        var good = _folder.Write("t.yaml", StrategyApiTests.Template.Replace("test.gate", "shell", StringComparison.Ordinal).Replace("say:", "run:", StringComparison.Ordinal));
        var bad = _folder.Write("b.yaml", "id: b\nkind: template\nparameters: { n: { type: integer, default: x } }\ntasks: [{ id: a, uses: shell, with: { run: \"${{ parameters.m }}\" } }]\n");

        (await Captured.RunAsync("validate", good)).Code.ShouldBe(0);
        var refused = await Captured.RunAsync("validate", bad);
        refused.Code.ShouldBe(1);
        refused.Lines.Select(line => line[(line.IndexOf("b.yaml", StringComparison.Ordinal) + 7)..][..12]).ShouldBe(["3:44 SCH020 ", "4:49 SCH019 "]);
        (await Captured.RunAsync("run", good)).Error.ShouldContain("This is a template");
        (await Captured.RunAsync("simulate", _folder.Root, "--json")).Error.ShouldNotContain("t.yaml");
    }

    private async Task<Captured> AskAsync(params string[] args)
    {
        var result = await Captured.RunAsync([.. args, "--server", _server.Url]);
        result.Code.ShouldBe(0, result.Error);
        return result;
    }
}
