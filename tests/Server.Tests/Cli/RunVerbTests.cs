using System.Text.Json.Nodes;
using Carillon.Server.Cli;

namespace Carillon.Server.Tests.Cli;

public sealed class RunVerbTests
{
    private const string Greeting =
        """
        id: greeting
        input:
          who: { type: string, default: world }
        schedule: { cron: "* * * * *" }
        tasks:
          - id: say
            uses: shell
            with: { run: "echo hello ${{ input.who }}" }
          - id: end
            uses: shell
            needs: [say]
            with: { run: "exit ${{ input.who == 'nobody' }}" }
            if: "input.who == 'nobody'"
        """;

    [Fact]
    public async Task A_run_shows_its_tasks_and_logs_and_ends_with_0()
    {
        using var folder = new Folder();

        var result = await Captured.RunAsync("run", folder.Write("w.yaml", Greeting), "--input", "who=Ann");

        result.Code.ShouldBe(0, result.Error);
        result.Out.ShouldContain("say | hello Ann");
        result.Out.ShouldContain("✓ say succeeded");
        result.Out.ShouldContain("– end skipped");
        result.Lines[^1].ShouldStartWith("✓ greeting completed");
    }

    [Fact]
    public async Task A_failed_run_ends_with_3_and_says_why()
    {
        using var folder = new Folder();

        var result = await Captured.RunAsync("run", folder.Write("w.yaml", Greeting), "--input", "who=nobody");

        result.Code.ShouldBe(3);
        result.Lines[^1].ShouldStartWith("✗ greeting failed");
    }

    [Fact]
    public async Task Json_is_the_whole_outcome_and_nothing_else()
    {
        using var folder = new Folder();

        var result = await Captured.RunAsync("run", folder.Write("w.yaml", Greeting), "--json");

        var outcome = JsonNode.Parse(result.Out)!;
        outcome["run"]!["status"]!.ToString().ShouldBe("completed");
        outcome["run"]!["trigger"]!.ToString().ShouldBe("manual");
        outcome["tasks"]!.AsArray().Select(t => $"{t!["task_id"]} {t["status"]}").ShouldBe(["say succeeded", "end skipped"]);
    }

    [Fact]
    public async Task Input_that_does_not_fit_ends_with_1_before_anything_runs()
    {
        using var folder = new Folder();

        var result = await Captured.RunAsync("run", folder.Write("w.yaml", Greeting), "--input", "who=5", "--input", "x");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain("'x' is not an input");
        result.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_field_keeps_what_was_typed_and_other_fields_read_json()
    {
        using var folder = new Folder();
        var path = folder.Write("w.yaml", "id: w\ninput:\n  month: { type: string, required: true }\n  times: { type: integer, default: 1 }\ntasks:\n  - id: a\n    uses: shell\n    with: { run: \"echo ${{ input.month }} ${{ input.times + 1 }}\" }\n");

        var result = await Captured.RunAsync("run", path, "-i", "month=202601", "-i", "times=2");

        result.Code.ShouldBe(0, result.Error);
        result.Out.ShouldContain("a | 202601 3");
    }

    [Fact]
    public async Task A_workflow_finds_the_workflows_beside_it_and_their_mistakes_do_not_stop_it()
    {
        using var folder = new Folder();
        folder.Write("a-broken.yaml", "id: broken\ntaks: []\n");
        folder.Write("b-same-id.yaml", "id: parent\ntasks:\n  - id: wrong\n    uses: shell\n    with: { run: \"exit 1\" }\n");
        folder.Write("below/child.yaml", Greeting.Replace("id: greeting", "id: child", StringComparison.Ordinal));
        var path = folder.Write("parent.yaml", "id: parent\ntasks:\n  - id: step\n    uses: workflow\n    with: { workflow: child, input: { who: Ann } }\n");

        var result = await Captured.RunAsync("run", path, "--artifacts", Path.Combine(folder.Root, "kept"));

        result.Code.ShouldBe(0, result.Out + result.Error);
        result.Error.ShouldBeEmpty();
        result.Lines[^1].ShouldStartWith("✓ parent completed");
        Directory.Exists(Path.Combine(folder.Root, "kept")).ShouldBeFalse("nothing was kept");
    }

    [Fact]
    public async Task Ctrl_c_cancels_waits_for_the_end_and_ends_with_4()
    {
        using var folder = new Folder();
        var path = folder.Write("w.yaml", "id: long\ntasks:\n  - id: sleep\n    uses: shell\n    with: { run: \"echo begun; sleep 600\" }\n");
        using var interrupt = new CancellationTokenSource();
        var output = new SignalWriter("begun", interrupt.Cancel);

        var code = await CommandLine.RunAsync(["run", path], new Terminal { Out = output, Error = TextWriter.Null, Environment = _ => null }, interrupt.Token);

        code.ShouldBe(4, output.ToString());
        output.ToString().ShouldContain("■ long canceled");
    }

    [Fact]
    public async Task On_a_terminal_the_tasks_are_drawn_and_a_task_cannot_steer_it()
    {
        using var folder = new Folder();
        var path = folder.Write("w.yaml", "id: sly\nname: '[red]Sly'\ntasks:\n  - id: a\n    uses: shell\n    with: { run: \"printf '[bold]\\\\033]0;title\\\\007 seen'\" }\n");

        var result = await Captured.RunOnTerminalAsync("run", path);

        result.Code.ShouldBe(0, result.Out);
        result.Out.ShouldContain("[red]Sly");
        result.Out.ShouldContain("seen");
        result.Out.ShouldNotContain("\e]0;title");
    }

    /// <summary>Calls back once, when a text has been written.</summary>
    private sealed class SignalWriter(string text, Action seen) : StringWriter
    {
        private bool _told;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (_told || value?.Contains(text, StringComparison.Ordinal) != true)
                return;
            _told = true;
            seen();
        }
    }
}
