using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Cli;

/// <summary>The verbs that need no server.</summary>
public sealed class OfflineVerbTests
{
    private const string Good = "id: good\ntasks:\n  - id: a\n    uses: shell\n    with: { run: \"echo hi\" }\n";
    private const string Bad = "id: bad\nschedul: {}\ntasks:\n  - id: a\n    uses: shel\n    needs: [b]\n";

    [Fact]
    public async Task Validate_of_good_files_says_nothing_and_ends_with_0()
    {
        using var folder = new Folder();
        folder.Write("one.yaml", Good);
        folder.Write("below/two.yml", Good.Replace("id: good", "id: two", StringComparison.Ordinal));

        var result = await Captured.RunAsync("validate", folder.Root);

        result.Code.ShouldBe(0, result.Out);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldContain("2 files, 0 errors");
    }

    [Fact]
    public async Task Validate_prints_every_mistake_with_its_place_and_ends_with_1()
    {
        using var folder = new Folder();
        var path = folder.Write("bad.yaml", Bad);

        var result = await Captured.RunAsync("validate", path);

        result.Code.ShouldBe(1);
        result.Lines[0].ShouldBe($"{path}:2:1 SCH010 A workflow has no key 'schedul'. Did you mean 'schedule'?");
        result.Lines.ShouldContain(line => line.StartsWith($"{path}:5:11 SCH015 ", StringComparison.Ordinal));
        result.Lines.ShouldContain(line => line.StartsWith($"{path}:6:13 SCH012 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_prints_the_same_as_json()
    {
        using var folder = new Folder();
        var path = folder.Write("bad.yaml", Bad);

        var answer = JsonNode.Parse((await Captured.RunAsync("validate", path, "--json")).Out)!;

        answer["valid"]!.GetValue<bool>().ShouldBeFalse();
        answer["files"]!.GetValue<int>().ShouldBe(1);
        var first = answer["problems"]![0]!;
        (first["code"]!.ToString(), first["file"]!.ToString(), first["line"]!.GetValue<int>(), first["column"]!.GetValue<int>()).ShouldBe(("SCH010", path, 2, 1));
    }

    [Fact]
    public async Task Validate_finds_circles_across_files_and_schedules_that_are_due_at_once()
    {
        using var folder = new Folder();
        folder.Write("a.yaml", Good.Replace("id: good\n", "id: a\nschedule: { cron: \"0 9 * * *\", depends_on: b/x }\n", StringComparison.Ordinal));
        folder.Write("b.yaml", Good.Replace("id: good\n", "id: b\nschedules: [{ id: x, cron: \"0 9 * * *\", depends_on: a }, { id: y, cron: \"0 9 * * 1\" }]\n", StringComparison.Ordinal));

        var result = await Captured.RunAsync("validate", folder.Root);

        result.Code.ShouldBe(1);
        result.Lines.ShouldContain(line => line.Contains("a.yaml:1:1 SCH059 Schedules wait for each other: a -> b/x -> a."));
        result.Lines.ShouldContain(line => line.Contains("b.yaml:1:1 SCH059 Schedules wait for each other: b/x -> a -> b/x."));
        result.Lines.ShouldContain(line => line.Contains("SCH002 warning: Schedules 'x' and 'y' of one workflow are both due at "));
    }

    [Fact]
    public async Task Validate_finds_two_files_with_one_id()
    {
        using var folder = new Folder();
        folder.Write("a.yaml", Good);
        folder.Write("b.yaml", Good);

        var result = await Captured.RunAsync("validate", folder.Root);

        result.Code.ShouldBe(1);
        result.Out.ShouldContain("b.yaml:1:1 SCH013");
    }

    [Theory]
    [InlineData("validate", "missing.yaml")]
    [InlineData("preview", "missing.yaml")]
    [InlineData("run", "missing.yaml")]
    public async Task A_missing_file_is_a_problem(string verb, string path)
    {
        var result = await Captured.RunAsync(verb, path);

        result.Code.ShouldBe(1);
        (result.Out + result.Error).ShouldContain("SCH044 The file 'missing.yaml' does not exist.");
    }

    [Theory]
    [InlineData]
    [InlineData("fly")]
    [InlineData("validate")]
    [InlineData("serve", "--slots", "0")]
    [InlineData("serve", "--slots", "many")]
    [InlineData("runs", "--limit", "x")]
    [InlineData("runs", "--server", "nowhere")]
    public async Task A_command_line_that_cannot_be_read_ends_with_2(params string[] args) => (await Captured.RunAsync(args)).Code.ShouldBe(2);

    [Fact]
    public async Task Preview_of_a_cron_prints_nominal_and_local_times()
    {
        var result = await Captured.RunAsync("preview", "--cron", "30 2 * * *", "--timezone", "America/New_York", "--from", "2026-03-07T12:00:00Z", "--count", "2", "--json");

        result.Code.ShouldBe(0, result.Error);
        var answer = JsonNode.Parse(result.Out)!;
        answer["occurrences"]!.AsArray().Select(o => $"{o!["nominal"]} {o["local"]} {o["zone"]}").ShouldBe(
            ["2026-03-08T07:00:00Z 2026-03-08T03:00:00-04:00 EDT", "2026-03-09T06:30:00Z 2026-03-09T02:30:00-04:00 EDT"]);
        answer["occurrences"]![0]!["note"]!.ToString().ShouldContain("02:30");
        answer["warnings"]!.AsArray().ShouldHaveSingleItem()!["code"]!.ToString().ShouldBe("SCH024");
    }

    [Fact]
    public async Task Preview_warns_of_a_cron_that_means_something_else()
    {
        var result = await Captured.RunAsync("preview", "--cron", "0 2 */14 * *", "--json");

        JsonNode.Parse(result.Out)!["warnings"]![0]!["code"]!.ToString().ShouldBe("SCH023");
    }

    [Fact]
    public async Task Preview_of_days_that_the_calendar_does_not_know_warns_once()
    {
        foreach (var from in (string[])["2027-12-30T00:00:00Z", "2028-02-01T00:00:00Z"])
        {
            var result = await Captured.RunAsync("preview", "--cron", "0 9 * * *", "--calendar", "XNYS", "--from", from, "--count", "5", "--json");

            JsonNode.Parse(result.Out)!["warnings"]!.AsArray().ShouldHaveSingleItem()!["code"]!.ToString().ShouldBe("SCH022");
        }

        var known = await Captured.RunAsync("preview", "--cron", "0 9 * * *", "--calendar", "XNYS", "--from", "2026-01-01T00:00:00Z", "--json");
        JsonNode.Parse(known.Out)!["warnings"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Preview_in_utc_prints_each_time_once_and_elsewhere_in_both_readings()
    {
        var utc = await Captured.RunAsync("preview", "--cron", "0 9 * * *", "--from", "2026-01-05T00:00:00Z", "--count", "1");
        utc.Lines[^1].ShouldBe("Mon  2026-01-05T09:00:00Z");

        var local = await Captured.RunAsync("preview", "--cron", "0 9 * * *", "--timezone", "Asia/Tokyo", "--from", "2026-01-05T00:00:00Z", "--count", "1");
        local.Lines[^1].ShouldBe("Mon  2026-01-05 09:00:00+09:00  JST  2026-01-05T00:00:00Z");
    }

    [Fact]
    public async Task Doctor_counts_in_words()
    {
        using var folder = new Folder();
        folder.Write("bad.yaml", Bad);

        var result = await Captured.RunAsync("doctor", "--workflows", folder.Root, "--data", folder.Root, "--server", "http://127.0.0.1:1");

        result.Out.ShouldContain("1 of 1 file has errors");
    }

    [Fact]
    public async Task Preview_of_nonsense_is_a_problem_on_both_streams()
    {
        var result = await Captured.RunAsync("preview", "--cron", "61 * * * *", "--json");

        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith("cron: SCH001 ");
        JsonNode.Parse(result.Out)!["problems"]![0]!["code"]!.ToString().ShouldBe("SCH001");
    }

    [Theory]
    [InlineData("--every 14d --at 02:00 --anchor 2026-01-05", "2026-01-05T02:00:00Z 2026-01-19T02:00:00Z")]
    [InlineData("--every 6h", "2026-01-05T06:00:00Z 2026-01-05T12:00:00Z")]
    [InlineData("--weekly mon,fri --at 09:00", "2026-01-05T09:00:00Z 2026-01-09T09:00:00Z")]
    [InlineData("--monthly last --at 08:00", "2026-01-31T08:00:00Z 2026-02-28T08:00:00Z")]
    public async Task Preview_knows_every_kind(string options, string expected)
    {
        var result = await Captured.RunAsync(["preview", .. options.Split(' '), "--from", "2026-01-05T02:00:00Z", "--count", "2", "--json"]);

        result.Code.ShouldBe(0, result.Error);
        string.Join(' ', JsonNode.Parse(result.Out)!["occurrences"]!.AsArray().Select(o => o!["nominal"]!.ToString())).ShouldBe(expected);
    }

    [Fact]
    public async Task Preview_of_a_file_chooses_the_schedule()
    {
        using var folder = new Folder();
        var path = folder.Write("two.yaml", Good + "schedules:\n  - { id: morning, cron: \"0 9 * * *\" }\n  - { id: evening, cron: \"0 21 * * *\" }\n");

        var unclear = await Captured.RunAsync("preview", path, "--json");
        unclear.Code.ShouldBe(1);
        unclear.Error.ShouldContain("morning, evening");

        var chosen = await Captured.RunAsync("preview", path, "--schedule", "evening", "--from", "2026-01-05T00:00:00Z", "--count", "1", "--json");
        JsonNode.Parse(chosen.Out)!["occurrences"]![0]!["nominal"]!.ToString().ShouldBe("2026-01-05T21:00:00Z");
    }

    [Fact]
    public async Task A_batch_answers_every_line_in_order()
    {
        using var folder = new Folder();
        var path = folder.Write("batch", """
            {"cron":"0 9 * * *","from":"2026-01-05T00:00:00Z","count":1}
            {"cron":"0 9 * *"}
            {"weekly":{"on":["mon"],"at":"09:00"},"timezone":"Asia/Tokyo","from":"2026-01-04T00:00:00Z","count":1}
            no json
            {"monthly":{"on":15,"at":["08:00"]},"from":"2026-01-04T00:00:00Z","count":1}
            """);

        var result = await Captured.RunAsync("preview", "--batch", path);

        result.Code.ShouldBe(1);
        result.Lines.Select(line => JsonNode.Parse(line)!).Select(answer => answer["problems"]?[0]!["code"]!.ToString() ?? answer["occurrences"]![0]!["nominal"]!.ToString())
            .ShouldBe(["2026-01-05T09:00:00Z", "SCH001", "2026-01-05T00:00:00Z", "SCH043", "2026-01-15T08:00:00Z"]);
    }

    [Fact]
    public async Task Tasks_lists_them_and_shows_what_one_takes()
    {
        (await Captured.RunAsync("tasks")).Out.ShouldContain("  shell ");
        (await Captured.RunAsync("tasks", "shell")).Out.ShouldContain("run");
        JsonNode.Parse((await Captured.RunAsync("tasks", "shell", "--json")).Out)!["name"]!.ToString().ShouldBe("shell");
        var unknown = await Captured.RunAsync("tasks", "shel");
        unknown.Code.ShouldBe(1);
        unknown.Error.ShouldContain("Did you mean 'shell'?");
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", "on", "carillon users add")]
    [InlineData("http://192.168.1.4:8080", "on", "carillon users add")]
    [InlineData("http://0.0.0.0:8080", "off", "Leave --sign-in off away")]
    public async Task Serve_refuses_to_listen_beyond_this_machine_where_anybody_could_do_anything(string url, string signIn, string way)
    {
        using var folder = new Folder();

        var result = await Captured.RunAsync("serve", "--workflows", folder.Root, "--data", Path.Combine(folder.Root, "data"), "--urls", url, "--sign-in", signIn);

        result.Code.ShouldBe(5);
        result.Error.ShouldStartWith("SCH043 ");
        result.Error.ShouldContain(way);
    }

    [Theory]
    [InlineData("http://example.org:80")]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("")]
    public async Task Serve_refuses_what_is_no_address_to_listen_on(string url)
    {
        using var folder = new Folder();

        var result = await Captured.RunAsync("serve", "--workflows", folder.Root, "--data", Path.Combine(folder.Root, "data"), "--urls", url);

        result.Code.ShouldBe(5);
        result.Error.ShouldContain("http://127.0.0.1:8080");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(400)]
    public async Task Serve_that_is_told_to_stop_while_it_starts_ends_in_good_order(int milliseconds)
    {
        using var folder = new Folder();
        folder.Write("one.yaml", "id: one\ntasks:\n  - { id: a, uses: shell, with: { run: \"true\" } }\n");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds));

        var result = await Captured.RunAsync(stop.Token, "serve", "--workflows", folder.Root, "--data", Path.Combine(folder.Root, "data"), "--urls", "http://127.0.0.1:0");

        (result.Code, result.Error).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Serve_without_a_workflows_folder_says_what_to_do()
    {
        var result = await Captured.RunAsync("serve", "--workflows", "/nowhere/at/all");

        result.Code.ShouldBe(5);
        result.Error.ShouldContain("--workflows");
    }

    [Fact]
    public async Task Help_goes_to_the_output()
    {
        var result = await Captured.RunAsync("--help");

        result.Code.ShouldBe(0);
        result.Out.ShouldContain("validate");
        result.Out.ShouldNotContain("docs");
    }
}
