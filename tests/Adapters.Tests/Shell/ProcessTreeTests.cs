using System.Diagnostics;
using System.Globalization;
using Carillon.Adapters.Shell;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tests.Shell;

public sealed class ProcessTreeTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly ShellTask _shell = new();
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose()
    {
        _cancel.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Cancel_ends_children_and_grandchildren()
    {
        var run = Start("sleep 1000 & echo child $!; sh -c 'sleep 1000 & echo grandchild $!; wait' & wait");
        int[] members = [await IdAsync("child "), await IdAsync("grandchild ")];

        await CancelAsync(run);

        members.Where(Lives).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_script_may_clean_up_on_the_first_signal()
    {
        var run = Start("trap 'echo cleaned up; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        await _bench.Log.LineAsync("ready");

        await CancelAsync(run);

        _bench.Log.Lines.ShouldContain("cleaned up");
    }

    [Fact]
    public async Task Who_ignores_the_first_signal_gets_the_second_after_the_grace()
    {
        var run = Start("trap '' TERM; echo self $$; while :; do sleep 1; done", grace: "200ms");
        var id = await IdAsync("self ");
        var watch = Stopwatch.StartNew();

        await CancelAsync(run);

        Lives(id).ShouldBeFalse();
        watch.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(200));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_daemon_in_a_session_of_its_own_is_found()
    {
        // Two forks and a session of its own: neither parent nor group leads to it any more.
        var run = Start("( setsid sh -c 'trap \"\" TERM HUP; echo daemon $$; while :; do sleep 1; done' & ) ; while :; do sleep 1; done", grace: "100ms");
        var daemon = await IdAsync("daemon ");

        await CancelAsync(run);

        Lives(daemon).ShouldBeFalse();
    }

    [Fact]
    public async Task A_child_with_an_empty_environment_is_found_by_its_descent()
    {
        var run = Start("env -i setsid sh -c 'echo bare $$; while :; do sleep 1; done' & wait");
        var bare = await IdAsync("bare ");

        await CancelAsync(run);

        Lives(bare).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stopped_process_ends_too()
    {
        var run = Start("sh -c 'echo stopped $$; kill -STOP $$' & wait", grace: "100ms");
        var stopped = await IdAsync("stopped ");

        await CancelAsync(run);

        Lives(stopped).ShouldBeFalse();
    }

    [Fact]
    public async Task A_background_child_that_holds_the_output_open_does_not_hang_the_attempt()
    {
        var output = await _bench.SucceedAsync(_shell, """{ "run": "sleep 1000 & echo holder $!" }""");

        output["stdout"]!.GetValue<string>().ShouldStartWith("holder ");
        Lives(await IdAsync("holder ")).ShouldBeFalse("what a script leaves running ends with it");
        _bench.Log.Lines.ShouldContain(l => l.Contains("left running"));
    }

    [Fact]
    public async Task A_daemon_that_hides_and_holds_the_output_open_does_not_hang_the_attempt()
    {
        var id = 0;
        try
        {
            await _bench.SucceedAsync(_shell, """{ "run": "mkfifo told; env -i setsid sh -c 'echo hidden $$; echo > told; exec sleep 1000' & read -r _ < told" }""").WaitAsync(TimeSpan.FromSeconds(20));
            id = await IdAsync("hidden ");
        }
        finally
        {
            if (id != 0 && Lives(id)) Process.GetProcessById(id).Kill();
        }
    }

    [Fact]
    public async Task No_process_is_left_for_dead()
    {
        await _bench.SucceedAsync(_shell, """{ "run": "echo self $$" }""");
        var ended = await IdAsync("self ");
        File.Exists($"/proc/{ended}/stat").ShouldBeFalse("somebody waited for it");
    }

    [Fact]
    public async Task A_token_canceled_before_the_start_starts_nothing()
    {
        await _cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _bench.RunAsync(_shell, """{ "run": "echo started" }""", _cancel.Token));
        _bench.Log.Lines.ShouldBeEmpty();
    }

    private Task<TaskResult> Start(string script, string grace = "5s")
    {
        var context = _bench.Context("{}") with { Input = new() { ["run"] = script, ["grace"] = grace } };
        return _shell.RunAsync(context, _cancel.Token);
    }

    private async Task<int> IdAsync(string word) =>
        int.Parse((await _bench.Log.LineAsync(word))[word.Length..], CultureInfo.InvariantCulture);

    private async Task CancelAsync(Task run)
    {
        await _cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static bool Lives(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
