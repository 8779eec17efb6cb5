using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Tasks that print too much, do not stop, or take too long.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "24")]
public sealed partial class HungTaskTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("24", said);

    [Fact]
    public async Task A_gigabyte_of_output_costs_less_than_64_megabytes_and_the_log_says_where_it_is_cut()
    {
        await using var folder = new FaultFolder();
        folder.Write("warm.yaml", Shell("warm", "yes some words | head -c 100000"));
        folder.Write("loud.yaml", Shell("loud", "yes 'a line of thirty-one characters' | head -c 1073741824"));
        await using var carillon = await ServerProcess.StartAsync(folder);
        await carillon.EndAsync(await carillon.RunAsync("warm"));
        carillon.ForgetPeak();
        var before = carillon.Memory("VmRSS");

        var run = await carillon.EndAsync(await carillon.RunAsync("loud"));

        run["status"]!.ToString().ShouldBe("completed");
        var grown = carillon.Memory("VmHWM") - before;
        said.WriteLine($"1 GiB in {run["duration_ms"]} ms, over {before >> 20} MiB");
        _figures.AtMost("gigabyte-memory", grown / 1048576.0, 64, "MB");
        var log = await carillon.Http.GetStringAsync($"/api/runs/{run["id"]}/logs");
        log.ShouldContain("[the log is cut here");
        log.Length.ShouldBeLessThan(3 << 20);
        var output = (await carillon.GetAsync($"/api/runs/{run["id"]}/tasks"))["items"]![0]!["output"]!;
        output["truncated"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_task_that_ignores_SIGTERM_ends_within_its_grace_with_all_it_started()
    {
        await using var folder = new FaultFolder();
        folder.Write("deaf.yaml", Shell("deaf",
            """
            trap '' TERM
            setsid sh -c "trap '' TERM; while :; do sleep 1; done" &
            echo up
            while :; do sleep 1; done
            """, "grace: 1s, env: { DEAF: " + folder.Mark + " }"));
        await using var carillon = await ServerProcess.StartAsync(folder);
        var run = await carillon.RunAsync("deaf");
        await UntilLogged(carillon, run, "up");
        FaultFolder.Marked("DEAF", folder.Mark).Count.ShouldBeGreaterThanOrEqualTo(2);

        var waited = Stopwatch.StartNew();
        await carillon.PostAsync($"/api/runs/{run}/cancel", new System.Text.Json.Nodes.JsonObject { ["by"] = "test", ["reason"] = "enough" });
        var ended = await carillon.EndAsync(run);
        waited.Stop();

        ended["status"]!.ToString().ShouldBe("canceled");
        FaultFolder.Marked("DEAF", folder.Mark).ShouldBeEmpty();
        _figures.AtMost("deaf-canceled", waited.Elapsed.TotalSeconds, 3, "s");
        waited.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_timeout_is_acted_on_at_most_a_second_late()
    {
        await using var folder = new FaultFolder();
        folder.Write("slow.yaml", Shell("slow", "sleep 300", task: "timeout: 1500ms"));
        await using var carillon = await ServerProcess.StartAsync(folder);

        var since = Stopwatch.StartNew();
        var run = await carillon.EndAsync(await carillon.RunAsync("slow"));

        since.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(1500), "by a clock that nobody corrects, as the timer goes");
        run["status"]!.ToString().ShouldBe("failed");
        var attempt = (await carillon.AttemptsAsync(run["id"]!.ToString(), "a"))[0]!;
        attempt["error"]!["code"]!.ToString().ShouldBe("SCH004");
        var log = await carillon.Http.GetStringAsync($"/api/runs/{run["id"]}/logs");
        var acted = Stamp().Match(log);
        acted.Success.ShouldBeTrue(log);
        var late = Time(acted.Value) - Time(attempt["started_at"]!.ToString()) - TimeSpan.FromMilliseconds(1500);
        _figures.AtMost("timeout-late", late.TotalSeconds, 1, "s");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d{4}-\S+Z(?=[^\n]* stopping: the attempt took longer)", RegexOptions.None, 1000)]
    private static partial Regex Stamp();

    private static async Task UntilLogged(ServerProcess carillon, string run, string line)
    {
        for (var waited = Stopwatch.StartNew(); !(await carillon.Http.GetStringAsync($"/api/runs/{run}/logs")).Contains(line, StringComparison.Ordinal); await Task.Delay(20))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), carillon.Said);
    }

    private static string Shell(string id, string script, string with = "grace: 5s", string task = "priority: 0") =>
        $"id: {id}\ntasks:\n  - id: a\n    uses: shell\n    {task}\n    with:\n      {with.Replace(", ", "\n      ", StringComparison.Ordinal)}\n      run: |\n        {script.ReplaceLineEndings("\n").Replace("\n", "\n        ", StringComparison.Ordinal)}\n";
}
