using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Cli;

/// <summary><c>lint</c>, <c>explain</c> and <c>test</c> as scripts and people meet them.</summary>
public sealed class LintVerbTests
{
    private const string Tasks = "tasks:\n  - id: a\n    uses: shell\n    with: { run: \"true\" }\n";

    [Theory]
    [InlineData("0 2 */14 * *", "step-in-days", "warning", "every: 14d\nat: \"02:00\"\nanchor: ")]
    [InlineData("0 2 */60 * *", "step-beyond-field", "error", "every: 60d\nat: \"02:00\"\nanchor: ")]
    [InlineData("*/60 * * * *", "step-beyond-field", "error", "cron: \"0 * * * *\"")]
    [InlineData("0 8 1-3 * 1-5", "either-day", "warning", "monthly: { on: first_business_day, at: \"08:00\" }")]
    [InlineData("0 8 L * 1-5", "either-day", "warning", "monthly: { on: last_business_day, at: \"08:00\" }")]
    public async Task Lint_of_a_cron_gives_the_rule_and_the_fix(string cron, string rule, string severity, string fix)
    {
        var result = await Captured.RunAsync("lint", "--cron", cron, "--json");

        result.Code.ShouldBe(1);
        var finding = JsonNode.Parse(result.Out)!["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding["rule"]!.ToString(), finding["severity"]!.ToString()).ShouldBe((rule, severity));
        finding["message"]!.ToString().ShouldNotBeEmpty();
        finding["fix"]!.ToString().ShouldStartWith(fix);
    }

    [Fact]
    public async Task Lint_of_a_clean_cron_is_an_empty_list()
    {
        var result = await Captured.RunAsync("lint", "--cron", "0 9 * * 1-5", "--json");

        (result.Code, result.Out).ShouldBe((0, "{\"findings\":[]}\n"));
    }

    [Theory]
    [InlineData("", "UTC")]
    [InlineData("\u23f0 \U0001F389 * * *", "UTC")]
    [InlineData("0 9 * * *", "Mars/Olympus")]
    [InlineData("0 9 * * *", "")]
    [InlineData("\0", "UTC")]
    public async Task Lint_of_nonsense_is_an_error_with_a_rule(string cron, string zone)
    {
        var result = await Captured.RunAsync("lint", "--cron", cron, "--timezone", zone, "--json");

        result.Code.ShouldBe(1);
        JsonNode.Parse(result.Out)!["findings"]!.AsArray().ShouldAllBe(f => f!["severity"]!.ToString() == "error" && f["rule"] != null);
    }

    [Fact]
    public async Task Lint_of_a_very_long_cron_is_short()
    {
        var result = await Captured.RunAsync("lint", "--cron", new string('*', 10_000));

        result.Code.ShouldBe(1);
        result.Out.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task Lint_of_files_says_where()
    {
        using var folder = new Folder();
        var path = folder.Write("orders.yaml", "id: orders\nschedule:\n  cron: \"0 2 */14 * *\"\n  timezone: UTC\n" + Tasks);

        var result = await Captured.RunAsync("lint", folder.Root);

        result.Code.ShouldBe(1);
        result.Lines[0].ShouldStartWith($"{path}:3:14 step-in-days warning: '*/14'");
        result.Lines[1..3].ShouldBe(["    every: 14d", "    at: \"02:00\""]);
        result.Error.ShouldBe("✗ 1 file, 0 errors, 1 warning, 0 notes\n");
    }

    [Fact]
    public async Task Notes_alone_do_not_fail_a_file()
    {
        using var folder = new Folder();
        var path = folder.Write("orders.yaml", "id: orders\nschedule:\n  cron: \"0 9 * * *\"\n" + Tasks);

        var result = await Captured.RunAsync("lint", path, "--json");

        result.Code.ShouldBe(0);
        JsonNode.Parse(result.Out)!["findings"]![0]!["rule"]!.ToString().ShouldBe("timezone-left-out");
    }

    [Fact]
    public async Task A_preview_gives_rule_and_fix()
    {
        var result = await Captured.RunAsync("preview", "--cron", "30 2 */14 * *", "--timezone", "America/New_York", "--from", "2027-03-01T00:00:00Z", "--json");

        var warnings = JsonNode.Parse(result.Out)!["warnings"]!.AsArray();
        warnings.Select(w => $"{w!["code"]} {w["rule"]}").ShouldBe(["SCH023 step-in-days"]);
        warnings[0]!["fix"]!.ToString().ShouldBe("every: 14d\nat: \"02:30\"\nanchor: 2027-03-01");
    }

    [Fact]
    public async Task A_clock_change_in_the_preview_has_its_fix_and_is_said_once()
    {
        var result = await Captured.RunAsync("preview", "--cron", "30 2 * * *", "--timezone", "America/New_York", "--from", "2027-03-01T00:00:00Z", "--json");

        var warning = JsonNode.Parse(result.Out)!["warnings"]!.AsArray().ShouldHaveSingleItem()!;
        (warning["rule"]!.ToString(), warning["fix"]!.ToString()).ShouldBe(("skipped-time", "cron: \"30 2 * * *\"\ndst: { gap: next }"));
    }

    [Fact]
    public async Task Explain_says_words_zone_policies_dates_and_surprises()
    {
        var result = await Captured.RunAsync("explain", "--cron", "30 2 * * *", "--timezone", "America/New_York", "--from", "2026-11-21T12:00:00Z");

        result.Code.ShouldBe(0, result.Error);
        result.Lines[0].ShouldBe("At 02:30 every day");
        result.Out.ShouldContain("America/New_York, by TZDB: ");
        result.Out.ShouldContain("When the previous run is still open, the occurrence is skipped.");
        result.Out.ShouldContain("2026-11-22 02:30:00-05:00  EST  2026-11-22T07:30:00Z");
        result.Out.ShouldContain("2027-03-14 02:30 does not exist");
        result.Out.ShouldContain("2028-03-12 02:30 does not exist");
        result.Out.ShouldContain("skipped-time warning: ");
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("preview")]
    [InlineData("lint")]
    public async Task A_macro_is_a_cron(string verb) => (await Captured.RunAsync(verb, "--cron", "@daily", "--json")).Code.ShouldBe(0);

    [Fact]
    public async Task Explain_of_a_file_is_json_for_scripts()
    {
        using var folder = new Folder();
        var path = folder.Write("two.yaml", "id: two\nschedules:\n  - { id: a, every: 1h, catch_up: { mode: none } }\n  - { id: b, cron: \"30 1 * * *\", timezone: America/New_York }\n" + Tasks);

        var result = await Captured.RunAsync("explain", path, "--schedule", "b", "--from", "2026-11-21T12:00:00Z", "--count", "1", "--json");

        var answer = JsonNode.Parse(result.Out)!;
        answer["schedule"]!.ToString().ShouldBe("schedule-default-two-b");
        answer["occurrences"]!.AsArray().Count.ShouldBe(1);
        answer["clock_changes"]![0]!["effect"]!.ToString().ShouldBe("first_pass");
        answer["clock_changes"]![0]!["first"]!.ToString().ShouldBe("2027-11-07T01:30:00");
        answer["policies"]![1]!["key"]!.ToString().ShouldBe("catch_up");
        answer["findings"]![0]!["rule"]!.ToString().ShouldBe("repeated-time");
        (await Captured.RunAsync("explain", path, "--json")).Lines.Length.ShouldBe(2);
        (await Captured.RunAsync("explain", path, "--schedule", "c")).Error.ShouldContain("SCH031");
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("explain", "x.yaml", "--cron", "@daily")]
    [InlineData("lint", "x.yaml", "--cron", "@daily")]
    public async Task Files_and_a_cron_do_not_go_together(params string[] args) => (await Captured.RunAsync(args)).Code.ShouldBe(2);

    [Theory]
    [InlineData("explain", "missing.yaml")]
    [InlineData("explain", "--cron", "61 * * * *")]
    [InlineData("explain", "--cron", "@daily", "--count", "0")]
    [InlineData("lint", "missing.yaml")]
    [InlineData("test", "missing.yaml")]
    public async Task What_cannot_be_read_ends_with_1(params string[] args) => (await Captured.RunAsync(args)).Code.ShouldBe(1);

    [Fact]
    public async Task Test_marks_what_passed_and_what_failed()
    {
        using var folder = new Folder();
        var path = folder.Write("w.yaml", "id: w\nschedule: { cron: \"0 9 * * 1-5\", timezone: UTC }\ntests:\n  - { name: good, from: 2026-03-02, to: 2026-03-09, count: 5 }\n  - { name: bad, from: 2026-03-02, to: 2026-03-09, never_on: fri }\n" + Tasks);

        var result = await Captured.RunAsync("test", path);

        result.Code.ShouldBe(1);
        result.Lines[..4].ShouldBe([path, "  ✓ good  5 occurrences", "  ✗ bad  5 occurrences", "      It fires on a Friday: 2026-03-06T09:00."]);
        result.Error.ShouldBe("✗ 1 passed, 1 failed\n");
        var report = JsonNode.Parse((await Captured.RunAsync("test", path, "--json")).Out)!;
        (report["passed"]!.GetValue<int>(), report["failed"]!.GetValue<int>()).ShouldBe((1, 1));
        report["tests"]![1]!["line"]!.GetValue<int>().ShouldBe(5);
        report["tests"]![1]!["differences"]![0]!.ToString().ShouldBe("It fires on a Friday: 2026-03-06T09:00.");
        (await Captured.RunAsync("validate", path)).Code.ShouldBe(0, "validate reads tests and does not hold them");
    }

    [Fact]
    public async Task Every_example_passes_its_tests_and_has_nothing_to_warn_of()
    {
        var tests = await Captured.RunAsync("test", Examples(), "--json");
        var lint = await Captured.RunAsync("lint", Examples());

        tests.Code.ShouldBe(0, tests.Out);
        JsonNode.Parse(tests.Out)!["passed"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(6);
        lint.Code.ShouldBe(0, lint.Out);
    }

    private static string Examples([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../examples"));
}
