using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Bad files come into the folder of a running server: each is named with what is wrong, and the good one beside them keeps its time.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "6")]
public sealed class BadInputTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("6", said);
    private const string Task = "tasks:\n  - id: a\n    uses: shell\n    with: { run: \":\" }\n";

    private static readonly (string Name, string Text, string Code, string Says)[] Bad =
    [
        ("empty.yaml", "", "SCH008", "empty"),
        ("bomb.yaml", "id: bomb\na: &a [x, x, x, x, x, x, x, x, x, x]\n" + Bomb() + Task, "SCH009", "200000 values"),
        ("tabs.yaml", "id: tabs\ntasks:\n\t- id: a\n\t  uses: shell\n", "SCH008", "tab"),
        ("twice.yaml", "id: twice\nid: again\n" + Task, "SCH013", "id"),
        ("größe-日本.yaml", "id: größe\n" + Task, "SCH016", "'ö'"),
        ("circle.yaml", "id: circle\ntasks:\n  - { id: a, uses: shell, needs: [b], with: { run: \":\" } }\n  - { id: b, uses: shell, needs: [a], with: { run: \":\" } }\n", "SCH014", "a"),
        ("unknown.yaml", "id: unknown\ntasks:\n  - { id: a, uses: shel }\n", "SCH015", "shel"),
        ("nowhere.yaml", "id: nowhere\ntasks:\n  - { id: a, uses: shell, with: { run: \"echo ${{ tasks.b.output.x }}\" } }\n", "SCH019", "b"),
    ];

    [Fact]
    public async Task Bad_files_are_named_and_the_good_one_keeps_its_time()
    {
        await using var folder = new FaultFolder();
        folder.Write("good.yaml", "id: good\nschedule: { every: 1s, overlap_policy: allow, catch_up: { mode: all } }\n" + Task);
        await using var carillon = await ServerProcess.StartAsync(folder);
        await carillon.UntilAsync("/api/runs?workflow=good&status=completed", runs => runs["items"]!.AsArray().Count >= 2);
        var rss = carillon.Memory("VmRSS");

        foreach (var (name, text, _, _) in Bad)
            folder.Write(name, text);
        using (var huge = File.Create(Path.Combine(folder.Workflows, "huge.yaml")))
            huge.SetLength(50 << 20);
        var (_, reconciled) = await carillon.PostAsync("/api/reconcile");

        reconciled["ready"]!.GetValue<bool>().ShouldBeTrue();
        var listed = (await carillon.GetAsync("/api/workflows"))["items"]!.AsArray();
        foreach (var (name, _, code, says) in Bad.Append(("huge.yaml", "", "SCH009", "52,428,800")))
        {
            var file = listed.Single(item => item!["path"]!.ToString() == name)!;
            file["valid"]!.GetValue<bool>().ShouldBeFalse(name);
            var problem = file["problems"]!.AsArray().FirstOrDefault(p => p!["code"]!.ToString() == code);
            problem.ShouldNotBeNull($"{name}: {file["problems"]!.ToJsonString()}");
            problem["message"]!.ToString().ShouldContain(says, Case.Insensitive, name);
            problem["file"]!.ToString().ShouldBe(name);
            problem["line"]!.GetValue<int>().ShouldBeGreaterThan(0);
            reconciled["problems"]!.AsArray().ShouldContain(p => p!["code"]!.ToString() == code && p["file"]!.ToString() == name);
        }
        listed.Single(item => item!["path"]!.ToString() == "good.yaml")!["valid"]!.GetValue<bool>().ShouldBeTrue();

        await GoodKeepsItsTime(carillon);
        _figures.AtMost("bad-files-memory", (carillon.Memory("VmRSS") - rss) / 1048576.0, 64, "MB");
    }

    [Fact]
    public async Task Validate_names_the_same_problems_in_short_time()
    {
        await using var folder = new FaultFolder();
        foreach (var (name, text, _, _) in Bad)
            folder.Write(name, text);
        using (var huge = File.Create(Path.Combine(folder.Workflows, "huge.yaml")))
            huge.SetLength(50 << 20);
        var start = new ProcessStartInfo("dotnet", [ServerProcess.Program, "validate", "--json", folder.Workflows]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var validate = Process.Start(start)!;
        var error = validate.StandardError.ReadToEndAsync();
        var problems = JsonNode.Parse(await validate.StandardOutput.ReadToEndAsync())!["problems"]!.AsArray();
        await validate.WaitForExitAsync();

        validate.ExitCode.ShouldBe(1, await error);
        foreach (var (name, _, code, _) in Bad.Append(("huge.yaml", "", "SCH009", "")))
            problems.ShouldContain(p => p!["code"]!.ToString() == code && p["file"]!.ToString() == Path.Combine(folder.Workflows, name), name);
        problems.ShouldNotContain(p => p!["code"]!.ToString() == "SCH045");
    }

    [Theory]
    [InlineData("${{ 1 / input.none }}", "division by zero")]
    [InlineData("${{ tasks.a.output.missing.deeper }}", "missing")]
    public async Task An_expression_that_fails_in_a_run_fails_its_task_in_words_and_nothing_else(string expression, string says)
    {
        await using var folder = new FaultFolder();
        folder.Write("good.yaml", "id: good\nschedule: { every: 1s, overlap_policy: allow, catch_up: { mode: all } }\n" + Task);
        folder.Write("bad.yaml", $"id: bad\ninput:\n  none: {{ type: integer, default: 0 }}\n{Task}  - id: b\n    uses: shell\n    needs: [a]\n    with: {{ run: \"echo {expression}\" }}\n");
        await using var carillon = await ServerProcess.StartAsync(folder);

        var run = await carillon.EndAsync(await carillon.RunAsync("bad"));

        run["status"]!.ToString().ShouldBe("failed");
        var attempts = await carillon.AttemptsAsync(run["id"]!.ToString(), "b");
        attempts.Count.ShouldBe(1);
        attempts[0]!["error"]!["code"]!.ToString().ShouldBe("SCH021");
        attempts[0]!["error"]!["message"]!.ToString().ShouldContain(says, Case.Insensitive);
        await GoodKeepsItsTime(carillon);
    }

    /// <summary>Three more of its seconds: each has its run, begun within a second of its time.</summary>
    private async Task GoodKeepsItsTime(ServerProcess carillon)
    {
        var latest = long.Parse((await carillon.UntilAsync("/api/runs?workflow=good&limit=1", runs => runs["items"]!.AsArray().Count == 1))["items"]![0]!["run_number"]!.ToString(), CultureInfo.InvariantCulture);
        bool IsNext(JsonNode? run) => (long)run!["run_number"]! is var number && number > latest && number <= latest + 3;
        var runs = (await carillon.UntilAsync("/api/runs?workflow=good&status=completed&limit=100", runs => runs["items"]!.AsArray().Count(IsNext) == 3))["items"]!.AsArray().Where(IsNext);
        _figures.AtMost("good-late", runs.Max(run => (long)run!["lateness_ms"]!), 999, "ms");
    }

    /// <summary>Each line names the one before ten times: 10^9 values from a few hundred bytes.</summary>
    private static string Bomb() => string.Concat(Enumerable.Range(1, 8).Select(i =>
        $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat("*" + (char)('a' + i - 1), 10))}]\n"));
}
