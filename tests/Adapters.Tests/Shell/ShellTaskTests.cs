using System.Diagnostics;
using Carillon.Adapters.Shell;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tests.Shell;

public sealed class ShellTaskTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly ShellTask _shell = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Standard_output_becomes_the_output_and_every_line_reaches_the_log()
    {
        var output = await _bench.SucceedAsync(_shell, """{ "run": "echo one; echo two >&2; printf three" }""");

        output["stdout"]!.GetValue<string>().ShouldBe("one\nthree");
        output["exit_code"]!.GetValue<int>().ShouldBe(0);
        output["truncated"]!.GetValue<bool>().ShouldBeFalse();
        _bench.Log.Lines.ShouldBe(["one", "two", "three"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData(null, "none")]
    public async Task The_script_can_go_on_with_the_trace_when_there_is_one(string? trace, string seen)
    {
        var context = _bench.Context("""{ "run": "echo ${TRACEPARENT:-none}" }""") with { TraceParent = trace };
        (await _shell.RunAsync(context, default)).ShouldBeOfType<TaskResult.Succeeded>();

        _bench.Log.Lines.ShouldBe([seen]);
    }

    [Fact]
    public async Task The_script_sees_its_arguments_its_environment_and_where_it_is()
    {
        await File.WriteAllTextAsync(Path.Join(_bench.BaseFolder, "here.txt"), "");
        var output = await _bench.SucceedAsync(_shell, """
            { "run": "echo $1 $COUNT $CARILLON_RUN_ID $CARILLON_TASK $CARILLON_ATTEMPT $CARILLON_IDEMPOTENCY_KEY; ls; echo $CARILLON_WORK_FOLDER",
              "args": [7], "env": { "COUNT": 3 }, "output": "lines" }
            """);

        output["lines"]!.AsArray().Select(l => l!.GetValue<string>())
            .ShouldBe(["7 3 run-1 step 2 key-1", "here.txt", _bench.WorkFolder]);
    }

    [Fact]
    public async Task Settings_of_the_server_are_not_handed_to_scripts()
    {
        Environment.SetEnvironmentVariable("CARILLON_MASTER_KEY_OF_TEST", "secret");
        var output = await _bench.SucceedAsync(_shell, """{ "run": "env | grep -c MASTER_KEY_OF_TEST || true" }""");
        output["stdout"]!.GetValue<string>().ShouldBe("0");
    }

    [Fact]
    public async Task A_program_starts_without_a_shell_and_nothing_is_expanded()
    {
        var output = await _bench.SucceedAsync(_shell, """{ "command": ["printf", "%s|", "$HOME", "*", "a b"] }""");
        output["stdout"]!.GetValue<string>().ShouldBe("$HOME|*|a b|");
    }

    [Fact]
    public async Task Standard_input_is_the_given_text_and_otherwise_at_its_end()
    {
        (await _bench.SucceedAsync(_shell, """{ "run": "cat", "stdin": "hällo" }"""))["stdout"]!.GetValue<string>().ShouldBe("hällo");
        (await _bench.SucceedAsync(_shell, """{ "run": "cat; echo end" }"""))["stdout"]!.GetValue<string>().ShouldBe("end");
    }

    [Fact]
    public async Task A_large_input_that_nobody_reads_does_not_hang()
    {
        var input = $$"""{ "run": "echo done", "stdin": "{{new string('x', 300_000)}}" }""";
        (await _bench.SucceedAsync(_shell, input))["stdout"]!.GetValue<string>().ShouldBe("done");
    }

    [Fact]
    public async Task Json_comes_from_standard_output_or_from_the_file_named_for_it()
    {
        (await _bench.SucceedAsync(_shell, """{ "run": "echo '{\"rows\": 3}'", "output": "json" }"""))["json"]!["rows"]!.GetValue<int>().ShouldBe(3);

        var both = await _bench.SucceedAsync(_shell, """{ "run": "echo text; echo '[1]' > $CARILLON_OUTPUT" }""");
        both["json"]!.ToJsonString().ShouldBe("[1]");
        both["stdout"]!.GetValue<string>().ShouldBe("text");
    }

    [Fact]
    public async Task Output_that_is_not_json_fails_as_an_assertion()
    {
        (await _bench.FailAsync(_shell, """{ "run": "echo nonsense", "output": "json" }""")).Class.ShouldBe(ErrorClasses.Assertion);
    }

    [Fact]
    public async Task Another_exit_code_fails_with_the_last_words_of_the_script()
    {
        var error = await _bench.FailAsync(_shell, """{ "run": "echo working; echo no such table >&2; exit 3" }""");
        error.Class.ShouldBe(ErrorClasses.ExitCode);
        error.Message.ShouldBe("exit code 3: no such table");
        error.Retryable.ShouldBeTrue();

        (await _bench.SucceedAsync(_shell, """{ "run": "exit 3", "ok_exit_codes": [0, 3] }"""))["exit_code"]!.GetValue<int>().ShouldBe(3);
        (await _bench.FailAsync(_shell, """{ "run": "kill -9 $$" }""")).Message.ShouldBe("exit code 137 (signal 9)");
    }

    [Fact]
    public async Task A_script_ends_at_the_first_command_that_fails()
    {
        (await _bench.FailAsync(_shell, """{ "run": "false\necho went on" }""")).Message.ShouldBe("exit code 1");
        (await _bench.FailAsync(_shell, """{ "shell": "bash", "run": "false | cat\necho went on" }""")).Message.ShouldBe("exit code 1");
    }

    [Theory]
    [InlineData("""{ }""", "give either 'run' or 'command'")]
    [InlineData("""{ "run": "x", "command": ["x"] }""", "give either 'run' or 'command'")]
    [InlineData("""{ "run": "x", "env": { "A=B": 1 } }""", "'env' has the name 'A=B'")]
    [InlineData("""{ "command": ["no-such-program-here"] }""", "program 'no-such-program-here' was not found")]
    [InlineData("""{ "run": "x", "working_folder": "nowhere" }""", "'working_folder' nowhere does not exist")]
    public async Task Input_that_cannot_work_fails_once_and_for_all(string input, string message)
    {
        var error = await _bench.FailAsync(_shell, input);
        error.Message.ShouldContain(message);
        (error.Code, error.Class, error.Retryable).ShouldBe((ProblemCodes.InvalidInput, ErrorClasses.Input, false));
    }

    [Fact]
    public async Task A_gigabyte_of_output_costs_little_memory_and_does_not_stall()
    {
        // In a process of its own, where nothing else asks for memory.
        using var host = Process.Start(new ProcessStartInfo("dotnet", [Companion.Assembly, "yes | head -c 1000000000"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await host.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));

        var grown = said.Split('\n').Single(l => l.StartsWith("grown ", StringComparison.Ordinal));
        int.Parse(grown.Split(' ')[1]).ShouldBeLessThan(64, "MiB of memory");
    }

    [Fact]
    public async Task Output_beyond_its_limit_is_cut_and_says_so()
    {
        var output = await _bench.SucceedAsync(_shell, """{ "run": "yes 2>/dev/null | head -c 40000000" }""");

        output["truncated"]!.GetValue<bool>().ShouldBeTrue();
        output.ToJsonString().Length.ShouldBeInRange(900 * 1024, 1024 * 1024);
        _bench.Log.Count.ShouldBe((16 * 1024 * 1024 / 33) + 2, "lines until 16 MiB with their own cost, and one that says that it goes on");

        var lines = await _bench.SucceedAsync(_shell, """{ "run": "yes | head -c 4000000", "output": "lines" }""");
        lines.ToJsonString().Length.ShouldBeInRange(500 * 1024, 1024 * 1024);
    }

    [Fact]
    public async Task One_endless_line_is_logged_in_pieces()
    {
        await _bench.SucceedAsync(_shell, """{ "run": "head -c 100000 /dev/zero | tr '\\0' x" }""");
        _bench.Log.Lines.Sum(l => l.Length).ShouldBe(100_000);
        _bench.Log.Lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(32 * 1024);
    }

    [Fact]
    public async Task A_start_costs_little()
    {
        await _bench.SucceedAsync(_shell, """{ "run": ":" }""");
        var times = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var watch = Stopwatch.StartNew();
            await _bench.SucceedAsync(_shell, """{ "run": ":" }""");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        // The least is what it costs; the others tell how busy the machine is.
        times.Min().ShouldBeLessThan(10, string.Join(' ', times.Select(t => t.ToString("F1"))));
    }
}
